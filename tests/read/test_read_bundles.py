from datetime import date

import pytest

from parley.read.bundles import split
from parley.read.corpus import read
from parley.read.formats import records

NEXIS_UNI = """Envoys meet in the harbour
Zed Post
November 5, 2025 Wednesday

Copyright 2025 Zed Post All Rights Reserved

Section: WORLD; Pg. 4
Length: 12 words
Byline: Ines Calloway

Body

The envoys met in the harbour.

They left at noon.

Load-Date: November 6, 2025

End of Document

Boats stay in port
Harbor Wire
November 7, 2025 Friday 10:15 AM GMT

Copyright 2025 Harbor Wire

Length: 6 words

Body

The boats stayed in port.

Load-Date: November 7, 2025

End of Document
"""

NEXIS_OLD = """
                               1 of 2 DOCUMENTS

                                   Zed Post

                           November 5, 2025 Wednesday
                              Late Edition - Final

Envoys meet in the harbour

BYLINE: By INES CALLOWAY

SECTION: Section A; Column 1; Pg. 4

LENGTH: 12 words

BODY:

   The envoys met in the harbour.

LOAD-DATE: November 6, 2025

LANGUAGE: ENGLISH

                               2 of 2 DOCUMENTS

                                  Harbor Wire

                            November 7, 2025 Friday

HEADLINE: Boats stay in port

LENGTH: 6 words

BODY:

   The boats stayed in port.

LOAD-DATE: November 7, 2025
"""

FACTIVA_CODED = """HD
Envoys meet in the harbour
BY
By Ines Calloway
WC
12 words
PD
5 November 2025
SN
Zed Post
LA
English
LP
The envoys met in the harbour.
TD
They left at noon.
Document ZEDP000020251105elb50001a

HD   Boats stay in port
PD   7 November 2025
SN   Harbor Wire
TD
The boats stayed in port.
Document HWIR000020251107elb70000b
"""

FACTIVA_PLAIN = """World
Envoys meet in the harbour
By Ines Calloway
12 words
5 November 2025
10:30
Zed Post
ZEDP
English
Copyright 2025. Zed Post.

The envoys met in the harbour.

They left at noon.

Document ZEDP000020251105elb50001a

Boats stay in port
6 words
7 November 2025
Harbor Wire
HWIR
English
(c) 2025 Harbor Wire

The boats stayed in port.

Document HWIR000020251107elb70000b
"""

PROQUEST = """____________________________________________________________

Report Information from ProQuest

____________________________________________________________

Document 1 of 2

Envoys meet in the harbour

Author: Calloway, Ines

Publication info: Zed Post, Late Edition; Port Zed [Port Zed] 05 Nov 2025: A.4.

Abstract: Envoys met.

Full text: The envoys met in the harbour.

They left at noon.

Title: Envoys meet in the harbour

Publication title: Zed Post, Late Edition; Port Zed

Publication date: Nov 5, 2025

Document URL: https://proquest.example/1

Language of publication: English

____________________________________________________________

Document 2 of 2

Boats stay in port

Publication info: Harbor Wire; Port Zed [Port Zed] 07 Nov 2025.

Full text: The boats stayed in port.

Source type: Newspaper

____________________________________________________________
"""


@pytest.mark.parametrize(
    "text", [NEXIS_UNI, NEXIS_OLD, FACTIVA_CODED, FACTIVA_PLAIN, PROQUEST], ids=["nexis uni", "nexis", "factiva codes", "factiva", "proquest"]
)
def test_an_export_gives_each_article_with_title_outlet_date_and_text(tmp_path, book, text):
    (tmp_path / "export.txt").write_text(text)
    first, second = read(tmp_path, book)
    assert (first["source_id"], second["source_id"]) == ("export.txt:1", "export.txt:2")
    assert (first["title"], second["title"]) == ("Envoys meet in the harbour", "Boats stay in port")
    assert (first["outlet"], second["outlet"]) == ("Zed Post", "Harbor Wire")
    assert (first["published"], second["published"]) == (date(2025, 11, 5), date(2025, 11, 7))
    assert "calloway" in first["author"].lower() and not first["author"].lower().startswith("by ")
    assert first["text"].startswith("Envoys meet in the harbour\n\nThe envoys met in the harbour.")
    assert second["text"] == "Boats stay in port\n\nThe boats stayed in port."
    assert first["published_from"] == "metadata"


@pytest.mark.parametrize("text", ["", "The envoys met.", "End of Document", "Document 1 of 3\n\nThe ministry showed it.", "1 of 3 envoys left."])
def test_a_single_article_is_no_export(text):
    assert split(text) is None


def test_an_article_without_text_in_an_export_is_rejected(tmp_path):
    (tmp_path / "a.txt").write_text(NEXIS_UNI.replace("The boats stayed in port.", ""))
    kept, empty = records(tmp_path)
    assert empty.reason == "empty" and empty.source_id == "a.txt:2" and "Boats stay in port" in empty.detail
