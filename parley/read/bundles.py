"""Exports of news databases with many articles in one text: LexisNexis and Nexis Uni, Factiva, ProQuest.

Each is known by marks that stand in no article: `End of Document`, `1 of 50 DOCUMENTS`, `Document ABCD000020251105...`, `Document 1 of 3`.
"""

from __future__ import annotations

import re

Article = tuple[dict, list[tuple[str, str]], str]
"""Fields, further dates as (source, value), and the text."""

_NEXIS_END = re.compile(r"^\s*End of Document\s*$", re.M)
_NEXIS_OLD = re.compile(r"^\s*\d+ of \d+ DOCUMENTS?\s*$", re.M)
_FACTIVA_END = re.compile(r"^\s*Document ([A-Za-z0-9]{4,12}0{2,4}\d{8}[a-z0-9]{5,14})\s*$", re.M)
_PROQUEST = re.compile(r"^\s*Document \d+ of \d+\s*$", re.M)
_RULE = re.compile(r"^\s*[_=]{20,}\s*$", re.M)
_LABEL = re.compile(r"^\s*(BYLINE|SECTION|LENGTH|DATELINE|HIGHLIGHT|HEADLINE|LOAD-DATE|LANGUAGE|PUBLICATION-TYPE|SUBJECT|URL|GRAPHIC|DISTRIBUTION|JOURNAL-CODE)\s*:\s*(.*)$",
                    re.I)  # fmt: skip
_COPYRIGHT = re.compile(r"^\s*(?:Copyright\b|©|\(c\)\s|All Rights Reserved)", re.I)
_DATE = re.compile(r"(?:\b[A-Z][a-z]+\.? \d{1,2}, (?:19|20)\d\d\b|\b\d{1,2} [A-Z][a-z]+\.? (?:19|20)\d\d\b)")
_NOTES = ("load-date", "classification", "publication-type", "journal-code", "graphic", "notes")


def split(text: str) -> list[Article] | None:
    """The articles of an export, or None where the text is none."""
    head = text if len(text) < 2_000_000 else text[:2_000_000]
    if _FACTIVA_END.search(head):
        return _factiva(text)
    if _PROQUEST.search(head) and re.search(r"^\s*(?:Full text|Publication info|ProQuest document (?:ID|link))", head, re.M):
        return _proquest(text)
    if _NEXIS_OLD.search(head):
        return [_nexis(part) for part in _NEXIS_OLD.split(text)[1:]]
    if _NEXIS_END.search(head) and re.search(r"^\s*(?:Body|Length:|Load-Date:)", head, re.M):
        parts = _NEXIS_END.split(text)
        return [_nexis(part) for part in (parts if parts[-1].strip() else parts[:-1])]
    return None


def _nexis(part: str) -> Article:
    """Head lines, labelled lines, `Body`, text, `Load-Date`. Headline first in Nexis Uni; outlet and date first, `HEADLINE:` or a bare line in older exports."""
    lines = [line.strip() for line in part.replace("\r\n", "\n").split("\n")]
    fields, labels, head, body = {}, {}, [], []
    place = "head"
    for line in lines:
        label = _LABEL.match(line)
        if place != "body" and re.fullmatch(r"BODY:?", line, re.I):
            place = "body"
        elif label and (place != "body" or label[1].lower() in _NOTES):
            labels[label[1].lower()] = label[2].strip()
            place = "tail" if place == "body" else place
        elif place == "head" and line and not _COPYRIGHT.match(line):
            head.append(line)
        elif place == "body":
            body.append(line)
    dated = next((i for i, line in enumerate(head) if len(line) < 80 and _DATE.search(line)), None)
    if dated is not None:
        fields["published"] = _DATE.search(head[dated])[0]
        if dated >= 2:  # headline, outlet, date
            fields["title"], fields["outlet"] = " ".join(head[: dated - 1]), head[dated - 1]
        elif dated == 1:  # outlet, date, edition, headline
            fields["outlet"] = head[0]
            rest = [line for line in head[2:] if not re.search(r"\b(?:edition|final)\b", line, re.I) or len(line) > 60]
            if rest:
                fields["title"] = rest[-1]
    elif head:
        fields["title"] = head[0]
    if labels.get("headline"):
        fields["title"] = labels["headline"]
    if labels.get("byline"):
        fields["author"] = re.sub(r"^by\s+", "", labels["byline"], flags=re.I)
    for name in ("language", "url"):
        if labels.get(name):
            fields[name] = labels[name].split(";")[0].strip()
    return fields, [], "\n".join(body).strip()


_FACTIVA_CODES = ("SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "ART", "CO", "IN", "NS", "RE", "IPD", "IPC", "PUB",
                  "AN", "CT", "RF", "CLM")  # fmt: skip
_CODE = re.compile(rf"^\s*({'|'.join(_FACTIVA_CODES)})(?:\s{{2,}}|\t|\s*$)(.*)$")


def _factiva(text: str) -> list[Article]:
    found = []
    ends = list(_FACTIVA_END.finditer(text))
    start = 0
    for end in ends:
        part = text[start : end.start()]
        lines = [line.strip() for line in part.replace("\r\n", "\n").split("\n")]
        coded = any((m := _CODE.match(line)) and m[1] == "HD" for line in lines)
        fields, body = _factiva_coded(lines) if coded else _factiva_plain(lines)
        stamp = re.search(r"((?:19|20)\d{6})", end[1])
        dates = [("header", stamp[1])] if stamp and "published" in fields else []
        if stamp and "published" not in fields:
            fields["published"] = stamp[1]
        found.append((fields, dates, body))
        start = end.end()
    return found


def _factiva_coded(lines: list[str]) -> tuple[dict, str]:
    """The form with two-letter codes before each part."""
    parts: dict[str, list[str]] = {}
    code = None
    for line in lines:
        if m := _CODE.match(line):
            code, line = m[1], m[2].strip()
        if code:
            parts.setdefault(code, []).append(line)
    one = lambda c: " ".join(" ".join(parts.get(c, ())).split())  # noqa: E731
    fields = {
        "title": one("HD"),
        "author": re.sub(r"^by\s+", "", one("BY"), flags=re.I),
        "published": one("PD"),
        "outlet": one("SN"),
        "language": one("LA"),
    }
    body = "\n\n".join("\n".join(parts[c]).strip() for c in ("LP", "TD") if c in parts)
    return {k: v for k, v in fields.items() if v}, body


def _factiva_plain(lines: list[str]) -> tuple[dict, str]:
    """The form for reading: headline, byline, `812 words`, date, outlet, code, language, copyright, text."""
    count = next((i for i, line in enumerate(lines) if re.fullmatch(r"[\d,. ]+ words", line)), None)
    if count is None:
        return {}, "\n".join(lines).strip()
    head = [line for line in lines[:count] if line]
    fields = {}
    if head and re.match(r"by\s", head[-1], re.I):
        fields["author"] = head.pop()[3:]
    if head:
        fields["title"] = head[-1] if len(head) < 3 else " ".join(head[1:])
    rest = [(i, line) for i, line in enumerate(lines[count + 1 :], count + 1) if line]
    if rest and _DATE.search(rest[0][1]):
        fields["published"] = rest.pop(0)[1]
    if rest and re.fullmatch(r"\d\d?:\d\d", rest[0][1]):
        rest.pop(0)
    if rest:
        fields["outlet"] = rest.pop(0)[1]
    begin = rest[0][0] if rest else len(lines)
    for i, line in rest[:6]:
        if _COPYRIGHT.match(line):
            begin = i + 1
            break
        if re.fullmatch(r"English|Spanish|French|German|Portuguese|Italian", line):
            fields["language"], begin = line, i + 1
        elif re.fullmatch(r"[A-Z0-9]{3,8}|\d+", line):
            begin = i + 1
    return fields, "\n".join(lines[begin:]).strip()


_PQ_LABEL = re.compile(r"^(Author|Publication info|Abstract|Full text|Title|Publication title|Publication date|Publication year|Document URL|Language of publication|"
                       r"Section|Subject|Location|People|Company / organization|Links|Source type|ProQuest document (?:ID|link)|Copyright|Last updated|Database|"
                       r"Credit|Dateline|Pages|First page|Publisher|Place of publication|Country of publication|Document type|ISSN|Column|Edition|Identifier / keyword|"
                       r"Volume|Issue|Document feature|Publication subject)\s*:\s*(.*)$")  # fmt: skip


def _proquest(text: str) -> list[Article]:
    found = []
    for part in _PROQUEST.split(text)[1:]:
        part = _RULE.split(part)[0]
        labels: dict[str, list[str]] = {}
        head: list[str] = []
        label = None
        for line in part.replace("\r\n", "\n").split("\n"):
            # inside the text only the labels that follow it may end it
            m = _PQ_LABEL.match(line.strip())
            if m and not (
                label == "Full text"
                and m[1] in ("Author", "Abstract", "Full text", "Section", "Edition", "Column", "Issue", "Volume", "Links", "Pages")
            ):
                label = m[1]
                labels.setdefault(label, []).append(m[2])
            elif re.fullmatch(r"ProQuest document link", line.strip()):
                label = "link"
            elif label is None and line.strip():
                head.append(line.strip())
            elif label:
                labels.setdefault(label, []).append(line.strip())
        one = lambda name: " ".join(" ".join(labels.get(name, ())).split())  # noqa: B023, E731
        info = one("Publication info")
        outlet = one("Publication title") or info.split(";")[0].split("[")[0].strip()
        fields = {"title": one("Title") or " ".join(head[:2]), "author": one("Author"), "outlet": re.split(r"[;,(]", outlet)[0].strip(),
                  "published": one("Publication date") or (_DATE.search(info) or [""])[0], "url": one("Document URL").split(" ")[0],
                  "language": one("Language of publication")}  # fmt: skip
        body = "\n".join(labels.get("Full text", ())).strip()
        found.append(({k: v for k, v in fields.items() if v}, [], body))
    return found
