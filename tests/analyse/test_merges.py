import pandas as pd
import pytest

from parley.analyse.merges import collisions, find, skeleton


def names(*rows):
    return pd.DataFrame(rows, columns=["name", "label", "mentions"])


def read_as(*rows, **k):
    return dict(find(names(*rows), **k)[["name", "entity"]].itertuples(index=False))


@pytest.mark.parametrize(("one", "other"), [("Gadhafi", "Qaddafi"), ("Gaddafi", "Kadafi"), ("Zelensky", "Zelenskyy"), ("Yeltsin", "Jeltsin")])
def test_transliterations_have_one_skeleton(one, other):
    assert skeleton(one) == skeleton(other)


def test_transliterated_people_are_one():
    assert read_as(("Moammar Gadhafi", "PER", 9), ("Muammar Qaddafi", "PER", 5)) == {"Muammar Qaddafi": "Moammar Gadhafi"}


@pytest.mark.parametrize("other", ["Hussein Rouhani", "Jorge Rouhani", "Hassana Rouhani Zadeh"])
def test_other_given_names_are_other_people(other):
    assert read_as(("Hassan Rouhani", "PER", 9), (other, "PER", 5)) == {}


def test_mario_is_not_maria():
    assert read_as(("Mario Santos", "PER", 9), ("Maria Santos", "PER", 5)) == {}


def test_accents_case_and_articles_do_not_make_another_name():
    merged = read_as(("Red Cross", "ORG", 3), ("the Red Cross", "ORG", 1), ("Delcy Rodríguez", "PER", 5), ("DELCY RODRIGUEZ", "PER", 1))
    assert merged == {"the Red Cross": "Red Cross", "DELCY RODRIGUEZ": "Delcy Rodríguez"}


def test_a_middle_initial_does_not_make_another_person():
    assert read_as(("Ana Lima", "PER", 3), ("Ana B. Lima", "PER", 1)) == {"Ana B. Lima": "Ana Lima"}
    assert read_as(("Ana Lima", "PER", 3), ("Ana B. Lima", "PER", 1), ("Ana C. Lima", "PER", 1)) == {}


def test_a_surname_is_the_only_person_who_bears_it():
    assert read_as(("Ana Lima", "PER", 3), ("Lima", "PER", 2)) == {"Lima": "Ana Lima"}
    assert read_as(("Ana Lima", "PER", 3), ("Rui Lima", "PER", 3), ("Lima", "PER", 2)) == {}


def test_a_surname_is_not_the_place_of_that_name():
    assert read_as(("Ana Lima", "PER", 3), ("Lima", "LOC", 2)) == {}


def test_the_codebook_and_the_analyst_have_the_last_word():
    rows = (("Ana Lima", "PER", 3), ("Lima", "PER", 2))
    assert read_as(*rows, known=["Lima"]) == {} and read_as(*rows, apart=["Lima"]) == {}
    assert read_as(("Zed Party", "ORG", 1), ("the Zed Party", "ORG", 5), known=["Zed Party"]) == {"the Zed Party": "Zed Party"}


def test_each_merge_has_a_reason_and_its_mentions():
    row = find(names(("Ana Lima", "PER", 3), ("Lima", "PER", 2))).iloc[0]
    assert (row["reason"], row["mentions"]) == ("the only person of that surname in the corpus", 2)


def test_two_bearers_of_a_surname_are_reported():
    found = collisions(names(("Delcy Rodríguez", "PER", 5), ("Jorge Rodríguez", "PER", 4), ("Rodríguez", "PER", 2), ("Ana Lima", "PER", 1)))
    assert found.to_dict("records") == [{"surname": "Rodríguez", "people": "Delcy Rodríguez, Jorge Rodríguez", "unresolved": 2}]


def test_no_names_no_merges():
    assert find(names()).empty and collisions(names()).empty


@pytest.mark.parametrize(("one", "other"), [("El Salvador", "Salvador"), ("Las Zedas", "Zedas")])
def test_a_spanish_article_belongs_to_the_name(one, other):
    assert read_as((one, "LOC", 9), (other, "LOC", 5)) == {}


def test_a_name_kept_apart_still_bears_its_surname():
    assert read_as(("Ana Lima", "PER", 3), ("Rui Lima", "PER", 3), ("Lima", "PER", 2), apart=["Ana Lima"]) == {}


def test_a_hyphenated_surname_is_one_surname():
    assert read_as(("Ana Zedo-Lima", "PER", 3), ("Lima", "PER", 2)) == {}
    assert read_as(("Omar Al-Zedi", "PER", 3), ("Zedi", "PER", 2), ("Al-Zedi", "PER", 1))["Zedi"] == "Omar Al-Zedi"
