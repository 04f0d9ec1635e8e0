from parley.analyse.concordance import concordance

TEXT = "Rain fell. On Monday Ana Lima met them in the old harbour. Ana spoke."


def lines(fill, **k):
    at = [TEXT.index("Ana Lima"), TEXT.index("Ana spoke")]
    sentences = [(0, 10), (11, 58), (59, len(TEXT))]
    store = fill(
        documents=[{"doc_id": d, "outlet": o, "text": TEXT, "published": "2025-09-03"} for d, o in (("a", "Post"), ("b", "Wire"))],
        sentences=[{"doc_id": d, "sentence": i, "start": a, "end": b} for d in "ab" for i, (a, b) in enumerate(sentences)],
        mentions=[
            {"doc_id": d, "sentence": i + 1, "start": s, "end": s + n, "text": TEXT[s : s + n], "entity": "Ana Lima"}
            for d in "ab"
            for i, (s, n) in enumerate(zip(at, (8, 3), strict=True))
        ],
    )
    return concordance(store, entity="Ana Lima", **k)


def test_a_line_stays_within_its_sentence(fill):
    found = lines(fill)
    assert found[["left", "name", "right"]].to_numpy().tolist() == [
        ["On Monday ", "Ana Lima", " met them in the old harbour."], ["", "Ana", " spoke."],
    ] * 2  # fmt: skip


def test_long_contexts_are_cut_at_blanks(fill):
    # nine characters hold "On Monday" and "met them "; "in" would begin the tenth
    assert lines(fill, width=9)[["left", "right"]].iloc[0].tolist() == ["On Monday ", " met them…"]
    assert lines(fill, width=7)[["left", "right"]].iloc[0].tolist() == ["…Monday ", " met…"]


def test_each_article_gives_a_line_before_any_gives_two(fill):
    assert lines(fill, n=2)["outlet"].tolist() == ["Post", "Wire"]
    assert lines(fill, outlet="Wire")["doc_id"].tolist() == ["b", "b"]
