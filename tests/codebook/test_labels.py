import pytest

from parley.codebook import frame_label


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("oil_economy", "Oil and economy"),
        ("military_threat", "Military threat"),
        ("economic", "Economic"),  # two codebooks call it differently
        ("resolution", "Resolution"),  # its label begins otherwise and is long
        ("of_my_own", "Of my own"),
        ("", ""),
    ],
)
def test_a_frame_is_called_as_its_codebook_calls_it_where_that_is_short_and_the_only_name(name, label):
    assert frame_label(name) == label
