from datetime import date

import pytest

from parley.annotate.events import _settings
from parley.annotate.text import Match
from parley.codebook import Trigger

MONDAY = date(2025, 11, 3)


@pytest.fixture
def events(annotate):
    return lambda text, **k: annotate(text, **k)["events"]


@pytest.fixture
def event(events):
    """The only event of a text."""

    def only(text, **k):
        found = events(text, **k)
        assert len(found) == 1, [(e["trigger"], e["event"]) for e in found]
        return found[0]

    return only


def sides(e):
    return e["source"], e["target"]


def test_an_event_has_class_track_time_and_actors(event):
    e = event("The United States bombed Venezuela on Monday.")
    assert (e["trigger"], e["event"], e["track"], e["status"]) == ("bombed", "ASSAULT", "military", "occurred")
    assert sides(e) == ("United States", "Venezuela")
    assert (e["earliest"], e["latest"], e["date_from"]) == (MONDAY, MONDAY, "expression")
    assert e["intensity"] < 0 and len(e["vector"]) == 384 and e["event_id"] == "d-0" and e["class_from"] == "both"


def test_a_passive_turns_the_actors_around(event):
    assert sides(event("Venezuela was bombed by the United States.")) == ("United States", "Venezuela")
    assert sides(event("Venezuela was bombed on Monday.")) == (None, "Venezuela")


def test_what_is_deployed_acts_for_its_country_and_half_of_a_compound_tells_nothing(events):
    (sent,) = events("Three US guided-missile destroyers were sent on Tuesday to waters off Venezuela.")
    assert (sent["trigger"], sides(sent)) == ("sent", ("United States", None))
    (deployed,) = events("Two French battalions were deployed to Mali on Monday.")
    assert sides(deployed) == ("France", None)


def test_an_arrest_is_of_the_one_who_is_arrested(events):
    (designation,) = events("The designation of the Cartel de los Soles as a foreign terrorist organisation took effect on Monday.")
    assert sides(designation) == (None, "Cartel de los Soles")


def test_a_house_acts_for_its_government(event):
    e = event("Washington sanctioned Iran.")
    assert sides(e) == ("United States", "Iran") and e["track"] == "pressure"
    assert (e["source_start"], e["source_end"]) == (0, 10)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The United States bombed Venezuela.", "occurred"),
        ("The United States did not bomb Venezuela.", "negated"),
        ("The United States never bombed Venezuela.", "negated"),
        ("The United States plans to bomb Venezuela.", "planned"),
        ("The United States could bomb Venezuela.", "possible"),
        ("The United States allegedly bombed Venezuela.", "alleged"),
        ("The United States is bombing Venezuela.", "ongoing"),
        ("Marco Rubio denied that the United States bombed Venezuela.", "denied"),
        ("The United States bombed Venezuela on 3 May 2019.", "historical"),
    ],
)
def test_the_words_around_a_trigger_decide_its_status(event, text, status):
    assert event(text)["status"] == status


def test_a_negation_in_another_clause_does_not_reach(event):
    assert event("It was not raining, and the United States bombed Venezuela.")["status"] == "occurred"


def test_what_is_said_is_attributed(event):
    assert event("Marco Rubio said that the United States bombed Venezuela.")["attributed_to"] == "Marco Rubio"
    assert event("The United States bombed Venezuela.")["attributed_to"] is None


def test_an_event_in_the_lead_is_dated_by_the_publication(event):
    e = event("The United States bombed Venezuela.")
    assert (e["earliest"], e["latest"], e["date_from"]) == (date(2025, 11, 4), date(2025, 11, 5), "publication")


def test_what_is_only_planned_is_not_dated_by_the_publication(event):
    e = event("The United States plans to bomb Venezuela.")
    assert (e["earliest"], e["latest"], e["date_from"]) == (None, None, "none")


def test_an_event_far_down_without_date_has_none(events):
    e = events("No boats. " * 6 + "The United States bombed Venezuela.")[-1]
    assert (e["earliest"], e["date_from"]) == (None, "none")


def test_the_same_event_in_the_next_sentence_inherits_its_date(events):
    first, second = events("The United States bombed Venezuela on Monday. The United States bombed Venezuela.")
    assert (second["earliest"], second["date_from"]) == (first["earliest"], "inherited") == (MONDAY, "inherited")


def test_without_publication_date_nothing_is_dated_by_it(event):
    e = event("The United States bombed Venezuela.", published=None)
    assert (e["earliest"], e["latest"], e["date_from"]) == (None, None, "none")


def test_a_longer_phrase_that_is_no_event_hides_a_trigger(events, book):
    assert "strike group" in book.not_events
    assert "strike" not in [e["trigger"] for e in events("The carrier strike group sailed.")]


def test_a_trigger_inside_a_name_is_no_event(events):
    assert [e["trigger"] for e in events("They met Ms Wanda Attack, a lawyer, in Caracas.")] == ["met"]


def test_no_actor_acts_on_itself(event):
    e = event("Venezuela bombed Venezuela.")
    assert sides(e) == ("Venezuela", None)


@pytest.mark.parametrize("text", ["", "Peace", "…", "The weather was fine."])
def test_a_text_without_triggers_has_no_events(events, text):
    assert events(text) == []


def test_events_are_numbered_in_the_order_of_the_text(events):
    found = events("The United States bombed Venezuela. Russia invaded Ukraine. Iran met Iraq.")
    assert [e["event_id"] for e in found] == ["d-0", "d-1", "d-2"]
    assert [e["start"] for e in found] == sorted(e["start"] for e in found)


def test_confidence_grows_with_what_is_known(event):
    # 0.4, and 0.2 for each actor, 0.1 for a verb, 0.1 for a date of its own
    dated, undated, alone = (
        event(t)["confidence"]
        for t in ("The United States bombed Venezuela on Monday.", "The United States bombed Venezuela.", "Venezuela was bombed.")
    )
    assert 1 >= dated > undated > alone > 0.4


def test_words_about_an_act_and_the_act_are_two_events(events):
    found = {e["trigger"]: (e["event"], e["status"]) for e in events("Brazil threatened to invade Guyana.")}
    assert found == {"threatened": ("THREATEN", "occurred"), "invade": ("ASSAULT", "possible")}


def test_a_phrase_may_hold_a_name_and_a_word_in_a_name_tells_nothing(events):
    assert "arrived in the Caribbean" in [e["trigger"] for e in events("A destroyer of the United States arrived in the Caribbean on Monday.")]
    assert all(e["trigger"] != "Strike" for e in events("Strike Force Albis is a novel by Ana Lima."))


def test_what_is_to_come_is_an_intention_on_the_track_of_the_act(event):
    e = event("Brazil will sanction Guyana.")
    assert (e["event"], e["track"], e["status"]) == ("THREATEN", "pressure", "planned")


def test_a_verb_knows_the_event_in_which_it_happened():
    text = "Okello was seized with two others in a US raid on Kampala, and jailed."
    place = lambda words: (text.index(words), text.index(words) + len(words))  # noqa: E731
    listed = Trigger("raid", "ASSAULT", "attack", "military", -9.0, "forward", "noun", True)
    seized, raid, jailed = (Match(*place(w), e) for w, e in (("seized", listed), ("raid", listed), ("jailed", listed)))
    assert _settings(text, [(seized, 0, "model"), (raid, 0, "both"), (jailed, 0, "model")]) == {seized.start: "military"}
    assert _settings(text, [(seized, 0, "model"), (raid, 0, "model")]) == _settings(text, [(seized, 0, "model"), (raid, 1, "both")]) == {}
