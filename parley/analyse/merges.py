"""One canonical name across the corpus: which names mean the same person, body or place, and why that is believed.

Persons never merge across different given names. A surname that two people share is kept apart and reported (`collisions`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

import pandas as pd

COLUMNS = ["name", "entity", "label", "reason", "mentions"]
_ARTICLE = re.compile(r"^(?:the|al)[\s-]+")
"""Articles that a name may go without. Spanish ones belong to the name: El Salvador is not Salvador, Las Vegas no Vegas."""
_SOUNDS = (
    (r"kh|gh|q|ck|c(?![eiyh])|x", "k"), (r"dh|th", "d"), (r"ph", "f"), (r"sch|tsch|tch|ch|sh|zh", "s"), (r"dj|j(?=[aeiou])", "y"), (r"w|v", "f"),
    (r"z|c", "s"), (r"[aeiouyh'’`-]+", ""), (r"(.)\1+", r"\1"), (r"^g", "k"),
)  # fmt: skip
"""Letters that transliterations from Arabic, Persian, Cyrillic and Hebrew swap for one another, and vowels, which they drop: Gadhafi, Qaddafi, Kadafi."""


ALIKE = 0.65
"""Share of letters that two given names must have in common (difflib's ratio) to be transliterations of one: set so that Mohamed is Muhammad and
Hassan is not Hussein."""


def plain(name: str) -> str:
    """A name without case, accents, full stops, hyphens, and a leading article."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    return _ARTICLE.sub("", " ".join(bare.replace(".", "").replace("-", " ").replace("’", "'").split()))


def skeleton(word: str) -> str:
    """The consonants of a word, with those that transliterations swap made equal."""
    out = plain(word)
    for pattern, to in _SOUNDS:
        out = re.sub(pattern, to, out)
    return out


def find(names: pd.DataFrame, *, known: Iterable[str] = (), apart: Iterable[str] = ()) -> pd.DataFrame:
    """A row per name that is read as another: `name`, the canonical `entity`, `label`, `reason`, and its `mentions`.

    `names` has a row per name and label: `name`, `label`, `mentions`. `known` are the codebook's canonical names, which are never read as another;
    `apart` are names that an analyst keeps as they are: neither is one read as another, nor another as it.
    """
    known, apart = set(known), set(apart)
    rows = names.sort_values(["mentions", "name"], ascending=[False, True], kind="stable")
    counts = dict(zip(zip(rows["name"], rows["label"], strict=True), rows["mentions"], strict=True))
    taken: dict[tuple[str, str], tuple[str, str]] = {}
    for label, part in rows.groupby("label", sort=True):
        ranked = sorted(part["name"], key=lambda n: n not in known)  # commonest first, the codebook's before all others
        forms = _by_key(ranked, plain, "same name in other spelling")
        if label == "PER":
            left = [n for n in ranked if n not in forms]
            forms |= _middle_names(left)
            left = [n for n in left if n not in forms]
            forms |= _transliterated(left)
            left = [n for n in left if n not in forms]
            forms |= _surnames(left)
        for name, (entity, reason) in forms.items():
            if name not in known and name not in apart and entity not in apart:
                taken[name, label] = (entity, reason)
    out = []
    for (name, label), (entity, reason) in taken.items():
        while (entity, label) in taken and taken[entity, label][0] != name:
            entity = taken[entity, label][0]
        out.append((name, entity, label, reason, int(counts[name, label])))
    return pd.DataFrame(out, columns=COLUMNS).sort_values(["entity", "name", "label"], kind="stable", ignore_index=True)


def collisions(names: pd.DataFrame) -> pd.DataFrame:
    """Of names as merged: a row per surname that several people bear: `surname`, `people` (full names, commonest first), and `unresolved`, mentions by surname alone that no
    article tells apart."""
    people = names[names["label"] == "PER"].sort_values(["mentions", "name"], ascending=[False, True], kind="stable")
    full: dict[str, list[str]] = defaultdict(list)
    for name in people["name"]:
        if " " in name:
            full[_surname(name)].append(name)
    alone = {plain(n): c for n, c in zip(people["name"], people["mentions"], strict=True) if " " not in n}
    rows = [(bearers[0].split()[-1], ", ".join(bearers), int(alone.get(surname, 0))) for surname, bearers in full.items() if len(bearers) > 1]
    return pd.DataFrame(rows, columns=["surname", "people", "unresolved"]).sort_values("surname", kind="stable", ignore_index=True)


def _by_key(names: list[str], key, reason: str) -> dict[str, tuple[str, str]]:
    first: dict[str, str] = {}
    out = {}
    for name in names:
        k = key(name)
        if k and first.setdefault(k, name) != name:
            out[name] = (first[k], reason)
    return out


def _middle_names(names: list[str]) -> dict[str, tuple[str, str]]:
    """ "Ana B. Lima" is "Ana Lima" where first and last name agree, the longer's other names are initials or more names, and only one such longer form stands."""
    by_ends: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in names:
        words = plain(name).split()
        if len(words) > 1:
            by_ends[words[0], words[-1]].append(name)
    out = {}
    for same in by_ends.values():
        short = [n for n in same if len(plain(n).split()) == 2]
        if len(same) == 2 and len(short) == 1:
            other = next(n for n in same if n != short[0])
            canonical = same[0]
            out[other if canonical == short[0] else short[0]] = (canonical, "same given name and surname, one with a middle name")
    return out


def _transliterated(names: list[str]) -> dict[str, tuple[str, str]]:
    """Full names whose surnames have the same skeleton and whose given names have it too and look alike; single names are left to `_surnames`."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    out = {}
    for name in names:
        given, surname = skeleton(name.split()[0]), skeleton(name.split()[-1])
        if " " not in name or len(given) < 2 or len(surname) < 3:  # fewer consonants are too little to tell people apart
            continue
        same = next((n for n in groups[given, surname] if _alike(plain(n).split()[0], plain(name).split()[0])), None)
        if same:
            out[name] = (same, "transliterations of one name")
        else:
            groups[given, surname].append(name)
    return out


def _alike(one: str, other: str) -> bool:
    """Moammar and Muammar are; Hassan and Hussein, or Mario and Maria, are two names."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE and {one[-1], other[-1]} != {"a", "o"}


def _surname(name: str) -> str:
    """The last word; one with a hyphen is one surname: Tache-Green is not Green, but Al-Green is."""
    return plain(name.split()[-1])


def _surnames(names: list[str]) -> dict[str, tuple[str, str]]:
    """A surname alone is the one person of the corpus who bears it."""
    bearers: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if " " in name:
            bearers[_surname(name)].append(name)
    out = {}
    for name in names:
        found = bearers.get(plain(name), []) if " " not in name else []
        if len(found) == 1:
            out[name] = (found[0], "the only person of that surname in the corpus")
    return out
