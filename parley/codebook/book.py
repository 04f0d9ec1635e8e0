"""The codebook as typed entries, checked while it is loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from parley.codebook.located import CodebookError, Items, Mapping, read

HERE = Path(__file__).parent

LABELS = ("PER", "ORG", "LOC", "NORP")
SECTORS = ("GOV", "MIL", "OPP", "LEG", "JUD", "POL", "SPY", "REB", "CRM", "BUS", "MED", "CVL", "IGO")
TRACKS = ("diplomatic", "pressure", "military", "domestic", "other")
CLASSES = (
    "AGREE", "CONSULT", "SUPPORT", "AID", "COOPERATE", "CONCEDE", "RETREAT", "ACCUSE", "REJECT", "REQUEST", "THREATEN",
    "ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "SANCTION",
)  # fmt: skip
STANCES = ("neutral", "distancing", "endorsing")
STATUSES = ("occurred", "ongoing", "planned", "possible", "alleged", "denied", "negated", "historical")
DIRECTIONS = ("forward", "mutual", "reverse")
VERB_PATTERNS = ("verbs", "addressed", "asking", "holding", "wishing", "toward", "naming", "seeming")
NOMINAL = {"nouns": "noun", "phrases": "phrase"}
OTHER_PATTERNS = {"nouns": "noun", "adjectives": "adjective", "links": "link", "adverbs": "adverb", "phrases": "phrase"}
FORMS = ("base", "third", "past", "participle", "ing", "noun", "adjective", "link", "adverb", "phrase")


@dataclass(frozen=True)
class Actor:
    """A person, body, place or people. `acts_for` is the government that a place or house stands for when it acts."""

    name: str
    label: str
    country: str | None = None
    sector: str | None = None
    aliases: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    acts_for: str | None = None


@dataclass(frozen=True)
class Trigger:
    """A string that reports an event: its PLOVER class and mode, and which form of the word it is. `nominal`: it can be a noun too ("strike")."""

    text: str
    event: str
    mode: str
    track: str
    intensity: float
    direction: str
    form: str
    nominal: bool = False


@dataclass(frozen=True)
class Frame:
    """A frame of one codebook, with the phrases that give it away and sentences that show it."""

    codebook: str
    name: str
    label: str
    definition: str
    counts: str
    does_not_count: str
    cues: tuple[str, ...]
    examples: tuple[str, ...]
    threshold: float | None = None
    """The share of an article from which the frame counts as present in it; None leaves that to the usual one."""


@dataclass(frozen=True)
class ReportingVerb:
    """A cue of attribution: the stance that it takes toward what is said, its form (of the verb, or noun, adjective, phrase), and the patterns
    that may follow it, which are the lists of the codebook that it stands in."""

    text: str
    stance: str
    form: str
    patterns: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Outlet:
    """A publisher, by the host name of its pages."""

    name: str
    hosts: tuple[str, ...] = ()
    country: str | None = None
    wire: bool = False


@dataclass(frozen=True)
class Codebook:
    """Everything that the annotators look up. `keep_apart` are names that are never merged with another. `sha256` changes when any entry does."""

    actors: tuple[Actor, ...]
    triggers: tuple[Trigger, ...]
    not_events: tuple[str, ...]
    frames: tuple[Frame, ...]
    frame_sources: dict[str, str]
    reporting: tuple[ReportingVerb, ...]
    status_cues: dict[str, tuple[str, ...]]
    outlets: tuple[Outlet, ...]
    choices: dict[str, dict[str, tuple[str, ...]]]
    words: dict[str, tuple[str, ...]]
    keep_apart: tuple[str, ...] = ()
    sha256: str = field(default="", compare=False)
    no_frame: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Per codebook of frames, sentences that show none of them."""

    def entity(self, name: str) -> Actor | None:
        """The actor with this canonical name."""
        return next((a for a in self.actors if a.name == name), None)


def load(corpus: str | Path | None = None) -> Codebook:
    """The shipped codebook, with the additions of `corpus/codebook.yaml` where a corpus folder has one.

    Raises CodebookError for an unknown key, a value of the wrong kind, an empty phrase or a phrase that two entries claim.
    """
    files = sorted(HERE.glob("*.yaml"))
    merged = Mapping(file="codebook", line=0)
    digest = hashlib.sha256()
    for path in files:
        _merge(merged, _checked(read(path)), path=())
        digest.update(path.read_bytes())
    own = Path(corpus) / "codebook.yaml" if corpus is not None else None
    if own is not None and own.is_file():
        addition = _checked(read(own))
        _release(merged, addition)
        _merge(merged, addition, path=())
        digest.update(own.read_bytes())
    return _typed(merged, digest.hexdigest())


# the shape of every section: field -> kind. `*` stands for any key.
_WORDS, _NAME = "list of strings", "string"
_ACTOR = {
    "name": _NAME, "label": LABELS, "country": _NAME, "sector": SECTORS, "aliases": _WORDS, "short": _WORDS, "descriptions": _WORDS,
    "demonyms": _WORDS, "metonyms": _WORDS,
}  # fmt: skip
_MODE = {"label": _NAME, "track": TRACKS, "intensity": "number", "direction": DIRECTIONS, "verbs": _WORDS, "nouns": _WORDS, "phrases": _WORDS}
_FRAME = {
    "label": _NAME, "definition": _NAME, "counts": _NAME, "does_not_count": _NAME, "source": _NAME, "cues": _WORDS, "examples": _WORDS,
    "threshold": "number",
}  # fmt: skip
_SHAPE = {
    "version": "number",
    "source": _NAME,
    "actors": [_ACTOR],
    "tracks": {"*": {"label": _NAME, "definition": _NAME}},
    "classes": {"*": {"definition": _NAME, "quad": _NAME, "modes": {"*": _MODE}}},
    "not_events": _WORDS,
    "codebooks": {"*": {"title": _NAME, "source": _NAME, "no_frame": _WORDS, "frames": {"*": _FRAME}}},
    "reporting": {"*": dict.fromkeys((*VERB_PATTERNS, *OTHER_PATTERNS), _WORDS)},
    "status_cues": {"*": _WORDS},
    "outlets": [{"name": _NAME, "hosts": _WORDS, "country": _NAME, "wire": "true or false"}],
    "choices": {"*": {"*": _WORDS}},
    "words": {"*": _WORDS},
    "keep_apart": _WORDS,
}


def _checked(section: Mapping) -> Mapping:
    _check(section, _SHAPE, "the top level", section.where())
    for name, allowed in (("classes", CLASSES), ("reporting", STANCES), ("status_cues", STATUSES)):
        for key in section.get(name) or {}:
            if key not in allowed:
                raise CodebookError(f"{section[name].where(key)}: {name} has no `{key}`; it knows {', '.join(allowed)}")
    for name in ("actors", "outlets"):
        first: dict[str, str] = {}
        for i, entry in enumerate(section.get(name) or ()):
            if entry["name"] in first:
                raise CodebookError(
                    f"{section[name].where(i)}: `{entry['name']}` stands twice in {name} (first at {first[entry['name']]}); join the two entries"
                )
            first[entry["name"]] = section[name].where(i)
    return section


def _check(value, shape, entry: str, where: str) -> None:
    if isinstance(shape, dict):
        if not isinstance(value, Mapping):
            raise CodebookError(f"{where}: {entry} should be a mapping, not {_kind(value)}")
        for key, item in value.items():
            if not isinstance(key, str):
                raise CodebookError(f"{value.where(key)}: a key of {entry} reads as {_kind(key)}; put it in quotes")
            inner = shape.get(key, shape.get("*"))
            if inner is None:
                raise CodebookError(f"{value.where(key)}: unknown key `{key}` in {entry}; known are {', '.join(shape)}")
            _check(item, inner, f"`{key}` of {entry}" if entry != "the top level" else f"`{key}`", value.where(key))
    elif isinstance(shape, list):
        if not isinstance(value, Items):
            raise CodebookError(f"{where}: {entry} should be a list, not {_kind(value)}")
        for i, item in enumerate(value):
            name = item.get("name") if isinstance(item, Mapping) else None
            if not name:
                raise CodebookError(f"{value.where(i)}: entry {i + 1} of {entry} has no `name`")
            _check(item, shape[0], f"`{name}`", value.where(i))
    elif isinstance(shape, tuple):
        if value not in shape:
            raise CodebookError(f"{where}: {entry} is `{value}`; it must be one of {', '.join(shape)}")
    elif shape == _WORDS:
        if not isinstance(value, Items):
            raise CodebookError(f"{where}: {entry} should be a list of phrases, not {_kind(value)}")
        for i, item in enumerate(value):
            if not isinstance(item, str) or not item.strip():
                what = "is empty" if item is None or not str(item).strip() else f"reads as {_kind(item)}; put it in quotes"
                raise CodebookError(f"{value.where(i)}: phrase {i + 1} in {entry} {what}")
    elif shape == _NAME and (not isinstance(value, str) or not value.strip()):
        raise CodebookError(f"{where}: {entry} should be text, not {_kind(value)}")
    elif shape == "number" and (not isinstance(value, int | float) or isinstance(value, bool)):
        raise CodebookError(f"{where}: {entry} should be a number, not {_kind(value)}")
    elif shape == "true or false" and not isinstance(value, bool):
        raise CodebookError(f"{where}: {entry} should be true or false, not {_kind(value)}")


def _kind(value) -> str:
    kinds = {Mapping: "a mapping", Items: "a list", str: f"the text `{value}`", bool: "true or false", type(None): "nothing"}
    return kinds.get(type(value), f"`{value}`")


def _merge(base: Mapping, addition: Mapping, path: tuple[str, ...]) -> None:
    for key, value in addition.items():
        if key not in base:
            base[key] = value
        elif isinstance(value, Mapping):
            _merge(base[key], value, (*path, key))
        elif isinstance(value, Items) and not path and key in ("actors", "outlets"):
            by_name = {entry["name"]: entry for entry in base[key]}
            for i, entry in enumerate(value):
                if entry["name"] in by_name:
                    _merge(by_name[entry["name"]], entry, (*path, key))
                else:
                    base[key].append(entry)
                    base[key].lines.append(value.lines[i])
        elif isinstance(value, Items):
            base[key].extend(value)
            base[key].lines.extend(value.lines)
        else:
            base[key] = value
        base.lines[key] = addition.lines[key] if not isinstance(value, Mapping | Items) else base.lines.get(key, addition.lines[key])


def _release(base: Mapping, addition: Mapping) -> None:
    """Take from the shipped codebook the phrases that a corpus gives to an entry of its own."""
    pairs = [(base, addition, section) for section in ("actors", "classes", "reporting")]
    # the frames of one codebook share no cue; two codebooks may
    pairs += [(base.get("codebooks") or Mapping(), addition["codebooks"], name) for name in addition.get("codebooks") or ()]
    for shipped, own, section in pairs:
        same = str if section == "actors" else str.lower
        texts = {same(text) for text, _, _ in _phrases(own, section)}
        for _, items, _ in list(_phrases(shipped, section)):
            kept = [(item, line) for item, line in zip(items, items.lines, strict=True) if same(item) not in texts]
            items[:], items.lines[:] = [k for k, _ in kept], [line for _, line in kept]


def _phrases(book: Mapping, section: str) -> Iterator[tuple[str, Items, str]]:
    """(phrase, the list that it stands in, where) of every list of phrases of a section."""

    def walk(node):
        if isinstance(node, Mapping):
            for key, value in node.items():
                if key not in ("examples", "no_frame", "short", "metonyms", "descriptions"):
                    yield from walk(value)
        elif isinstance(node, Items):
            for i, item in enumerate(node):
                if isinstance(item, str):
                    yield item, node, node.where(i)
                else:
                    yield from walk(item)

    yield from walk(book.get(section) or Mapping())


def inflect(verb: str) -> tuple[str, str, str, str, str]:
    """Base, third person, past, past participle and -ing form.

    Irregular verbs are written out, `meet/meets/met/met/meeting`; others follow the spelling rules on their first word.

    >>> inflect("carry out")
    ('carry out', 'carries out', 'carried out', 'carried out', 'carrying out')
    >>> inflect("meet/meets/met/met/meeting")[2]
    'met'
    """
    if "/" in verb:
        forms = tuple(f.strip() for f in verb.split("/"))
        if len(forms) != 5 or not all(forms):
            raise ValueError("an irregular verb has five forms: base/third person/past/past participle/-ing")
        return forms
    head, _, rest = verb.partition(" ")
    tail = f" {rest}" if rest else ""
    if head.endswith("e"):
        third, past, ing = head + "s", head + "d", (head if head.endswith(("ee", "oe", "ye")) else head[:-1]) + "ing"
    elif head.endswith("y") and head[-2:-1] not in "aeiou":
        third, past, ing = head[:-1] + "ies", head[:-1] + "ied", head + "ing"
    else:
        third, past, ing = head + ("es" if head.endswith(("s", "x", "z", "ch", "sh")) else "s"), head + "ed", head + "ing"
    return verb, third + tail, past + tail, past + tail, ing + tail


def _forms(entry: Mapping, entry_name: str, *, verbs: str | None = "verbs", others: dict[str, str] = NOMINAL) -> Iterator[tuple[str, str, str]]:
    """(string, form, where) of the verbs in one list of an entry and of its other lists; a form that a verb shares with itself is given once."""
    for i, verb in enumerate(entry.get(verbs) or ()):
        where = entry[verbs].where(i)
        try:
            inflected = inflect(verb)
        except ValueError as error:
            raise CodebookError(f"{where}: `{verb}` of {entry_name}: {error}") from error
        # "put" is its own past; "struck" is both past and participle: the first reading in this order names the form
        for form, text in sorted(zip(FORMS, inflected, strict=False), key=lambda p: ("past", "third", "ing", "participle", "base").index(p[0])):
            yield text, form, where
    for kind, form in others.items():
        for i, text in enumerate(entry.get(kind) or ()):
            yield text, form, entry[kind].where(i)


class _Claims:
    """Which entry claims a string; a second entry that claims it is an error."""

    def __init__(self, kind: str) -> None:
        self.kind, self.owner = kind, {}

    def __call__(self, text: str, owner: str, where: str) -> None:
        first = self.owner.setdefault(text, (owner, where))
        if first[0] != owner:
            raise CodebookError(f"{where}: {self.kind} `{text}` of {owner} already belongs to {first[0]} ({first[1]}); keep it in one place")


def _typed(book: Mapping, sha256: str) -> Codebook:
    frames, sources = _frames(book)
    triggers = []
    claim = _Claims("trigger")
    for event, entry in (book.get("classes") or {}).items():
        for mode, m in (entry.get("modes") or {}).items():
            name = f"{event}/{mode}"
            for key in ("track", "intensity"):
                if key not in m:
                    raise CodebookError(f"{entry['modes'].where(mode)}: mode `{name}` has no `{key}`")
            seen = set()
            nouns = {n.lower() for n in m.get("nouns") or ()}
            for text, form, where in _forms(m, name):
                low = text.lower()
                claim(low, name, where)
                if low not in seen:
                    seen.add(low)
                    triggers.append(Trigger(low, event, mode, m["track"], float(m["intensity"]), m.get("direction", "forward"), form, low in nouns))
    lists = {k: {n: tuple(w) for n, w in (book.get(k) or {}).items()} for k in ("status_cues", "words")}
    return Codebook(
        actors=_actors(book),
        triggers=tuple(triggers),
        not_events=tuple(t.lower() for t in book.get("not_events") or ()),
        frames=frames,
        frame_sources=sources,
        reporting=_reporting(book),
        status_cues=lists["status_cues"],
        outlets=tuple(Outlet(o["name"], tuple(o.get("hosts", ())), o.get("country"), bool(o.get("wire"))) for o in book.get("outlets") or ()),
        choices={c: {side: tuple(w) for side, w in sides.items()} for c, sides in (book.get("choices") or {}).items()},
        words=lists["words"],
        keep_apart=tuple(book.get("keep_apart") or ()),
        sha256=sha256,
        no_frame={name: tuple(entry.get("no_frame") or ()) for name, entry in (book.get("codebooks") or {}).items()},
    )


def _reporting(book: Mapping) -> tuple[ReportingVerb, ...]:
    found: dict[str, ReportingVerb] = {}
    claim = _Claims("reporting cue")
    for stance, entry in (book.get("reporting") or {}).items():
        for pattern in VERB_PATTERNS:
            for text, form, where in _forms(entry, stance, verbs=pattern, others={}):
                _add_cue(found, claim, ReportingVerb(text.lower(), stance, form, frozenset([pattern])), where)
        for text, form, where in _forms(entry, stance, verbs=None, others=OTHER_PATTERNS):
            pattern = next(p for p, f in OTHER_PATTERNS.items() if f == form)
            _add_cue(found, claim, ReportingVerb(text.lower(), stance, form, frozenset([pattern])), where)
    return tuple(found.values())


def _add_cue(found: dict[str, ReportingVerb], claim: _Claims, cue: ReportingVerb, where: str) -> None:
    """Joins the patterns of a string that stands in several lists; the form of a verb stays, as a noun it is told by `nouns` among the patterns."""
    claim(cue.text, cue.stance, where)
    first = found.setdefault(cue.text, cue)
    found[cue.text] = replace(first, patterns=first.patterns | cue.patterns)


def _actors(book: Mapping) -> tuple[Actor, ...]:
    entries = book.get("actors") or Items()
    claim = _Claims("alias")
    acts_for = {}
    for i, a in enumerate(entries):
        if "label" not in a:
            raise CodebookError(f"{entries.where(i)}: actor `{a['name']}` has no `label`")
        claim(a["name"], a["name"], entries.where(i))
        for key in ("aliases", "demonyms"):
            for j, text in enumerate(a.get(key) or ()):
                claim(text, a["name"], a[key].where(j))
        for j, text in enumerate(a.get("metonyms") or ()):
            acts_for[text] = (a["name"], a["metonyms"].where(j))
    known = {a["name"] for a in entries}
    for text, (name, where) in acts_for.items():
        if text not in claim.owner:
            raise CodebookError(f"{where}: metonym `{text}` of {name} is no actor's name or alias; add an entry for it")
    standing = {claim.owner[text][0]: name for text, (name, _) in acts_for.items()}
    assert set(standing) <= known
    pick = lambda a, key: tuple(a.get(key) or ())  # noqa: E731
    return tuple(
        Actor(
            a["name"], a["label"], a.get("country"), a.get("sector"), pick(a, "aliases"), pick(a, "short"), pick(a, "descriptions"),
            pick(a, "demonyms"), standing.get(a["name"]),
        )
        for a in entries
    )  # fmt: skip


def _frames(book: Mapping) -> tuple[tuple[Frame, ...], dict[str, str]]:
    out, sources = [], {}
    for codebook, entry in (book.get("codebooks") or {}).items():
        sources[codebook] = entry.get("source", "")
        claim = _Claims(f"cue of the {codebook} frames")
        for name, f in (entry.get("frames") or {}).items():
            cues = {}
            for i, cue in enumerate(f.get("cues") or ()):
                claim(cue.lower(), name, f["cues"].where(i))
                cues[cue.lower()] = None
            texts = [f.get(k, "") for k in ("definition", "counts", "does_not_count")]
            out.append(Frame(codebook, name, f.get("label", name), *texts, tuple(cues), tuple(f.get("examples") or ()), f.get("threshold")))
    return tuple(out), sources
