"""What an incident is called in a figure: hand-made sentences with the words that should stand there."""

import pytest

from parley.codebook import between, phrase


@pytest.mark.parametrize(
    ("sentence", "trigger", "told"),
    [
        ("US forces seized the tanker Skipper on Wednesday, Trump said.", "seized", "seized the tanker Skipper"),
        ("The fleet has grown to about 6,000 sailors and marines.", "grown", "grown to about 6,000 sailors"),
        ("He ordered the USS Gerald R. Ford to sail.", "ordered", "ordered the USS Gerald R. Ford to sail"),
        ("The reward was doubled to $50 million under the attorney general of the United States.", "doubled", "doubled to $50 million"),
        ("On Monday three people were killed, officials said.", "killed", "three people were killed"),
        ("Six prisoners had been released.", "released", "Six prisoners had been released"),
        ("Caracas protested.", "protested", "protested"),
        ("It was the first strike.", "strike", "strike"),
        (
            "They promised to meet and discuss a wider deal between neighbours that would last longer.",
            "discuss",
            "discuss a wider deal between neighbours",
        ),
        ("The visit of a U.S. destroyer was brief.", "visit", "visit of a U.S. destroyer"),
        ("A strike-breaker met him.", "strike", "strike"),
        ("Talks with", "Talks", "Talks"),
        ("struck: United States → boat", "struck", "struck"),
        ("Nothing of the kind.", "raid", "raid"),
        (None, "raid", "raid"),
        ("A sentence.", None, ""),
    ],
)
def test_an_incident_is_called_by_the_words_that_tell_it(sentence, trigger, told):
    assert phrase(sentence, trigger) == told


def test_a_sentence_is_never_told_whole():
    long = "They seized " + " ".join(f"word{i}" for i in range(50))
    assert phrase(long, "seized") == "seized " + " ".join(f"word{i}" for i in range(7)) + " …"


@pytest.mark.parametrize(
    ("source", "target", "told", "who"),
    [
        ("Navy", "Rebels", "struck", "Navy → Rebels"),
        ("Navy", "Nicolás Maduro", "captured President Maduro", "Navy"),
        ("Navy", "Rebels", "struck by the navy", "→ Rebels"),
        (None, "Rebels", "struck", "→ Rebels"),
        ("Navy", None, "struck", "Navy"),
        (None, None, "struck", ""),
        ("Navy, the", float("nan"), "struck", "Navy"),
    ],
)
def test_actors_that_the_words_name_are_not_named_again(source, target, told, who):
    assert between({"source": source, "target": target}, told) == who
