"""Who undergoes an event that is told in the passive, in full or in short."""

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "Nicolás Maduro was captured in Caracas.",
        "Nicolás Maduro, captured with his wife on Saturday, said nothing.",
        "Nicolás Maduro was seized at night and captured with his wife.",
    ],
)
def test_who_is_captured_is_the_target(annotate, text):
    events = [e for e in annotate(text)["events"] if e["trigger"] == "captured"]
    assert [(e["source"], e["target"]) for e in events] == [(None, "Nicolás Maduro")]


def test_who_captures_is_the_source(annotate):
    events = [e for e in annotate("Brazil captured three ships of Guyana.")["events"] if e["trigger"] == "captured"]
    assert [(e["source"], e["target"]) for e in events] == [("Brazil", "Guyana")]
