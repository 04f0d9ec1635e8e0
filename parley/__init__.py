"""Parley: reads a political crisis through its news coverage. Notebooks use the front door, ``helpers``."""

__version__ = "0.1.0"
