"""Training sentences: labelled sets, and sentences written for this project with their names marked inline."""

from __future__ import annotations

import gzip
import json
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-NORP", "I-NORP")

MARK = re.compile(r"\[(PER|ORG|LOC|NORP) ([^\[\]]+)\]")
LONGEST = 128
KINDS = ("PER", "ORG", "LOC", "NORP")

_TITLE = re.compile(
    r"(?:(?:Former|Acting|Interim|Deputy|Vice|Prime|Foreign|Defen[cs]e|Interior|Finance|Chief|Supreme|Army|Attorney|Secretary|President|Presidents|Minister|Ministers|Secretary-General|"
    r"General|Gen\.|Lieutenant|Lt\.|Colonel|Col\.|Major|Maj\.|Captain|Capt\.|Admiral|Adm\.|Sergeant|Sgt\.|Senator|Sen\.|Representative|Rep\.|Congressman|Governor|Gov\.|Mayor|Ambassador|"
    r"Envoy|Director|Chairman|Judge|Justice|Professor|Prof\.|Dr\.|Dr|Mr\.|Mr|Mrs\.|Mrs|Ms\.|Ms|Sir|Lord|Lady|King|Queen|Prince|Princess|Pope|Cardinal|Archbishop|Bishop|Rev\.|Reverend|"
    r"Sheikh|Ayatollah|Imam|Crown|State|of|Premier|Chancellor|Emir|Sultan|Commander|Spokesman|Spokeswoman)\s+)+"
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
            if e["label"] == "PER" and (title := _TITLE.match(text, start, end)) and title.end() < end:
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


def read_marked(path: Path) -> list[tuple[str, list[tuple[int, int, str]], bool]]:
    """The same from lines with inline marks: `President [PER Ana Lima] of [LOC Brazil]`."""
    out = []
    for line in path.read_text("utf8").splitlines():
        text, spans, at = "", [], 0
        for m in MARK.finditer(line):
            text += line[at : m.start()]
            spans.append((len(text), len(text) + len(m[2]), m[1]))
            text += m[2]
            at = m.end()
        text += line[at:]
        if text.strip():
            out.append((text, spans, True))
    return out


def case_of(word: str) -> int:
    """0 no letter, 1 lower, 2 Title, 3 UPPER, 4 mixed."""
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 0
    if all(not c.isupper() for c in letters):
        return 1
    if letters[0].isupper() and all(not c.isupper() for c in letters[1:]):
        return 2 if len(letters) > 1 or len(word) == 1 else 3
    return 3 if all(c.isupper() for c in letters) else 4


WORD = re.compile(r"\w+|[^\w\s]")


def encode(tokenizer: Tokenizer, text: str) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    """Token ids, the case of each token's word, and each token's code points; [CLS] and [SEP] have (0, 0)."""
    found = tokenizer.encode(text)
    cases = np.zeros(len(text) + 1, np.int64)
    for m in WORD.finditer(text):
        cases[m.start() : m.end()] = case_of(m[0])
    ids, offsets = found.ids[:LONGEST], found.offsets[:LONGEST]
    return ids, [int(cases[a]) if b > a else 0 for a, b in offsets], offsets


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
    text, spans, norp = item
    changed = text.upper() if rng.random() < 0.5 else text.lower()
    return (changed, spans, norp) if len(changed) == len(text) else item
