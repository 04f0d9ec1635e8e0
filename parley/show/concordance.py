"""A concordance as HTML: the name in the middle, its contexts on both sides, each line with its article."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from parley.show import quoting
from parley.show.tables import escape, number


@dataclass
class Concordance:
    """Keyword in context. `data` has `left`, `name`, `right`, `published`, `outlet`, `title`, `url`, `constructed`; a line opens to its article."""

    data: pd.DataFrame
    caption: str = ""

    def _repr_html_(self) -> str:
        made = bool(len(self.data)) and all(v is True for v in self.data["constructed"])
        lines = "".join(self._line(r, made) for r in self.data.to_dict("records")) or '<tr><td colspan="4" class="none">none</td></tr>'
        caption = " · ".join(t for t in (self.caption, "constructed sample" if made else "") if t)
        caption = f"<caption>{escape(caption)}</caption>" if caption else ""
        head = "".join(f'<th scope="col">{h}</th>' for h in ("before", "name", "after", "article"))
        region = f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(self.caption or "concordance")}">'
        return f'{region}<table class="data concordance">{caption}<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>'

    def _line(self, r: dict, all_made: bool) -> str:
        outlet = escape(r["outlet"], 40) if isinstance(r["outlet"], str) else "outlet unknown"
        day = number(r["published"]) if not pd.isna(r["published"]) else "undated"
        source = f"{day} · {outlet}"
        title = f' title="{escape(r["title"], 160)}"' if isinstance(r["title"], str) else ""
        if isinstance(r["url"], str) and re.match(r"https?://", r["url"]) and r.get("constructed") is not True:  # an invented address leads nowhere
            source = f'<a href="{escape(r["url"], 2000)}" rel="noreferrer">{source}</a>'
        made = ' · <span class="made">constructed</span>' if r.get("constructed") is True and not all_made else ""
        if r.get("withheld") is True or quoting.limited() and not quoting.is_open(r.get("licence"), r.get("constructed") is True):
            r = {
                **r,
                "left": "…",
                "right": f"… (sentence {int(r['sentence']) + 1} of the article)" if "sentence" in r else "…",
            }  # the words around it count against what may be quoted: a page that is passed on leaves them out
        context = f'<td class="before">{escape(r["left"])}</td><td class="name"><mark>{escape(r["name"])}</mark></td><td>{escape(r["right"])}</td>'
        return f"<tr>{context}<td{title}>{source}{made}</td></tr>"

    def __repr__(self) -> str:
        return "\n".join(f"{r.left:>60} [{r.name}] {r.right}" for r in self.data.itertuples()) or "no mention"

    def __len__(self) -> int:
        return len(self.data)
