"""Training sentences: labelled sets, and sentences written for this project with their names marked inline."""

from __future__ import annotations

import gzip
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from parley.annotate.cases import cases
from parley.annotate.model import ACTS, LABELS, STATUSES, TRACKS

if TYPE_CHECKING:
    from tokenizers import Tokenizer

UNKNOWN = -100
"""A status or track that a set does not label: not punished."""

MARK = re.compile(r"\[(PER|ORG|LOC|NORP) ([^\[\]]+)\]")
ROLE = re.compile(r"\[(SRC|TRIG|TRG) ([^\[\]]+)\]")
HAPPENING = re.compile(rf"\[({'|'.join(ACTS[1:])}) ({'|'.join(STATUSES)}) ({'|'.join(TRACKS)}) ([^\[\]]+)\]")
LONGEST = 128
KINDS = ("PER", "ORG", "LOC", "NORP")

_TITLE = re.compile(
    r"(?:(?:Former|Acting|Interim|Deputy|Vice|Prime|Foreign|Defen[cs]e|Interior|Finance|Chief|Supreme|Army|Attorney|Secretary|President|Presidents|Minister|Ministers|Secretary-General|"
    r"General|Gen\.|Lieutenant|Lt\.|Colonel|Col\.|Major|Maj\.|Captain|Capt\.|Admiral|Adm\.|Sergeant|Sgt\.|Senator|Sen\.|Representative|Rep\.|Congressman|Governor|Gov\.|Mayor|Ambassador|"
    r"Envoy|Director|Chairman|Judge|Justice|Professor|Prof\.|Dr\.|Dr|Mr\.|Mr|Mrs\.|Mrs|Ms\.|Ms|Sir|Lord|Lady|King|Queen|Prince|Princess|Pope|Cardinal|Archbishop|Bishop|Rev\.|Reverend|"
    r"Sheikh|Ayatollah|Imam|Crown|State|of|Premier|Chancellor|Emir|Sultan|Commander|Spokesman|Spokeswoman)(?:\s+|(?=$)))+"
)


def read_gold(path: Path, limit: int | None = None) -> list[tuple[str, list[tuple[int, int, str]], bool]]:
    """(text, [(start, end, label)], whether NORP is labelled) of a labelled set. Titles are cut from person names; pronouns are no names."""
    out = []
    with gzip.open(path, "rt", encoding="utf8") as lines:
        rows = [json.loads(line) for line in lines]
    knows_norp = any(e["label"] == "NORP" for r in rows for e in r["entities"])
    for row in rows[:limit]:
        text, spans = row["text"], []
        for e in row["entities"]:
            start, end = e["start"], e["end"]
            if e["label"] == "PER" and (title := _TITLE.match(text, start, end)):
                start = title.end()
            while start < end and text[start] in " \"'`":
                start += 1
            if (
                e["label"] in KINDS
                and start < end
                and re.search(r"[A-Za-z]", text[start:end])
                and text[start:end].lower() not in ("he", "she", "they", "his", "her", "him", "who")
            ):
                spans.append((start, end, e["label"]))
        out.append((text, spans, knows_norp))
    return out


def read_marked(path: Path) -> list[list[tuple[str, list[tuple[int, int, str]], bool]]]:
    """The same from lines with inline marks: `President [PER Ana Lima] of [LOC Brazil]`. A blank line parts one article from the next."""
    out: list[list] = [[]]
    for line in path.read_text("utf8").splitlines():
        text, spans, at = "", [], 0
        for m in MARK.finditer(line):
            text += line[at : m.start()]
            spans.append((len(text), len(text) + len(m[2]), m[1]))
            text += m[2]
            at = m.end()
        text += line[at:]
        if text.strip():
            out[-1].append((text, spans, True))
        elif out[-1]:
            out.append([])
    return out


@dataclass(frozen=True)
class Event:
    """A sentence with one marked event: spans of who did it, of the words that tell it, and to whom; indices into ACTS, STATUSES, TRACKS."""

    text: str
    source: tuple[tuple[int, int], ...]
    trigger: tuple[tuple[int, int], ...]
    target: tuple[tuple[int, int], ...]
    act: int
    status: int
    track: int


def read_events(path: Path) -> list[Event]:
    """Events from lines `marked sentence, class, status, track`, separated by tabs."""
    out = []
    for line in path.read_text("utf8").splitlines():
        marked, act, status, track = line.split("\t")
        text, at, spans = "", 0, {"SRC": [], "TRIG": [], "TRG": []}
        for m in ROLE.finditer(marked):
            text += marked[at : m.start()]
            spans[m[1]].append((len(text), len(text) + len(m[2])))
            text += m[2]
            at = m.end()
        text += marked[at:]
        out.append(Event(text, *(tuple(spans[k]) for k in ("SRC", "TRIG", "TRG")), ACTS.index(act), STATUSES.index(status), TRACKS.index(track)))
    return out


@dataclass(frozen=True)
class Told:
    """A sentence with all its events, or none: (start, end) of the words that tell each, and its indices into ACTS, STATUSES, TRACKS."""

    text: str
    events: tuple[tuple[int, int, int, int, int], ...]

    def tokens(self, offsets: list[tuple[int, int]]) -> tuple[list[int], list[int], list[int]]:
        """Class, status and track of each token: class 0 where it tells no event, status and track then UNKNOWN."""
        at = [next((e for e in self.events if b > a and e[0] < b and a < e[1]), None) for a, b in offsets]
        return [e[2] if e else 0 for e in at], [e[3] if e else UNKNOWN for e in at], [e[4] if e else UNKNOWN for e in at]


def read_told(path: Path) -> list[list[Told]]:
    """Articles of sentences with every event marked inline: `Rebels [ASSAULT alleged military shelled] the town.`; a line without marks tells none.
    A blank line parts one article from the next."""
    out: list[list[Told]] = [[]]
    for line in path.read_text("utf8").splitlines():
        text, at, events = "", 0, []
        for m in HAPPENING.finditer(line):
            text += line[at : m.start()]
            events.append((len(text), len(text) + len(m[4]), ACTS.index(m[1]), STATUSES.index(m[2]), TRACKS.index(m[3])))
            text += m[4]
            at = m.end()
        if (text := text + line[at:]).strip():
            out[-1].append(Told(text, tuple(events)))
        elif out[-1]:
            out.append([])
    return out


def read_examples(path: Path) -> list[Event]:
    """The PLOVER examples: actors and trigger given as words, looked up in the sentence; no status, no track."""
    out = []
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for row in map(json.loads, lines):
            text = row["text"]
            find = lambda words, text=text: [(at, at + len(w)) for w in words if w and (at := text.find(w)) >= 0]  # noqa: E731
            trigger = find((row["trigger"] or "").split())
            if trigger:
                sides = (find([a["text"] for a in row[side]]) for side in ("source", "target"))
                source, target = map(tuple, sides)
                act = row["event"]
                if act == "YIELD":  # the examples join two classes that PLOVER tells apart
                    act = "RETREAT" if re.search(r"withdr|pull|cease|truce|surrender|disarm|retreat", row["trigger"]) else "CONCEDE"
                out.append(Event(text, source, tuple(trigger), target, ACTS.index(act), UNKNOWN, UNKNOWN))
    return out


def marked_tokens(offsets: list[tuple[int, int]], spans: tuple[tuple[int, int], ...]) -> list[int]:
    """1 for each token that lies in one of the spans."""
    return [int(b > a and any(s < b and a < e for s, e in spans)) for a, b in offsets]


def encode(tokenizer: Tokenizer, text: str) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    """Token ids, the case of each token's word, and each token's code points; [CLS] and [SEP] have (0, 0)."""
    found = tokenizer.encode(text)
    of = cases(text)
    ids, offsets = found.ids[:LONGEST], found.offsets[:LONGEST]
    return ids, [int(of[a]) if b > a else 0 for a, b in offsets], offsets


def targets(offsets: list[tuple[int, int]], spans: list[tuple[int, int, str]]) -> list[int]:
    """The label of each token: B- on a name's first token, I- on its others."""
    out = []
    for a, b in offsets:
        span = next((s for s in spans if s[0] < b and a < s[1]), None) if b > a else None
        if span is None:
            out.append(0)
        else:
            first = not any(span[0] < d and c < span[1] for c, d in offsets if d > c and c < a)
            out.append(LABELS.index(("B-" if first else "I-") + span[2]))
    return out


def recase(item, rng: random.Random):
    """A copy of a sentence as a headline in capitals or in lower case, so that case helps and is not relied on."""
    text, spans, norp, *doubted = item
    changed = text.upper() if rng.random() < 0.5 else text.lower()
    return (changed, spans, norp, *doubted) if len(changed) == len(text) else item
