from datetime import date

import pytest

from parley import provenance


def test_the_time_is_the_newest_articles_day(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert provenance.time(date(2026, 1, 16)) == "2026-01-16, the day of the newest article"
    assert provenance.time(None) == "unknown: no article is dated"


def test_source_date_epoch_goes_first(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert provenance.time(date(2026, 1, 16)) == "1970-01-02 00:00 UTC"


def test_a_source_date_epoch_that_is_no_number_is_refused(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(ValueError, match="SOURCE_DATE_EPOCH='yesterday': give seconds"):
        provenance.time(None)
