"""Attributions whose cue stands ahead of what is said: `X said that A`, `X wants to A`, `X praised A`, `the claim that A`, `X is sure that A`."""

from __future__ import annotations

from parley.annotate.quotes import words as w
from parley.annotate.quotes.clauses import BE, FAR, STATING, Cue
from parley.annotate.quotes.reader import SAYING, Attribution, Reader

TALKS = frozenset("about of on with over at by for against in toward towards from to".split())

VOICING = ("express", "voic", "rais")
JUDGED = frozenset("accused blamed charged criticized criticised credited praised faulted".split())


class Ahead(Reader):
    """Reads on from a cue."""

    def __call__(self, cue: Cue, role: str) -> Attribution | None:
        """`X said that A`, `X told Y that A`, `X wants to A`, `X praised A`, `the claim that A`, `X is sure that A`."""
        if role == "noun":
            return self.noun(cue)
        if role == "adjective":
            return self.adjective(cue)
        if role == "link":
            return self.link(cue)
        if role == "adverb":
            return self.adverb(cue)
        if role == "passive":
            return self.passive(cue)
        patterns = cue.entry.patterns
        subject = self.c.subject(cue, role) if role != "asked" else None
        comma = self.closed_by_comma(subject, cue) or self.in_fronted_clause(cue) or role == "ing" and cue.first <= 1
        n = self.skip_adverbs(cue.last + 1)
        if n >= self.n:
            return None
        if role == "asked":
            if "verbs" in patterns and self.kind[n] in (w.NAME, w.DETERMINER):
                a, b = self.c.phrase_from(n)  # 'Said X, "A"'
                if b + 1 < self.n and self.kind[b] in (w.COMMA, w.COLON) and self.kind[b + 1] == w.MARK:
                    return Attribution(b + 1, self.c.end(b + 1, cue), cue, (a, b), "direct")
            if self.low[cue.first] == "asked" and self.kind[n] in (w.WH, w.PREPOSITION, w.SUBORDINATOR):
                return Attribution(n, self.c.end(n, cue, comma=True), cue, None, "asked")
            return None
        if role == "finite" and subject and (clause := self.relative(subject, cue, n)):
            return clause
        found = None
        if "seeming" in patterns:
            if self.kind[n] == w.TO and subject and role == "finite":
                return Attribution(subject[0], self.c.end(n, cue, comma=comma), cue, None, "seeming")
            if self.kind[n] == w.THAT:
                return Attribution(n, self.c.end(n, cue, comma=comma), cue, None, "seeming")
            if self.kind[n] in (w.OTHER, w.VERB) and subject:
                return Attribution(subject[0], self.c.end(n, cue, comma=comma), cue, None, "seeming bare")
            return None
        if patterns & STATING:
            found = self.statement(cue, n, comma, patterns)
        if found is None and "wishing" in patterns:
            found = self.wish(cue, n, comma)
        if found is None and "naming" in patterns:
            found = self.naming(cue, n, comma)
        if found is None and "toward" in patterns:
            found = self.toward(cue, n)
        if found is None:
            return None
        first, last, pattern = found
        return Attribution(first, last, cue, subject, pattern) if last > first else None

    def relative(self, subject: tuple[int, int], cue: Cue, n: int) -> Attribution | None:
        """`what X called A`, `which X said were A`: the statement begins with the pronoun before the subject."""
        s = subject[0]
        if s < 1 or self.low[s - 1] not in ("what", "which", "whom") or not cue.entry.patterns & {"verbs", "naming", "holding"}:
            return None
        named = self.low[n] == "as" or "naming" in cue.entry.patterns and self.kind[n] in (w.DETERMINER, w.OTHER, w.TO)
        if not (named or self.kind[n] == w.MARK or self.c.words.is_finite(n) or self.has_verb(n, min(self.n, n + 12))):
            return None
        end = self.c.end(n, cue, comma=True)
        return Attribution(s - 1, end, cue, subject, "naming relative" if named else "relative") if end > n else None

    def closed_by_comma(self, subject: tuple[int, int] | None, cue: Cue) -> bool:
        """Whether the cue stands in a clause that ends with a comma: "As X said, ...", "X, who said ..., ..."."""
        if subject is None:
            return False
        s = subject[0]
        if self.low[s] in ("who", "which") and s > 0 and self.kind[s - 1] == w.COMMA:
            return True
        return (
            s > 0 and self.kind[s - 1] == w.SUBORDINATOR and (s == 1 or self.kind[s - 2] in (w.COMMA, w.CONJUNCTION)) and self.low[s - 1] != "because"
        )

    def in_fronted_clause(self, cue: Cue) -> bool:
        """Whether the stretch begins with a subordinate clause and the cue stands in it: "When he said A, they left"."""
        first = self.left(0)
        if w.COMMA in self.kind[first : min(cue.first, first + 16)]:
            return False
        # "Just days before it was to report A, ..."
        begins = (
            k for k in range(first, min(first + 4, cue.first)) if self.kind[k] == w.SUBORDINATOR or k == first and self.low[k] in ("where", "if")
        )
        k = next(begins, None)
        return k is not None and cue.first <= k + 12

    def statement(self, cue: Cue, n: int, comma: bool, patterns: frozenset[str]) -> tuple[int, int, str] | None:
        kind, low, total = self.kind, self.low, self.n
        if comma and kind[n] == w.COMMA and cue.first > 0 and n + 3 < total:  # "As X observed, A"
            s = self.c.end(n + 1, cue)
            as_clause = any(low[q] == "as" for q in range(max(0, cue.first - 8), min(cue.first, 8)))
            return (n + 1, s, "as") if as_clause else None
        if kind[n] == w.THAT:
            return n, self.c.end(n, cue, comma=comma), "that"
        if kind[n] in (w.COLON, w.COMMA, w.DASH) and n + 1 < total and (kind[n + 1] == w.MARK or kind[n] == w.COLON):
            return n + 1, self.words_in_marks(n + 1, cue, comma), "direct"
        if kind[n] == w.MARK and self.shut[n] > n and "verbs" in patterns:
            return n, self.words_in_marks(n, cue, comma), "direct"
        if "addressed" in patterns:
            m = self.addressee(n)
            if m > n and m < total and kind[m] not in (w.STOP, w.TO, w.SEMICOLON):
                if kind[m] == w.COMMA and not (m + 1 < total and kind[m + 1] == w.MARK):
                    return None
                m += kind[m] in (w.COMMA, w.COLON)
                if m < total and (kind[m] in (w.THAT, w.MARK, w.WH, w.SUBJECT) or self.has_verb(m, self.c.end(m, cue, comma=comma))):
                    return m, self.c.end(m, cue, comma=comma), "addressed"
        if kind[n] == w.WH and not (low[n] == "if" and "asking" not in patterns) or low[n] == "who" and "asking" in patterns:
            return n, self.c.end(n, cue, comma=comma), "wh"
        if not patterns & {"verbs", "holding"}:
            return None
        if kind[n] == w.TO and "wishing" in patterns and kind[n + 1 : n + 2] in ([w.OTHER], [w.VERB], [w.ADVERB], [w.AUXILIARY]):
            return None
        if kind[n] in (w.PREPOSITION, w.TO, w.SUBORDINATOR) or self.is_time(n):
            m = self.beyond_adverbial(n, cue)
            return (m, self.c.end(m, cue, comma=comma), "later") if m is not None and "verbs" in patterns else None
        end = self.c.end(n, cue, comma=comma)
        if kind[n] == w.SUBJECT and end - n > 1 or self.has_verb(n, end, strict=patterns & {"toward", "asking"} and low[cue.first] not in SAYING):
            return n, end, "clause"
        if low[cue.first] in SAYING and end - n > 3:
            return n, end, "clause"
        return None

    def words_in_marks(self, n: int, cue: Cue, comma: bool) -> int:
        """Where a statement ends that begins with a quotation mark: with its closing one, if the words within end there."""
        shut = self.shut[n]
        if self.kind[n] == w.MARK and shut > n and self.text_before(shut) in ".?!" and not (shut + 2 < self.n and self.kind[shut + 2] == w.MARK):
            return shut + 1
        goes_on = any(self.kind[k] == w.MARK and self.shut[k] > k for k in range(shut + 1, min(self.n, shut + 4)))
        if (
            self.kind[n] == w.MARK and shut > n and self.text_before(shut) == "," and not goes_on
        ):  # 'said, "A," before B', but not 'said, "A," and "B"'
            return shut + 1
        return self.c.end(n, cue, comma=comma)

    def addressee(self, n: int) -> int:
        """First word after the one who is spoken to."""
        kind, low, total = self.kind, self.low, self.n
        if kind[n] == w.OBJECT or low[n] in ("her", "it", "you", "everyone", "people", "reporters", "voters", "lawmakers", "anyone"):
            k = n + 1
        elif kind[n] == w.NAME:
            k = n + 1
            while k < total and (
                kind[k] in (w.NAME, w.NUMBER)
                or low[k] in ("of", "the", "and", "&", "'s")
                and k + 1 < total
                and kind[k + 1] == w.NAME
                or self.shut[k] >= 0
                and kind[n] == w.NAME
                and self.shut[k] - k < 6
                and kind[k] == w.MARK
            ):
                k = self.shut[k] + 1 if kind[k] == w.MARK else k + 1
        elif kind[n] in (w.DETERMINER, w.OTHER, w.NUMBER, w.VERB):
            k = n + 1
            while k < total and kind[k] in (w.OTHER, w.NAME, w.NUMBER, w.VERB) and k - n < 6:
                k += 1
            if (
                kind[n] == w.OTHER
                and k == n + 1
                and kind[k : k + 1] not in ([w.THAT], [w.PREPOSITION], [w.SUBJECT], [w.DETERMINER], [w.MARK], [w.COLON])
            ):
                return n
        else:
            return n
        # "told reporters on Monday that", "told CNN in an interview that"
        m = k
        while m < total and m - k < 20 and kind[m] not in (w.THAT, w.COMMA, w.STOP, w.COLON, w.SEMICOLON, w.DASH, w.MARK, w.SUBJECT):
            m += 1
        if (
            m < total
            and (
                kind[m] in (w.THAT, w.COLON)
                or kind[m] == w.MARK
                and m > k
                or kind[m] == w.SUBJECT
                and m > k
                and (kind[k] in (w.PREPOSITION, w.ADVERB) or self.is_time(k))
            )
            and not any(self.kind[q] == w.AUXILIARY for q in range(k, m))
        ):
            return m
        while k < total and (self.is_time(k) or kind[k] == w.ADVERB or low[k] == "on" and self.is_time(k + 1)):
            k += 1
        return k

    def beyond_adverbial(self, n: int, cue: Cue) -> int | None:
        """Where the statement begins after words that say when, where or about what: "said on Monday that", "said of the raid: ..."."""
        kind, low, total = self.kind, self.low, self.n
        k = n
        while k < total and k - n < FAR and kind[k] not in (w.SEMICOLON,):
            if kind[k] == w.THAT and kind[k - 1] != w.PREPOSITION:
                return k
            if kind[k] == w.MARK and self.shut[k] > k and (self.shut[k] - k > 4 or kind[k - 1] in (w.COMMA, w.COLON)):
                return k
            if kind[k] == w.COLON:
                return k + 1 if k + 1 < total else None
            if kind[k] == w.AUXILIARY or kind[k] == w.COMMA and k + 1 < total and low[k + 1].endswith("ing"):
                break
            k += 1
        k = n
        while k < total and (self.is_time(k) or kind[k] == w.ADVERB or kind[k] == w.PREPOSITION and self.is_time(k + 1)):
            k += 1
        if k > n and k < total and kind[k] in (w.SUBJECT, w.DETERMINER, w.NAME, w.OTHER, w.NUMBER) and self.has_verb(k, total):
            return k
        for k in range(n + 2, min(total, n + 14)):
            if kind[k] == w.SUBJECT and self.low[k] != "who" and kind[k - 1] in (w.OTHER, w.NAME, w.NUMBER):
                return k
            if kind[k] in (w.COMMA, w.STOP, w.SUBORDINATOR, w.WH):
                break
        return None

    def wish(self, cue: Cue, n: int, comma: bool) -> tuple[int, int, str] | None:
        kind = self.kind
        if kind[n] == w.TO and n + 1 < self.n and kind[n + 1] in (w.DETERMINER, w.NAME, w.OBJECT, w.MARK):
            return n + 1, self.c.thing(n + 1, cue), "toward"
        if kind[n] == w.TO:
            return n, self.c.end(n, cue, comma=comma), "to"
        for k in range(n, min(self.n - 1, n + 10)):
            if kind[k] == w.TO and k > n and kind[k + 1] in (w.OTHER, w.VERB, w.AUXILIARY, w.ADVERB):
                return n, self.c.end(n, cue, comma=comma), "someone to"
            if kind[k] in (w.COMMA, w.STOP, w.SEMICOLON, w.DASH, w.THAT, w.AUXILIARY, w.COLON):
                break
        return None

    def naming(self, cue: Cue, n: int, comma: bool) -> tuple[int, int, str] | None:
        kind = self.kind
        if kind[n] not in (w.DETERMINER, w.NAME, w.OBJECT, w.SUBJECT, w.OTHER, w.MARK, w.NUMBER, w.VERB):
            return None
        end = min(self.c.end(n, cue, comma=comma), n + FAR)
        if self.kind[n] == w.MARK and end <= self.shut[n] + 1:
            return None
        call = self.low[cue.first][:4] in ("call", "labe", "bran", "dubb", "term", "deem", "name")
        for k in range(n + 1, min(end, n + 20)):
            if kind[k] in (w.COMMA, w.WH, w.SEMICOLON, w.AUXILIARY) or call and kind[k] == w.TO:
                break
            if self.low[k] in ("as", "for", "to", "of") and (self.low[k] == "as" or not call):
                return n, self.named(k, end) if self.low[k] == "as" else end, "naming"
            if (
                call
                and kind[k] == w.MARK
                and self.shut[k] > k
                and kind[k - 1] != w.DETERMINER
                and kind[self.shut[k] + 1 : self.shut[k] + 2] not in ([w.CONJUNCTION], [w.NAME], [w.OTHER])
            ):
                return n, self.shut[k] + 1, "naming"
            if call and (kind[k] in (w.DETERMINER, w.MARK) or kind[k - 1] in (w.OBJECT,)):
                return n, end, "naming"
        return None

    def named(self, k: int, end: int) -> int:
        """Where what someone is called ends: with words in marks behind `as`, else with the clause."""
        for q in range(k + 1, min(end, k + 4)):
            if self.kind[q] == w.MARK and self.shut[q] > q:
                after = self.shut[q] + 1
                return min(end, after) if self.text_before(self.shut[q]) in ".," else end
        return end

    def toward(self, cue: Cue, n: int) -> tuple[int, int, str] | None:
        if self.kind[n] not in (w.DETERMINER, w.NAME, w.OBJECT, w.SUBJECT, w.OTHER, w.MARK, w.NUMBER, w.VERB, w.WH):
            return None
        if self.kind[n] == w.SUBJECT and self.low[n] not in ("it", "you", "everyone", "anyone", "someone"):
            return None
        if self.low[cue.first].startswith(VOICING):
            for k in range(n, min(self.n - 2, n + 4)):  # "voiced deep concerns about A"
                noun = self.c.by_word.get(k)
                if noun and "nouns" in noun.entry.patterns and self.kind[noun.last + 1] in (w.PREPOSITION, w.TO):
                    n = noun.last + 2
                    break
        end = self.c.thing(n, cue)
        return (n, end, "toward") if n < end else None

    def passive(self, cue: Cue) -> Attribution | None:
        """`A was praised by X`, `A is expected to`, `X was told that A`."""
        patterns, kind = cue.entry.patterns, self.kind
        n = self.skip_adverbs(cue.last + 1)
        subject = self.c.subject(cue, "passive")
        if n >= self.n:
            return None
        if kind[n] == w.THAT or kind[n] == w.WH and "addressed" in patterns | {"asking"}:
            return Attribution(n, self.c.end(n, cue), cue, None, "passive that")
        if kind[n] == w.TO and subject and patterns & {"wishing", "holding", "verbs", "naming"}:
            if "addressed" in patterns or self.low[cue.first] in ("asked", "urged", "told", "ordered"):
                return Attribution(n, self.c.end(n, cue), cue, None, "passive to")
            return Attribution(subject[0], self.c.end(n, cue), cue, None, "passive expected")
        if self.low[n] == "by" and subject and patterns & {"toward", "naming", "verbs"} and n + 1 < self.n:
            by = self.c.phrase_from(n + 1)
            return Attribution(*subject, cue, by, "passive by")
        if "addressed" in patterns and self.low[n] in ("about", "for") and n + 1 < self.n:
            return Attribution(n + 1, self.c.thing(n + 1, cue), cue, None, "passive about")
        if subject and self.low[n] in ("of", "for", "with") and self.low[cue.first] in JUDGED:
            return Attribution(subject[0], self.c.end(n, cue), cue, None, "passive naming")
        if "naming" in patterns and subject and (self.low[n] == "as" or kind[n] in (w.DETERMINER, w.MARK)):
            return Attribution(subject[0], self.c.end(n, cue), cue, None, "passive naming")
        return None

    def noun(self, cue: Cue) -> Attribution | None:
        """`the claim that A`, `X's call for A`, `their plan to A`."""
        kind, low = self.kind, self.low
        n = cue.last + 1
        if n >= self.n:
            return None
        p = cue.first - 1
        while p >= 0 and kind[p] in (w.OTHER, w.ADVERB) and cue.first - p < 4 and not low[p].endswith("'s"):
            p -= 1
        owner = None
        if p >= 0 and (low[p].endswith("'s") or low[p].endswith("s'")) and kind[p] in (w.NAME, w.OTHER):
            owner = self.c.phrase_to(p), p + 1
        elif p >= 0 and low[p] in ("his", "her", "their", "its", "my", "our", "your"):
            owner = p, p + 1
        elif p >= 0 and self.c.words.is_finite(p) or p >= 1 and kind[p] == w.DETERMINER and self.c.words.is_finite(p - 1):
            verb = Cue(p if self.c.words.is_finite(p) else p - 1, p, cue.entry)
            owner = self.c.subject(verb, "finite")
        owned = owner is not None and owner[1] <= cue.first
        follows = kind[n + 1] if n + 1 < self.n else ""
        if kind[n] == w.THAT and follows not in (w.AUXILIARY, w.VERB, w.TO) and (follows != w.OTHER or self.has_verb(n + 1, min(self.n, n + 8))):
            return Attribution(n, self.c.end(n, cue), cue, owner, "noun that")
        if low[n] in BE and n + 1 < self.n and kind[n + 1] in (w.THAT, w.MARK, w.TO):
            return Attribution(n + 1, self.c.end(n + 1, cue), cue, owner, "noun is")
        if kind[n] == w.TO and owner and n + 2 < self.n and kind[n + 1] in (w.DETERMINER, w.NAME, w.OBJECT, w.MARK):
            return Attribution(n + 1, self.c.thing(n + 1, cue), cue, owner, "noun of")
        if kind[n] == w.TO and owner:
            return Attribution(n, self.c.end(n, cue), cue, owner, "noun to")
        if (low[n] in ("about", "over", "toward", "towards") or low[n] == "of" and owned or low[n] in ("for", "on") and owner) and n + 1 < self.n:
            end = self.c.thing(n + 1, cue)
            return Attribution(n + 1, end, cue, owner or self.c.topic(cue), f"noun {low[n]}" + (" owned" if owner else "")) if end > n + 1 else None
        return None

    def link(self, cue: Cue) -> Attribution | None:
        """`a dispute about A`, `it is open whether A`."""
        kind, i, n = self.kind, cue.first, cue.last + 1
        if i == 0 or n >= self.n:
            return None
        speaker = self.c.topic(cue)
        if self.low[i] == "whether":
            return Attribution(i, self.c.end(i, cue), cue, speaker, "link whether")
        if kind[i - 1] in (w.NUMBER, w.AUXILIARY, w.DETERMINER, w.COMMA, w.STOP, w.MARK, w.SUBORDINATOR, w.CONJUNCTION) or kind[n] not in (
            w.DETERMINER,
            w.NAME,
            w.OBJECT,
            w.OTHER,
            w.WH,
            w.MARK,
        ):
            return None
        return Attribution(n, self.c.thing(n, cue), cue, speaker, "link about")

    def adverb(self, cue: Cue) -> Attribution | None:
        """`the boats were reportedly empty`: the clause that holds the word."""
        first = cue.first
        while first > 0 and self.kind[first - 1] not in (w.COMMA, w.SEMICOLON, w.STOP, w.DASH, w.COLON, w.SUBORDINATOR, w.THAT):
            first -= 1
        last = self.c.end(cue.last + 1, cue) if cue.last + 1 < self.n else cue.last
        return Attribution(first, last, cue, None, "adverb") if last - first > 3 else None

    def adjective(self, cue: Cue) -> Attribution | None:
        kind = self.kind
        n = cue.last + 1
        if n >= self.n:
            return None
        subject = self.c.subject(cue, "finite")
        if subject and kind[subject[0]] == w.SUBJECT and self.low[subject[0]] in ("it", "it's", "there", "that's"):
            subject = None
        if kind[n] == w.THAT or kind[n] == w.WH or kind[n] == w.SUBJECT:
            return Attribution(n, self.c.end(n, cue), cue, subject, "adjective that")
        if kind[n] == w.TO and subject and n + 1 < self.n:
            return Attribution(n, self.c.end(n, cue), cue, subject, "adjective to")
        if kind[n] == w.PREPOSITION and self.low[n] in TALKS and n + 1 < self.n and subject:
            return Attribution(n + 1, self.c.thing(n + 1, cue), cue, subject, "adjective of")
        return None
