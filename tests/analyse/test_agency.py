import pytest

from parley.analyse.agency import agency, agents_left_out, voice

CASES = [
    ("Norlandia sank the boat.", "sank", "Norlandia", "active"),
    ("The boat was sunk by Norlandia.", "sunk", "Norlandia", "passive"),
    ("The boat was later sunk.", "sunk", None, "agentless_passive"),
    ("The boats seized by Norlandia burned.", "seized", "Norlandia", "passive"),
    ("Norlandia was sinking the boat.", "sinking", "Norlandia", "active"),
    ("The strike on the boat went on.", "strike", None, "other"),
]


@pytest.mark.parametrize(("words", "trigger", "source", "wanted"), CASES, ids=[c[0] for c in CASES])
def test_voice_is_read_from_the_words_around(words, trigger, source, wanted):
    start = words.index(trigger)
    assert voice(words, start, start + len(trigger), words.index(source) if source else None) == wanted


def made(fill):
    rows, sentences, documents = [], [], []
    for i, (words, trigger, source, _) in enumerate(CASES[:3]):
        start = words.index(trigger)
        documents.append({"doc_id": f"d{i}", "outlet": "Post", "text": words})
        sentences.append({"doc_id": f"d{i}", "sentence": 0, "start": 0, "end": len(words)})
        at = words.index(source) if source else None
        rows.append(
            {"doc_id": f"d{i}", "sentence": 0, "start": start, "end": start + len(trigger), "source": source, "source_start": at, "target": "boat"}
        )
    return fill(documents=documents, sentences=sentences, events=rows)


def test_who_acts_on_whom_and_how_it_is_told(fill):
    found = agency(made(fill), by="outlet").set_index("source")
    # three events with the boat as target: two of Norlandia's, one of nobody's
    assert found.loc["Norlandia", ["events", "articles", "active", "passive", "of_target"]].tolist() == [2, 2, 1, 1, 3]
    assert found.loc["(not named)", ["events", "agentless_passive"]].tolist() == [1, 1]
    assert found.loc["Norlandia", "share"] == pytest.approx(2 / 3)


def test_the_passives_that_name_no_agent(fill):
    (row,) = agents_left_out(made(fill), by="outlet").to_dict("records")
    assert (row["passives"], row["without_agent"], row["share"]) == (2, 1, 0.5)


def test_without_events_the_frames_are_empty_with_their_columns(fill):
    assert agency(fill(), by="outlet").empty and list(agents_left_out(fill(), by="outlet").columns)[0] == "outlet"
