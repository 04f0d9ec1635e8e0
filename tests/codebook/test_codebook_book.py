import pytest

from parley.codebook import CodebookError, load
from parley.codebook.book import CLASSES, LABELS, STANCES, TRACKS, inflect

# stands in for the shipped files, which take a moment to load
SMALL = """
version: 1
actors:
  - {name: Nicolás Maduro, label: PER, country: VEN, aliases: [Nicolas Maduro], short: [Maduro]}
  - {name: Marco Rubio, label: PER, country: USA, sector: GOV, aliases: [Marco Antonio Rubio], short: [Rubio]}
classes:
  CONSULT:
    modes:
      meet: {track: diplomatic, intensity: 3, verbs: [meet/meets/met/met/meeting], nouns: [parley]}
codebooks:
  generic:
    source: them
    frames:
      conflict: {cues: [standoff, rival]}
      economic: {cues: [inflation]}
words: {abbreviations: [mr]}
"""


@pytest.fixture
def small(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("shipped")
    (folder / "small.yaml").write_text(SMALL, "utf8")
    monkeypatch.setattr("parley.codebook.book.HERE", folder)
    return load()


@pytest.fixture
def own(tmp_path, small):
    """The small codebook with a corpus's own `codebook.yaml`."""

    def loaded(text):
        (tmp_path / "codebook.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
        return load(tmp_path)

    return loaded


def refused(own, text, *parts):
    with pytest.raises(CodebookError) as caught:
        own(text)
    message = str(caught.value)
    for part in ("codebook.yaml", *parts):
        assert part in message, message


MODE = "classes:\n  AGREE:\n    modes:\n      zedding: {track: %s, intensity: 1, verbs: [%s]}\n"


# the shipped codebook


def test_the_shipped_codebook_loads(book):
    assert book.actors and book.triggers and book.frames and book.reporting and book.outlets and book.choices and book.words
    assert len(book.sha256) == 64


def test_every_entry_of_the_shipped_codebook_is_of_a_known_kind(book):
    assert {a.label for a in book.actors} <= set(LABELS)
    assert {t.event for t in book.triggers} <= set(CLASSES) and {t.track for t in book.triggers} <= set(TRACKS)
    assert {v.stance for v in book.reporting} <= set(STANCES)
    assert all(-10 <= t.intensity <= 10 for t in book.triggers)


def test_no_name_of_the_shipped_codebook_belongs_to_two_actors(book):
    owners = {}
    for a in book.actors:
        for text in {a.name, *a.aliases, *a.demonyms}:
            assert owners.setdefault(text, a.name) == a.name


def test_an_actor_is_found_by_its_canonical_name_only(book):
    assert book.entity("Nicolás Maduro").label == "PER"
    assert book.entity("Maduro") is None


def test_loading_twice_gives_the_same_codebook(book):
    again = load()
    assert again == book and again.sha256 == book.sha256


def test_a_shipped_name_cannot_become_an_alias_of_a_corpus(tmp_path):
    refused(
        lambda text: (tmp_path / "codebook.yaml").write_text(text) and load(tmp_path),
        "actors:\n  - {name: Zed Zedson, label: PER, aliases: [Nicolás Maduro]}\n",
        "`Nicolás Maduro`",
    )


# errors name file, line and entry


def test_an_unknown_section_is_named_with_its_line(own):
    refused(own, "version: 1\nactorz: []\n", "line 2", "unknown key `actorz`")


def test_an_unknown_key_of_an_actor_is_named(own):
    refused(own, "actors:\n  - name: Zed Zedson\n    label: PER\n    nickname: Z\n", "line 4", "`nickname`", "`Zed Zedson`")


def test_an_alias_of_two_actors_names_both(own):
    text = "actors:\n  - {name: Zed Zedson, label: PER, aliases: [Zeddy]}\n  - {name: Zod Zodson, label: PER,\n     aliases: [Zeddy]}\n"
    refused(own, text, "line 4", "`Zeddy`", "Zod Zodson", "already belongs to Zed Zedson", "line 2")


def test_a_shipped_name_cannot_be_an_alias_of_another_actor(own):
    refused(own, "actors:\n  - {name: Zed Zedson, label: PER, aliases: [Nicolás Maduro]}\n", "`Nicolás Maduro`", "Zed Zedson")


def test_a_key_that_stands_twice_names_both_lines(own):
    refused(own, "version: 1\nwords: {}\nversion: 2\n", "line 3", "`version` stands twice", "line 1")


def test_an_actor_that_stands_twice_in_one_file_names_both_places(own):
    refused(own, "actors:\n  - {name: Zed Zedson, label: PER}\n  - {name: Zed Zedson, label: ORG}\n", "line 3", "`Zed Zedson` stands twice", "line 2")


@pytest.mark.parametrize("empty", ["''", "'  '", "~", ""])
def test_an_empty_cue_is_named(own, empty):
    text = f"codebooks:\n  mine:\n    frames:\n      zed:\n        cues:\n          - zeddy\n          - {empty}\n"
    refused(own, text, "line 7", "phrase 2", "`cues` of `zed`", "is empty")


@pytest.mark.parametrize("word", ["no", "yes", "off", "on"])
def test_an_unquoted_no_asks_for_quotes(own, word):
    refused(own, f"not_events:\n  - zeddy\n  - {word}\n", "line 3", "phrase 2", "`not_events`", "put it in quotes")


def test_an_unquoted_no_as_a_key_asks_for_quotes(own):
    refused(own, "words:\n  zed: [a]\n  no: [b]\n", "line 3", "`words`", "put it in quotes")


def test_an_unquoted_number_asks_for_quotes(own):
    refused(own, "not_events: [2025]\n", "line 1", "`2025`", "put it in quotes")


def test_yaml_aliases_are_not_read(own):
    refused(own, "words:\n  a: &x [zed]\n  b: *x\n", "line 3", "aliases")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("actors: {name: Zed}\n", "`actors` should be a list, not a mapping"),
        ("words: [zed]\n", "`words` should be a mapping, not a list"),
        ("not_events: zed\n", "should be a list of phrases, not the text `zed`"),
        ("version: one\n", "`version` should be a number, not the text `one`"),
        ("version: true\n", "`version` should be a number, not true or false"),
        ("outlets:\n  - {name: Zed Post, wire: 'yes'}\n", "should be true or false, not the text `yes`"),
        ("actors:\n  - {name: Zed Zedson, label: MAN}\n", "`MAN`; it must be one of PER, ORG, LOC, NORP"),
        ("actors:\n  - {name: Zed Zedson, label: PER, country: }\n", "should be text, not nothing"),
        ("actors:\n  - {label: PER}\n", "entry 1 of `actors` has no `name`"),
        ("actors:\n  - Zed Zedson\n", "entry 1 of `actors` has no `name`"),
        ("actors:\n  - {name: Zed Zedson}\n", "actor `Zed Zedson` has no `label`"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(own, text, says):
    refused(own, text, f"line {text.count(chr(10)) if '- ' in text else 1}", says)


def test_an_unknown_track_lists_the_known_ones(own):
    refused(own, MODE % ("naval", "zed"), "line 4", "`track` of `zedding`", "`naval`", ", ".join(TRACKS))


def test_a_mode_without_track_is_named(own):
    refused(own, "classes:\n  AGREE:\n    modes:\n      zedding: {intensity: 1}\n", "line 4", "AGREE/zedding", "no `track`")


@pytest.mark.parametrize(
    ("section", "text"),
    [("classes", "classes:\n  ZED: {}\n"), ("reporting", "reporting:\n  zed: {}\n"), ("status_cues", "status_cues:\n  zed: []\n")],
)
def test_an_unknown_class_stance_or_status_is_named(own, section, text):
    refused(own, text, "line 2", f"{section} has no", "zed" if section != "classes" else "ZED")


def test_four_verb_forms_are_one_too_few(own):
    refused(own, MODE % ("other", "zed/zeds/zod/zedding"), "line 4", "`zed/zeds/zod/zedding` of AGREE/zedding", "five forms")


def test_a_trigger_of_two_modes_names_both(own):
    text = "classes:\n  AGREE:\n    modes:\n      one: {track: other, intensity: 1, nouns: [zeddery]}\n      two: {track: other, intensity: 1,\n        nouns: [Zeddery]}\n"
    refused(own, text, "line 6", "`zeddery` of AGREE/two", "AGREE/one")


def test_a_metonym_that_names_nobody_is_refused(own):
    refused(own, "actors:\n  - {name: Zedland, label: LOC, metonyms: [Zed House]}\n", "line 2", "metonym `Zed House` of Zedland")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("words: [zed\n", "line 2"),
        ("a: b: c\n", "line 1"),
        ("- zed\n", "line 1"),
        ("? [a, b]\n: c\n", "line 1"),
        ("version: 1\nsource: 2025-02-31\n", "line 2"),
        ("<<: zed\n", "line 1"),
        ("version: !!python/name:os.system x\n", "line 1"),
        ("not_events: [=]\n", "line 1"),
    ],
)
def test_what_is_not_plain_yaml_is_refused_with_its_line(own, text, line):
    refused(own, text, line)


def test_a_codebook_in_another_encoding_is_refused(own):
    refused(own, "not_events: [déjà]\n".encode("latin-1"), "not UTF-8")


def test_a_codebook_that_nests_too_deep_is_refused(own):
    refused(own, "words: " + "[" * 3000 + "]" * 3000)


def test_a_codebook_of_megabytes_is_refused(own):
    refused(own, b"#" * 8_000_001, "larger than 8,000,000 bytes")


# a corpus's own codebook


def test_an_empty_codebook_of_a_corpus_changes_nothing_but_the_hash(own, small):
    mine = own("# nothing yet\n")
    assert mine == small and mine.sha256 != small.sha256


def test_a_corpus_without_codebook_has_the_shipped_one(tmp_path, small):
    assert load(tmp_path).sha256 == small.sha256


def test_a_byte_order_mark_does_not_matter(own, small):
    assert "zeddy" in own(b"\xef\xbb\xbfnot_events: [zeddy]\n").not_events


def test_a_corpus_adds_an_actor(own, small):
    mine = own("actors:\n  - {name: Zed Zedson, label: PER, country: ZED, aliases: [Zeddy], short: [Zedson]}\n")
    zed = mine.entity("Zed Zedson")
    assert (zed.label, zed.country, zed.aliases, zed.short) == ("PER", "ZED", ("Zeddy",), ("Zedson",))
    assert len(mine.actors) == len(small.actors) + 1


def test_a_corpus_adds_aliases_to_a_shipped_actor_and_overrides_a_scalar(own, small):
    before = small.entity("Marco Rubio")
    after = own("actors:\n  - {name: Marco Rubio, country: ZED, aliases: [Zedmarco]}\n").entity("Marco Rubio")
    assert after.country == "ZED" != before.country
    assert after.aliases == (*before.aliases, "Zedmarco")
    assert after.label == before.label


def test_a_corpus_overrides_the_intensity_of_a_mode(own, small):
    trigger = small.triggers[0]
    mine = own(f"classes:\n  {trigger.event}:\n    modes:\n      {trigger.mode}: {{intensity: -1.5}}\n")
    assert {t.intensity for t in mine.triggers if (t.event, t.mode) == (trigger.event, trigger.mode)} == {-1.5}
    assert len(mine.triggers) == len(small.triggers)


def test_a_corpus_takes_over_an_alias(own, small):
    alias = small.entity("Marco Rubio").aliases[0]
    mine = own(f"actors:\n  - {{name: Zed Zedson, label: PER, aliases: [{alias}]}}\n")
    assert mine.entity("Zed Zedson").aliases == (alias,)
    assert alias not in mine.entity("Marco Rubio").aliases


@pytest.mark.parametrize("written", [str, str.upper])
def test_a_corpus_takes_over_a_cue_whatever_its_case(own, small, written):
    first = small.frames[0]
    other = next(f for f in small.frames if f.codebook == first.codebook and f.name != first.name)
    cue = first.cues[0]
    mine = own(f"codebooks:\n  {first.codebook}:\n    frames:\n      {other.name}:\n        cues: ['{written(cue)}']\n")
    cues = {f.name: f.cues for f in mine.frames if f.codebook == first.codebook}
    assert cue in cues[other.name] and cue not in cues[first.name]


def test_a_cue_of_a_new_codebook_stays_in_the_shipped_ones(own, small):
    first = small.frames[0]
    mine = own(f"codebooks:\n  mine:\n    source: me\n    frames:\n      zed:\n        cues: ['{first.cues[0]}']\n")
    assert [f.cues for f in mine.frames if f.codebook == "mine"] == [(first.cues[0],)]
    assert next(f for f in mine.frames if (f.codebook, f.name) == (first.codebook, first.name)).cues == first.cues
    assert mine.frame_sources["mine"] == "me"


def test_a_corpus_takes_over_a_trigger(own, small):
    noun = next(t for t in small.triggers if t.form == "noun" and not any(o.text == t.text and o is not t for o in small.triggers))
    mine = own(f"classes:\n  AGREE:\n    modes:\n      zedding: {{track: other, intensity: 2, nouns: ['{noun.text}']}}\n")
    assert [(t.event, t.mode) for t in mine.triggers if t.text == noun.text] == [("AGREE", "zedding")]


def test_loading_a_corpus_does_not_change_the_shipped_codebook(own, small):
    own("actors:\n  - {name: Marco Rubio, aliases: [Zedmarco]}\n")
    assert load() == small


# verbs


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("add", "add adds added added adding"),
        ("invade", "invade invades invaded invaded invading"),
        ("agree", "agree agrees agreed agreed agreeing"),
        ("clash", "clash clashes clashed clashed clashing"),
        ("deny", "deny denies denied denied denying"),
        ("deploy", "deploy deploys deployed deployed deploying"),
        ("meet/meets/met/met/meeting", "meet meets met met meeting"),
    ],
)
def test_a_verb_has_five_forms(verb, forms):
    assert inflect(verb) == tuple(forms.split())


def test_only_the_first_word_of_a_verb_inflects():
    assert inflect("carry out") == ("carry out", "carries out", "carried out", "carried out", "carrying out")


@pytest.mark.parametrize("verb", ["a/b/c/d", "a/b/c/d/e/f", "a/b//d/e"])
def test_a_written_out_verb_has_exactly_five_forms(verb):
    with pytest.raises(ValueError, match="five forms"):
        inflect(verb)


def test_names_that_an_analyst_keeps_apart(own, book):
    assert own("keep_apart: [Ana Lima, Lima Party]\n").keep_apart == ("Ana Lima", "Lima Party")
    assert book.keep_apart == ()


def test_names_kept_apart_are_a_list_of_texts(own):
    refused(own, "keep_apart: Ana Lima\n", "line 1", "`keep_apart` should be a list")
    refused(own, "keep_apart: [Ana Lima, 7]\n", "`keep_apart`", "`7`")
