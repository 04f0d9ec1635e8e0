"""Attributions whose cue stands beside or after what is said: `"A," X said`, `A, said X`, `A, X said, B`, `A, according to X`."""

from __future__ import annotations

from parley.annotate.quotes import words as w
from parley.annotate.quotes.clauses import FAR, Cue
from parley.annotate.quotes.reader import SAYING, Attribution, Reader

BELIEVING = frozenset("think thinks thought believe believes believed guess suppose suspect suspects".split())


class Beside(Reader):
    """Reads back from a cue."""

    def __call__(self, cue: Cue, role: str | None, begin: int) -> Attribution | None:
        """`"A," X said`, `A, said X`, `A, X said, B`, `A, according to X`; what is said begins at word `begin` at the earliest."""
        kind, low, n = self.kind, self.low, self.n
        if role == "phrase":
            return self.according(cue, begin)
        i, j = cue.first, cue.last
        g = self.c.group(i) if role == "finite" else 0
        if g < 1:
            return None
        marked = self.closing(g - 1)
        # "said Trump": the subject may follow; behind quotation marks it may begin with a participle, "said retired general X"
        follows = j + 1 < n and (kind[j + 1] in (w.NAME, w.DETERMINER, w.OTHER, w.NUMBER, w.SUBJECT) or marked and kind[j + 1] == w.VERB)
        if g == i and follows and (marked or kind[g - 1] in (w.COMMA, w.DASH) and low[i] in SAYING) and not self.in_apposition(g - 1):
            a, b = self.c.phrase_from(j + 1)
            plain = (
                b < n
                and kind[b] in (w.COMMA, w.STOP, w.SEMICOLON, w.DASH, w.PREPOSITION, w.MARK, w.SUBORDINATOR)
                or b >= n
                or marked
                or self.is_time(b)
            )
            if b > a and plain and self.is_clause(begin, g - 1, marked):
                right = self.right(b, g - 1, cue) if marked else g - 1
                return Attribution(self.left(begin, g - 1), right, cue, (a, b), "inverted")
        subject = self.c.subject(cue, "finite") if kind[g - 1] != w.CONJUNCTION else None
        if subject is None or low[subject[0]] in ("who", "which", "that"):
            return None
        s = subject[0]
        b = s - 1
        if b >= 1 and low[b] in ("as", "and", "but") and kind[b - 1] in (w.COMMA, w.MARK):
            if low[b] != "as" and not self.closing(b - 1):
                return None
            b -= 1
        if b < 1:
            return None
        marked = self.closing(b)
        alone = marked and (j + 1 >= n or kind[j + 1] in (w.STOP, w.COMMA)) and cue.entry.patterns & {"wishing", "asking", "holding"}
        if not (cue.entry.patterns & {"verbs", "addressed"} or alone or self.low[i] in BELIEVING or marked and low[i].startswith("wonder")):
            return None
        if not marked and low[i] not in SAYING and kind[self.left(begin)] in (w.SUBORDINATOR, w.PREPOSITION, w.TO):
            return None  # "After months of talks, they continued ...": a clause or phrase that only comes before
        over = j + 1 >= n or kind[j + 1] == w.STOP
        # "The boats, X said, were empty": the verb of the statement follows
        parted = j + 2 < n and kind[j + 1] == w.COMMA and (kind[j + 2] == w.AUXILIARY or self.c.words.is_finite(j + 2))
        if not marked and kind[b] == w.COMMA and self.resumes(j + 1):
            return Attribution(self.left(begin), self.shut[j + 2] + 1, cue, subject, "beside")
        if not marked and kind[b] not in (w.COMMA, w.DASH) or not parted and not self.is_clause(begin, b, marked, over=over):
            return None
        if not self.nothing_follows(cue, marked):
            return None
        right = self.right(j + 1, b, cue)
        if right > cue.last and not marked and self.states_before(begin, b):
            return None  # "X said A - no other, he said, than B": one statement, and the first cue has it
        return Attribution(self.left(begin, b), right, cue, subject, "beside")

    def resumes(self, k: int) -> bool:
        """Whether a comma and quotation marks follow that go on with a clause begun before them: 'The rest, he said, "is silence"'."""
        if k + 2 >= self.n or self.kind[k] != w.COMMA or self.kind[k + 1] != w.MARK or self.shut[k + 1] <= k + 1:
            return False
        return self.c.words.text[self.c.words.start[k + 2]].islower()

    def in_apposition(self, comma: int) -> bool:
        """Whether the comma before a cue closes an apposition, so that the subject stands before it."""
        return self.kind[comma] == w.COMMA and self.c.apposed(comma) is not None and not self.closing(comma)

    def is_clause(self, begin: int, end: int, marked: bool, *, over: bool = False) -> bool:
        """Whether the words before a cue can be a statement: words in marks, or a clause with a verb, not "In a statement"."""
        while begin < end and self.kind[begin] in (w.CONJUNCTION, w.ADVERB, w.COMMA):
            begin += 1
        if end - begin < 2 and not marked:
            return False
        if marked:
            return True
        if any(self.c.words.is_finite(k) or k in self.c.by_word and self.c.by_word[k].entry.form in ("past", "third") for k in range(begin, end)):
            return True
        return (
            over
            and end - begin >= 4
            and self.kind[begin] not in (w.PREPOSITION, w.SUBORDINATOR, w.TO, w.VERB)
            and not self.low[begin].endswith("ing")
            and not self.is_time(begin)
        )

    def nothing_follows(self, cue: Cue, marked: bool) -> bool:
        """Whether no statement comes after the cue: the clause ends, or only says when, where and to whom."""
        kind, n = self.kind, self.n
        k = cue.last + 1
        while k < n and kind[k] == w.ADVERB:
            k += 1
        if k >= n or kind[k] in (w.STOP, w.SEMICOLON, w.DASH):
            return True
        if kind[k] == w.COMMA:
            return marked or not (k + 1 < n and kind[k + 1] == w.MARK)
        if marked:
            return kind[k] not in (w.THAT, w.COLON) or kind[k] == w.MARK
        if kind[k] == w.MARK:
            return False
        if kind[k] in (w.COLON, w.THAT, w.WH):
            return False
        if kind[k] == w.TO and "wishing" in cue.entry.patterns:
            return False
        told = "addressed" in cue.entry.patterns and (kind[k] in (w.NAME, w.OBJECT, w.OTHER) or kind[k : k + 2] == [w.DETERMINER, w.NAME])
        if kind[k] in (w.PREPOSITION, w.TO, w.SUBORDINATOR) or self.is_time(k) or told or self.low[k] in ("reporters", "him", "her", "them"):
            e = k
            while e < n and kind[e] not in (w.COMMA, w.STOP, w.SEMICOLON, w.DASH) and e - k < FAR:
                if kind[e] in (w.THAT, w.COLON) or kind[e] == w.MARK and self.shut[e] - e > 5:
                    return False
                if kind[k] not in (w.SUBORDINATOR,) and self.c.words.is_finite(e) and not marked:
                    return False
                e += 1
            return e >= n or kind[e] != w.COMMA or e + 1 >= n or kind[e + 1] != w.MARK
        return False

    def right(self, k: int, b: int, cue: Cue) -> int:
        """Where a statement ends that stands before its cue, or goes on after it: `A, X said, B`. Word b is the comma or mark before the cue."""
        kind, n = self.kind, self.n
        marked = self.closing(b)
        e = k
        while e < n and kind[e] not in (w.COMMA, w.STOP, w.SEMICOLON, w.DASH, w.MARK, w.COLON) and e - k < FAR:
            e += 1
        stop = b + 1 if marked else b
        if e >= n - 1:
            return stop
        if marked:  # '"A," said X, the minister, "and B"'
            again = next((q for q in range(e, min(n, e + FAR)) if kind[q] == w.MARK and self.shut[q] - q > 3 and kind[q - 1] == w.COMMA), None)
            if again is not None and not any(c.entry.form in ("past", "third", "ing") and e < c.first < again for c in self.c.cues):
                e = again - 1
        if kind[e] == w.MARK and e > k and self.shut[e] - e < 6:
            return stop  # "X said of the 'deal'": words in marks within what says when and where
        nxt = e if kind[e] == w.MARK else e + 1
        if nxt < n and kind[nxt] == w.MARK and self.shut[nxt] > nxt:
            end = self.shut[nxt] + 1
            return end if end >= n or self.text_before(self.shut[nxt]) in ".,?!" else self.c.end(nxt, cue)
        if marked or kind[e] in (w.SEMICOLON,):
            return stop
        if kind[e] in (w.COMMA, w.DASH) and kind[nxt] not in (w.SUBORDINATOR, w.WH) and self.low[nxt] != "who" and not self.c.stops(nxt, cue):
            if self.low[nxt].endswith("ing"):
                return stop
            return self.c.end(nxt, cue)
        return stop

    def according(self, cue: Cue, begin: int) -> Attribution | None:
        kind, n = self.kind, self.n
        k = cue.last + 1
        e = k
        while (
            e < n
            and kind[e] not in (w.COMMA, w.STOP, w.SEMICOLON, w.DASH, w.MARK, w.COLON)
            and not (kind[e] == w.CONJUNCTION and e > k and kind[e + 1 : e + 2] in ([w.SUBJECT], [w.AUXILIARY]))
        ):
            e += 1
        if e == k:
            return None
        first = self.left(begin)
        before = cue.first - 1
        if before - first >= 2 and not (before - first < 5 and e < n and kind[e] == w.COMMA and self.states_before(first - 1, before + 1)):
            stop = cue.first - 1 if kind[cue.first - 1] == w.COMMA else cue.first
            return Attribution(first, stop, cue, (k, e), "according")
        if e < n and kind[e] == w.COMMA:
            end = self.c.end(e + 1, cue)
            if end - e > 3:
                return Attribution(e + 1, end, cue, (k, e), "according")
        return None
