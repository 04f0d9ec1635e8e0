"""Choosing by hand in JupyterLab: fields above a table or chronology that narrow it. In a page, where nothing runs, the whole stands there."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

ANY = "any"
MOST = 80
"""Lines or sentences shown at once: more is not read, and makes the browser slow."""


@dataclass
class Explorer:
    """Rows with fields that filter them. `choices` names columns (a cell may be a list); `first` and `last` the columns of days; `draw` shows rows.

    In JupyterLab it prints as fields over what `draw` gives; where no widgets can run, as that alone. `chosen` gives the rows for given values.
    """

    data: pd.DataFrame
    choices: Mapping[str, str]
    first: str
    last: str
    draw: Callable[[pd.DataFrame], Any]
    noun: str

    def chosen(self, *, start: date | None = None, end: date | None = None, **values: str) -> pd.DataFrame:
        """The rows whose interval touches start..end and whose columns hold the values; `any` and None choose all. Rows without a day count as outside."""
        rows = self.data
        for name, value in values.items():
            if name not in self.choices:
                raise ValueError(f"{name}={value!r}: choose by {', '.join(self.choices)}, start or end")
            if value not in (None, ANY):
                rows = rows[[value in _listed(cell) for cell in rows[self.choices[name]]]]
        if start is not None:
            rows = rows[(pd.to_datetime(rows[self.last]) >= pd.Timestamp(start)).to_numpy()]
        if end is not None:
            rows = rows[(pd.to_datetime(rows[self.first]) <= pd.Timestamp(end)).to_numpy()]
        return rows

    def widget(self) -> Any:
        """The fields and the result as one ipywidgets box. Raises ImportError where ipywidgets is not installed."""
        import ipywidgets as w

        options = lambda column: [ANY, *sorted({v for cell in self.data[column] for v in _listed(cell)})]  # noqa: E731
        wide = {"style": {"description_width": "5rem"}}
        fields = {name: w.Dropdown(options=options(column), value=ANY, description=name, **wide) for name, column in self.choices.items()}
        fields |= {"start": w.DatePicker(description="from", **wide), "end": w.DatePicker(description="to", **wide)}
        count, shown = w.HTML(), w.HTML()

        def update(_: object = None) -> None:
            rows = self.chosen(**{name: field.value for name, field in fields.items()})
            count.value = self.count(rows)
            shown.value = self.draw(rows.head(MOST))._repr_html_()

        for field in fields.values():
            field.observe(update, "value")
        update()
        return w.VBox([w.HBox(list(fields.values()), layout=w.Layout(flex_flow="row wrap")), count, shown])

    def count(self, rows: pd.DataFrame) -> str:
        """`12 of 40 incidents`, and how many of them stand below."""
        more = f"; the first {MOST} stand below" if len(rows) > MOST else ""
        return f"<p><b>{len(rows):,}</b> of {len(self.data):,} {self.noun}{more}</p>"

    def _repr_html_(self) -> str:
        return (self.count(self.data) if len(self.data) > MOST else "") + self.draw(self.data.head(MOST))._repr_html_()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        if os.environ.get("PARLEY_PAGES"):
            return {"text/html": self._repr_html_(), "text/plain": repr(self)}
        try:
            return {**self.widget()._repr_mimebundle_(), "text/html": self._repr_html_()}
        except ImportError:
            return {"text/html": self._repr_html_(), "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"{len(self.data):,} {self.noun}, to choose by {', '.join(self.choices)} and day"


def _listed(cell: object) -> list[str]:
    """A cell's values: of a list its members, of a text itself, of nothing none."""
    values = [cell] if isinstance(cell, str) else list(cell) if hasattr(cell, "__iter__") else []
    return [v for v in values if isinstance(v, str)]
