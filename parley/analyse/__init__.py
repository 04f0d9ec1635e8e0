"""Annotations in; findings out. Functions take a store and give DataFrames; they never print and never draw."""
