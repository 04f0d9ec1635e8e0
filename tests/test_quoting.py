import pytest

from parley.show import quoting


@pytest.mark.parametrize(
    "licence", ["CC-BY-4.0", "cc by 4.0", "CC BY-SA 3.0 IGO", "CC0", "CC0-1.0", "Public domain", "Open Government Licence v3.0", " CC-BY-2.0 "]
)
def test_licences_that_let_sentences_be_quoted_whole(licence):
    assert quoting.is_open(licence)


@pytest.mark.parametrize(
    "licence",
    [None, float("nan"), "", "All rights reserved", "CC BY-NC 4.0", "CC-BY-ND-4.0", "CC BY-NC-ND", "not CC0", "CC BY Agency Ltd all rights"],
)
def test_licences_that_do_not(licence):
    assert not quoting.is_open(licence)


def test_what_is_constructed_may_be_quoted():
    assert quoting.is_open(None, True) and not quoting.is_open(None, None)


def test_a_span_holds_its_words_around_the_mark():
    text = " ".join(f"w{i}" for i in range(100))
    start = text.index("w50")
    a, b = quoting.span(text, start, start + 3)
    assert text[a:b].split() == [f"w{i}" for i in range(38, 63)]


@pytest.mark.parametrize(("mark", "first", "last"), [("w0", "w0", "w24"), ("w99", "w75", "w99")])
def test_a_span_at_an_edge_is_as_long(mark, first, last):
    text = " ".join(f"w{i}" for i in range(100))
    a, b = quoting.span(text, text.index(mark), text.index(mark) + len(mark))
    words = text[a:b].split()
    assert (words[0], words[-1], len(words)) == (first, last, 25)


def test_a_short_sentence_is_its_own_span():
    assert quoting.span("The navy struck a boat.", 9, 15) == (0, 23)
    assert quoting.span("", 0, 0) == (0, 0)


def test_a_text_without_blanks_is_cut_by_its_letters():
    text = "船" * 1000
    a, b = quoting.span(text, 500, 501)
    assert a <= 500 < b and b - a == 300


def test_a_text_is_shortened_with_an_ellipsis():
    assert quoting.shorten("one two three", 2) == "one two …" and quoting.shorten("one two ", 2) == "one two"


def quoted(doc, sentence):
    return f'<blockquote class="quote limited" data-place="{doc} {sentence}"><span class="words">said {doc}.{sentence}</span><footer>x</footer></blockquote>'


def test_three_sentences_of_an_article_are_kept_over_all_pages():
    used = {}
    first = quoting.keep_few("".join(quoted("a", i) for i in (4, 1)) + quoted("b", 0), used)
    second = quoting.keep_few("".join(quoted("a", i) for i in (1, 7, 9)), used)
    assert "said a.4" in first and "said a.1" in first and "said b.0" in first
    assert "said a.1" in second and "said a.7" in second and "said a.9" not in second
    assert "Sentence 10 of the article" in second and second.count("<footer>x</footer></blockquote>") == 3
    assert used == {"a": {4, 1, 7}, "b": {0}}
    assert quoting.places(first + second) == used
