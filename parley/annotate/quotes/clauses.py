"""Subjects, statements and their ends in one stretch of text, found over word classes from left to right. No parser: each step looks at a bounded window."""

from __future__ import annotations

from dataclasses import dataclass

from parley.annotate.quotes import words as w
from parley.annotate.quotes.words import Words
from parley.codebook import ReportingVerb

FAR = 40
"""Words that a search for a subject or for `that` may cross; longer sentences hold another statement there."""

BE = frozenset("is are was were be been being am isn't aren't wasn't weren't 's 're 'm he's she's it's they're we're i'm you're that's who's".split())
HAVE = frozenset("has have had having hasn't haven't hadn't 've i've we've they've you've who've".split())
FEEL = frozenset(
    "feel feels felt feeling seem seems seemed become became becomes remain remains remained sound sounds sounded look looks looked".split()
)
PEOPLE = frozenset(
    "people men women police many most some others other another several each neither either few all both half majority percent public media critics here".split()
)
DEGREES = frozenset("more most less least so far as all both very too not much quite".split())
BREAKS = frozenset([w.COMMA, w.SEMICOLON, w.COLON, w.DASH, w.OPEN, w.CLOSE, w.MARK, w.STOP])
CONTRASTS = frozenset("but though although however while even despite as when after which who".split())
"""After a comma these begin what the writer adds to a statement more often than a part of it (measured on the development sets)."""
BESIDE = frozenset("while whereas as though although".split())
STATING = frozenset(["verbs", "addressed", "asking", "holding"])


@dataclass(frozen=True)
class Cue:
    """A reporting cue in a stretch: first and last word, and what the codebook says of it."""

    first: int
    last: int
    entry: ReportingVerb


class Clauses:
    """The words of a stretch, its quotation marks and its cues. `shut[i]` is the word that closes the marks that word i stands in, else -1."""

    def __init__(self, words: Words, shut: list[int], cues: list[Cue]) -> None:
        self.words, self.kind, self.low, self.shut, self.cues = words, words.kind, words.low, shut, cues
        self.by_word = {c.first: c for c in cues}
        self.n = len(words)
        self.title_case = 2 * self.kind.count(w.NAME) > self.n

    # --- what a cue is where it stands ---------------------------------------------------------------------------------------------------------

    def role(self, cue: Cue) -> str | None:
        """finite, to (infinitive), ing, passive, noun, adjective or phrase; None where the string is no cue ("the proposed ban")."""
        kind, low, form, patterns = self.kind, self.low, cue.entry.form, cue.entry.patterns
        p = self.before(cue.first)
        while p > 0 and low[p] in DEGREES and ("adjectives" in patterns or low[p] in ("both", "all")):
            p -= 1
        pk = kind[p] if p >= 0 else ""
        noun = "noun" if "nouns" in patterns else None
        if kind[cue.first] == w.NAME and cue.first > 0 and not self.title_case and form != "phrase":
            return None  # "the United States"
        owned = p >= 0 and p == cue.first - 1 and (low[p].endswith(("'s", "s'", "s’")) and kind[p] != w.SUBJECT)
        if cue.last > cue.first and cue.last + 1 < self.n and kind[cue.last + 1] == w.TO and low[cue.last] == "on" and "verbs" in patterns:
            return None  # "went on to endorse": the infinitive is the cue
        if form in ("phrase", "noun", "link", "adverb"):
            return form
        if "adjectives" in patterns:
            if p >= 0 and (low[p] in FEEL or low[p] in BE or low[p].endswith("'s") and pk == w.NAME and p < cue.first - 1):
                return "adjective"
            follows = kind[cue.last + 1] if cue.last + 1 < self.n else ""
            if form == "adjective":
                return "adjective" if pk in (w.NAME, w.OTHER) and follows in (w.PREPOSITION, w.TO, w.THAT) and p == cue.first - 1 else None
        if pk == w.AUXILIARY and low[p] in BE or pk == w.SUBJECT and low[p] in BE and form in ("past", "participle", "ing"):
            return "finite" if form == "ing" else "passive" if form in ("past", "participle") else noun
        if pk == w.DETERMINER and low[p] in PEOPLE and not noun and p == cue.first - 1 and form in ("past", "third", "base"):
            return "finite"  # "Some said"
        if pk == w.DETERMINER or owned or pk == w.PREPOSITION and form != "ing":
            return noun
        if form == "ing":
            return "ing"
        if pk == w.TO:
            return "to" if form in ("base", "past") else noun
        if p < 0:
            return "asked" if form in ("past", "participle") else noun if noun else None
        follows = kind[cue.last + 1] if cue.last + 1 < self.n else ""
        if form == "third":
            if (
                pk == w.AUXILIARY
                or noun
                and pk in (w.OTHER, w.VERB)
                and follows not in (w.THAT, w.TO, w.SUBJECT, w.WH, w.MARK, w.DETERMINER, w.COLON)
            ):
                soon = self.kind[cue.last + 2 : cue.last + 5]
                return "finite" if follows == w.OTHER and w.AUXILIARY in soon and pk == w.OTHER else noun
            return "finite"
        if form == "base":
            if kind[cue.first] == w.PREPOSITION and pk not in (w.SUBJECT, w.AUXILIARY):
                return None  # "others like him"
            if pk == w.AUXILIARY:
                return noun if low[p] in HAVE else "finite"
            if pk == w.SUBJECT or low[p] in ("who", "that", "which"):
                return "finite"
            plural = low[p].endswith("s") and not low[p].endswith("ss") or low[p] in PEOPLE
            if (
                pk in (w.OTHER, w.NAME, w.VERB, w.CLOSE)
                and plural
                and (not noun or follows in (w.THAT, w.TO, w.SUBJECT, w.WH, w.MARK, w.DETERMINER, w.OBJECT, w.NAME))
            ):
                return "finite"
            if (
                not noun
                and "verbs" in patterns
                and pk in (w.OTHER, w.NAME, w.COMMA, w.CLOSE, w.NUMBER)
                and follows in (w.THAT, w.TO, w.SUBJECT, w.WH, w.MARK, w.DETERMINER, w.NAME)
            ):
                return "finite"
            if pk in (w.CONJUNCTION, w.NUMBER) and follows in (w.THAT, w.TO, w.SUBJECT, w.WH, w.MARK, w.DETERMINER, w.OBJECT):
                return "finite"
            return noun
        return "finite"

    def before(self, i: int) -> int:
        """The nearest word to the left that is no adverb, or -1."""
        p = i - 1
        while p >= 0 and self.kind[p] == w.ADVERB:
            p -= 1
        return p

    # --- subjects ------------------------------------------------------------------------------------------------------------------------------

    def group(self, i: int) -> int:
        """First word of the verb group that ends at word i: "has repeatedly | said", "went on to | say"."""
        g = i
        for _ in range(12):
            p = g - 1
            if p < 0:
                break
            kind = self.kind[p]
            if kind == w.TO:
                # the verb that governs the infinitive stands a few words to its left; without one, the infinitive has no subject here
                q = next((q for q in range(p - 1, max(-1, p - 7), -1) if self.words.is_finite(q) or self.kind[q] in BREAKS), -1)
                if q < 0 or self.kind[q] in BREAKS or self.kind[q] == w.SUBJECT:
                    return q + 1 if q >= 0 and self.kind[q] == w.SUBJECT else p
                g = q
            elif kind in (w.AUXILIARY, w.ADVERB):
                g = p
            else:
                break
        return g

    def subject(self, cue: Cue, role: str) -> tuple[int, int] | None:
        """Words of the subject before a verb, [first, last + 1); None where there is none."""
        g = self.group(cue.first)
        j = g - 1
        if role == "ing" or j < 0:
            return self.topic(cue) if role in ("ing", "to") else None
        kind, low = self.kind, self.low
        if kind[j] == w.SUBJECT or low[j] in ("which", "that") and kind[j] in (w.WH, w.THAT):
            return j, j + 1
        if kind[g] == w.SUBJECT and g < cue.first:
            return g, g + 1
        if kind[j] == w.COMMA or kind[j] == w.DASH or kind[j] == w.CLOSE:
            head = self.apposed(j)
            return (head, j + (kind[j] == w.CLOSE)) if head is not None else self.topic(cue)
        if kind[j] == w.CONJUNCTION:
            return self.topic(cue)
        if kind[j] in (w.PREPOSITION, w.SUBORDINATOR, w.TO, w.COLON, w.SEMICOLON, w.STOP) or self.shut[j] >= 0 and kind[j] == w.MARK:
            return None
        return self.phrase_to(j), j + 1

    def phrase_to(self, j: int) -> int:
        """First word of the noun phrase that ends at word j: over articles, nouns, `of` and names, up to a verb or a clause's first word."""
        k = j
        while k > 0 and j - k < 25:
            kind = self.kind[k - 1]
            if kind in BREAKS or kind in (w.SUBORDINATOR, w.WH, w.THAT, w.SUBJECT, w.AUXILIARY) or self.low[k - 1] == "but":
                break
            if kind == w.CONJUNCTION and (self.kind[k] in (w.DETERMINER, w.SUBJECT) and not self.joins_names(k - 1) or k < 2):
                break
            if (
                kind == w.VERB
                and self.words.is_finite(k - 1)
                and self.kind[k] in (w.DETERMINER, w.PREPOSITION, w.NAME, w.OBJECT, w.NUMBER, w.ADVERB, w.TO)
            ):
                break
            k -= 1
        while k < j and self.kind[k] in (w.CONJUNCTION, w.ADVERB):
            k += 1
        return k

    def joins_names(self, i: int) -> bool:
        return i > 0 and self.kind[i - 1] == w.NAME and i + 1 < self.n and self.kind[i + 1] == w.NAME

    def apposed(self, j: int) -> int | None:
        """Where the subject begins whose apposition ends with the comma or dash at word j: "X, the minister, | said"."""
        opener = self.kind[j]
        match = {w.COMMA: w.COMMA, w.DASH: w.DASH, w.CLOSE: w.OPEN}[opener]
        k = j - 1
        best = None
        while k > 0 and j - k < FAR:
            if self.shut[k] >= 0 and self.kind[k] == w.MARK and self.shut[k] == k:
                break
            if self.kind[k] in (w.SEMICOLON, w.COLON) or self.kind[k] == w.STOP:
                break
            if self.kind[k] == match and k < j - 1 or match == w.OPEN and self.kind[k] == w.OPEN:
                first = self.phrase_to(k - 1)
                if self.kind[k - 1] == w.CLOSE:  # "X (R-Ohio), a member, said"
                    bracket = next((q for q in range(k - 2, max(0, k - 8), -1) if self.kind[q] == w.OPEN), 0)
                    if bracket:
                        first = best = self.phrase_to(bracket - 1)
                relative = next((q for q in range(k + 1, j) if self.low[q] in ("who", "whose", "which", "where")), j)
                clause = any(self.words.is_finite(q) for q in range(k + 1, relative))
                if clause and self.kind[k + 1] != w.WH:
                    break
                if self.kind[k - 1] in (w.NAME, w.OTHER, w.VERB, w.OBJECT, w.SUBJECT) or self.shut[k - 1] >= 0:
                    best = first
                if best is not None and (first == 0 or self.kind[first - 1] != w.COMMA):
                    break
            k -= 1
        return best

    def topic(self, cue: Cue) -> tuple[int, int] | None:
        """The subject that a clause without its own one shares: the noun phrase before the first finite verb of the stretch."""
        i = cue.first
        if self.kind[i - 1 : i] in ([w.OTHER], [w.NAME]) and cue.entry.form == "ing":
            return self.phrase_to(i - 1), i  # "a statement saying", "with officials noting"
        start = 0
        for k in range(min(i, FAR + 20)):
            if self.kind[k] in (w.SEMICOLON, w.STOP):
                start = k + 1
            if self.words.is_finite(k) or k in self.by_word and self.by_word[k].entry.form in ("past", "third"):
                g = self.group(k)
                if self.kind[k] == w.SUBJECT:
                    return k, k + 1
                if g - 1 >= start and self.kind[g - 1] not in BREAKS and self.kind[g - 1] not in (w.PREPOSITION, w.SUBORDINATOR, w.CONJUNCTION, w.TO):
                    return self.phrase_to(g - 1), g
                if g - 1 >= start and self.kind[g - 1] == w.COMMA:
                    head = self.apposed(g - 1)
                    if head is not None:
                        return head, g - 1
        if i == 0:  # "Promising that ..., Bolton said": the subject stands after the comma
            for k in range(1, min(self.n - 1, FAR + 20)):
                if self.kind[k] == w.COMMA and self.kind[k + 1] in (w.NAME, w.SUBJECT, w.DETERMINER):
                    return self.phrase_from(k + 1)
        return None

    def phrase_from(self, k: int) -> tuple[int, int]:
        """The noun phrase that begins at word k, up to a verb, a mark or the beginning of a clause."""
        e = k
        while e < self.n and e - k < 25:
            kind = self.kind[e]
            if kind in BREAKS or kind in (w.SUBORDINATOR, w.WH, w.THAT, w.AUXILIARY, w.TO) or kind == w.SUBJECT and e > k or kind == w.VERB and e > k:
                break
            if kind == w.CONJUNCTION and not self.joins_names(e):
                break
            if kind == w.PREPOSITION and self.low[e] not in ("of", "for", "from", "with") and e > k:
                break
            if kind == w.ADVERB and e > k or self.words.is_time(e) and e > k:
                break
            if e in self.by_word and e > k and self.by_word[e].entry.form in ("past", "third"):
                break
            e += 1
            if kind == w.SUBJECT:
                break
        return k, e

    # --- ends ----------------------------------------------------------------------------------------------------------------------------------

    def end(self, a: int, cue: Cue, *, comma: bool = False) -> int:
        """One past the last word of a statement that begins at word a. `comma`: the cue stands in a clause that a comma closes."""
        k = a
        dashes = sum(self.kind[q] == w.DASH for q in range(max(0, cue.first - FAR), cue.first)) % 2
        opened = sum((self.kind[q] == w.OPEN) - (self.kind[q] == w.CLOSE) for q in range(max(0, cue.first - FAR), cue.first)) > 0
        while k < self.n:
            shut = self.shut[k]
            if shut >= k and self.kind[k] == w.MARK:
                inner = self.words.text[self.words.end[shut - 1] - 1] if shut > k else ""
                k = shut + 1
                if k < self.n and inner in ".?!" and self.kind[k] not in (w.STOP, w.CONJUNCTION, w.PREPOSITION, w.COMMA):
                    return k
                if inner == "," and self.stops(k, cue):
                    return k
                if inner == "," and comma:
                    return k
                continue
            kind = self.kind[k]
            if kind == w.SEMICOLON or kind == w.DASH and dashes or kind == w.CLOSE and opened:
                return k
            if kind == w.COMMA and k > a and (comma or self.stops(k + 1, cue)):
                return k
            if kind == w.COMMA and k > a and k + 1 < self.n and self.low[k + 1] in CONTRASTS and self.kind[k + 2 : k + 3] != [w.THAT]:
                return k
            if kind == w.CONJUNCTION and self.kind[a] == w.TO and k + 1 < self.n and (self.kind[k + 1] == w.AUXILIARY or self.words.is_finite(k + 1)):
                return k
            if (kind == w.CONJUNCTION or kind == w.SUBORDINATOR and self.low[k] != "than") and k > a and self.stops(k, cue):
                return k
            k += 1
        return k

    def stops(self, k: int, cue: Cue) -> bool:
        """Whether another attribution, or a clause beside the statement, begins at word k."""
        joined = aside = False
        if k < self.n and self.kind[k] in (w.CONJUNCTION, w.SUBORDINATOR):
            joined, aside = True, self.kind[k] == w.SUBORDINATOR
            if aside and self.low[k] not in BESIDE:
                return False
            k += 1
            if self.low[k - 1] == "but" and k < self.n and self.kind[k] == w.AUXILIARY:
                return True
        while k < self.n and self.kind[k] == w.ADVERB:
            k += 1
        if k >= self.n:
            return False
        other = self.by_word.get(k)
        if other is not None:
            form = other.entry.form
            if form == "phrase" or form == "ing" and self.kind[k - 1] in (w.COMMA, w.MARK, w.CONJUNCTION, w.SUBORDINATOR):
                return form == "phrase" or bool(other.entry.patterns - {"toward", "nouns"})
            return joined and not aside and form == cue.entry.form and form in ("past", "third") and self.role(other) == "finite"
        if joined and self.kind[k] in (w.NAME, w.DETERMINER, w.SUBJECT, w.OTHER):
            # ", and the minister said": a subject with a cue of its own
            _, e = self.phrase_from(k)
            if e + 1 < self.n and self.low[e] == "in" and self.kind[e - 1] in (w.NUMBER, w.DETERMINER, w.OTHER):  # "one in four said"
                _, e = self.phrase_from(e + 1)
            while e < self.n and self.kind[e] in (w.ADVERB, w.AUXILIARY):
                e += 1
            other = self.by_word.get(e)
            return (
                other is not None
                and bool(other.entry.patterns & STATING)
                and other.entry.form in ("past", "third", "base")
                and self.role(other) == "finite"
            )
        return False

    def tells(self, k: int) -> bool:
        """Whether word k is a finite verb, by its class or as a cue."""
        return self.words.is_finite(k) or k in self.by_word and self.by_word[k].entry.form in ("past", "third")

    def listed(self, comma: int) -> int:
        """Where "and" joins the last of several things that commas set apart; 0 where the comma ends the thing."""
        for k in range(comma + 1, min(self.n - 1, comma + 14)):
            kind = self.kind[k]
            if kind == w.CONJUNCTION and self.low[k] in ("and", "or"):
                return (
                    k
                    if k > comma + 1 and self.kind[k + 1] not in (w.VERB, w.AUXILIARY, w.SUBJECT, w.ADVERB, w.TO) and k + 1 not in self.by_word
                    else 0
                )
            if (
                kind in (w.AUXILIARY, w.SUBJECT, w.SUBORDINATOR, w.WH, w.THAT, w.STOP, w.SEMICOLON, w.DASH, w.COLON, w.MARK)
                or self.words.is_finite(k)
                or k in self.by_word
            ):
                return 0
        return 0

    def thing(self, a: int, cue: Cue) -> int:
        """One past the last word of the noun phrase that begins at word a and is all that a verb is about."""
        k = a
        while k < self.n:
            shut = self.shut[k]
            if shut >= k and self.kind[k] == w.MARK:
                inner = self.words.text[self.words.end[shut - 1] - 1] if shut > k else ""
                k = shut + 1
                if inner in ".,?!":
                    return k
                continue
            kind = self.kind[k]
            if k == a and kind == w.WH:
                return self.end(a, cue)
            if kind == w.SUBJECT and k > a and self.kind[k - 1] in (w.NAME, w.OTHER, w.VERB, w.NUMBER):
                return self.end(k, cue)  # "a deal they never wanted": a clause without its pronoun belongs to the thing
            if kind == w.COMMA and k > a and k + 2 < self.n and self.low[k + 1] in ("a", "an", "the", "including", "especially"):
                apposed = next(
                    (q for q in range(k + 1, min(self.n, k + 15)) if self.kind[q] in (w.COMMA, w.STOP, w.SEMICOLON, w.AUXILIARY, w.MARK)), self.n
                )
                clause = any(self.tells(q) for q in range(k + 2, apposed)) or self.kind[apposed : apposed + 1] == [w.AUXILIARY]
                return k if clause else apposed
            if kind == w.COMMA and k > a and k + 2 < self.n and self.low[k + 1] in ("such", "like"):
                return self.end(k + 1, cue, comma=True)
            if kind == w.COMMA and k > a and (listed := self.listed(k)):
                k = listed
                continue
            if (
                self.low[k] == "as"
                and k > a
                and not any(self.words.is_finite(q) or self.kind[q] == w.SUBJECT for q in range(k + 1, min(self.n, k + 6)))
            ):
                k += 1
                continue
            if kind in (w.COMMA, w.SEMICOLON, w.COLON, w.DASH, w.STOP, w.SUBORDINATOR, w.OPEN) and k > a:
                return k
            if k > a and self.low[k] in ("during", "amid", "despite"):
                return k
            if kind == w.AUXILIARY and k > a + 1 and self.kind[k - 2 : k] == [w.OTHER, w.NAME] and "'" not in self.low[k - 2]:
                return self.end(k, cue)  # "a talk Rubio had in May"
            if kind == w.AUXILIARY and k > a and not any(self.kind[q] in (w.WH, w.THAT) or self.low[q] == "who" for q in range(max(a, k - 8), k)):
                return k
            if kind == w.CONJUNCTION and k > a and k + 1 < self.n:
                nxt = self.kind[k + 1]
                if nxt in (w.VERB, w.AUXILIARY, w.ADVERB, w.SUBJECT, w.TO) or self.low[k] == "but" or k + 1 in self.by_word:
                    return k
            if self.words.is_time(k) and k > a and self.kind[k - 1] != w.DETERMINER:
                return k - 1 if self.kind[k - 1] == w.PREPOSITION and k - 1 > a else k
            k += 1
        return k
