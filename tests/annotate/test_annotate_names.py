import pytest


@pytest.fixture
def names(annotate):
    def found(text):
        return [(m["text"], m["label"], m["entity"]) for m in annotate(text)["mentions"]]

    return found


def entities(found):
    return [entity for _, _, entity in found]


MADURO = ("Nicolás Maduro", "PER", "Nicolás Maduro")
STATES = ("U.S.", "LOC", "United States")


@pytest.mark.parametrize(
    "text", ["Nicolás Maduro's aide left.", "Nicolás Maduro’s aide left.", "President Nicolás Maduro left.", "It was Nicolás Maduro, they said."]
)
def test_a_name_is_marked_without_title_and_possessive(names, text):
    assert names(text) == [MADURO]


def test_a_possessive_of_a_name_in_s_is_left_out(names):
    assert names("They praised Wanda Zoltes' work.") == [("Wanda Zoltes", "PER", "Wanda Zoltes")]


def test_a_name_without_its_accents_is_the_same_name(names):
    assert names("Nicolas Maduro left.") == [("Nicolas Maduro", "PER", "Nicolás Maduro")]


@pytest.mark.parametrize("title", ["President", "Senator", "Gen.", "Foreign Minister", "Dr."])
def test_a_title_is_no_part_of_an_unknown_name(names, title):
    assert names(f"They met {title} Wilma Zedson.") == [("Wilma Zedson", "PER", "Wilma Zedson")]


def test_a_surname_means_the_person_named_in_full(names):
    assert entities(names("They met Wilma Zedson at noon. Later Zedson left.")) == ["Wilma Zedson", "Wilma Zedson"]


def test_an_acronym_means_the_body_named_in_full(names):
    assert entities(names("They met the Zed Harbour Organization at noon. The ZHO said that it would return.")) == ["Zed Harbour Organization"] * 2


def test_a_short_form_of_the_codebook_needs_no_full_name(names):
    assert names("They met Maduro.") == [("Maduro", "PER", "Nicolás Maduro")]


def test_a_word_that_opens_a_sentence_is_no_short_form_unless_the_full_name_is_there(names):
    assert names("Amnesty was demanded in return.") == []
    assert entities(names("Amnesty International met. Amnesty said no more.")) == ["Amnesty International"] * 2
    assert entities(names("They asked Amnesty for a word.")) == ["Amnesty International"]


def test_two_people_of_one_surname_are_kept_apart(names):
    assert entities(names("Delcy Rodríguez left. Rodríguez spoke.")) == ["Delcy Rodríguez"] * 2
    assert entities(names("Jorge Rodríguez left. Then Rodríguez spoke.")) == ["Jorge Rodríguez"] * 2
    assert entities(names("Delcy Rodríguez met Jorge Rodríguez.")) == ["Delcy Rodríguez", "Jorge Rodríguez"]


def test_a_surname_of_several_people_of_whom_none_is_named_stays_a_surname(names):
    assert entities(names("They met Rodríguez.")) == ["Rodríguez"]


@pytest.mark.parametrize("text", ["He lives in the U.S. now.", "He lives in the U.S.", "The U.S.'s boats left.", "The U.S. – he said – left."])
def test_the_full_stop_of_u_s_belongs_to_the_name(names, text):
    assert STATES in names(text)


def test_us_is_a_country_and_us_is_a_pronoun(names):
    assert entities(names("They told the US to go.")) == ["United States"]
    assert names("They told us to go.") == []


def test_a_people_is_no_place(names):
    assert names("They met American envoys.") == [("American", "NORP", "United States")]


def test_a_word_that_is_capital_only_at_the_start_of_sentences_is_no_name(names):
    assert names("Boats left. Harbours closed.") == []


def test_a_word_that_is_capital_in_mid_sentence_is_a_name_at_the_start_too(names):
    found = names("Zedville slept. They went to Zedville.")
    assert [(text, entity) for text, _, entity in found] == [("Zedville", "Zedville")] * 2


def test_a_text_in_capitals_still_tells_its_places(names):
    assert ("CARACAS", "LOC", "Caracas") in names("ENVOYS LEAVE CARACAS AT NOON, OFFICIALS SAY")


def test_a_name_inside_a_longer_name_is_not_marked_twice(names):
    assert names("They met Nicolás Maduro Guerra.") == [("Nicolás Maduro Guerra", "PER", "Nicolás Maduro Guerra")]


@pytest.mark.parametrize("text", ["", "1234 5678", "… – !", "a", "A"])
def test_a_text_without_names_has_none(names, text):
    assert names(text) == []


def test_mentions_are_in_order_and_do_not_overlap(annotate):
    rows = annotate(
        "President Nicolás Maduro of Venezuela met Wilma Zedson of the U.S. Zedson said Maduro and the Zed Harbour Organization, or ZHO, agreed."
    )["mentions"]
    assert len(rows) >= 6
    assert all(a["end"] <= b["start"] for a, b in zip(rows, rows[1:], strict=False))
