"""Every encoding and label of the WHATWG's Encoding Standard (encoding.spec.whatwg.org, 40 encodings, 228 labels), with bytes from its indexes."""

import pytest
import webencodings.labels

from parley.read.encoding import decode_as, decode_page
from parley.read.formats import Rejected, records

# name of the standard: (a word, its bytes by the standard's index, the labels)
ENCODINGS = {
    "utf-8": ("Nicolás", b"Nicol\xc3\xa1s", "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8"),
    "ibm866": ("Москва", b"\x8c\xae\xe1\xaa\xa2\xa0", "866 cp866 csibm866 ibm866"),
    "iso-8859-2": ("Łódź", b"\xa3\xf3d\xbc", "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2"),
    "iso-8859-3": ("Ħal Għaxaq", b"\xa1al G\xb1axaq", "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3"),
    "iso-8859-4": ("Rīga", b"R\xefga", "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4"),
    "iso-8859-5": (
        "Москва",
        b"\xbc\xde\xe1\xda\xd2\xd0",
        "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988",
    ),
    "iso-8859-6": (
        "سلام",
        b"\xd3\xe4\xc7\xe5",
        "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987",
    ),
    "iso-8859-7": (
        "Αθήνα",
        b"\xc1\xe8\xde\xed\xe1",
        "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek",
    ),
    "iso-8859-8": (
        "שלום",
        b"\xf9\xec\xe5\xed",
        "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 visual",
    ),
    "iso-8859-8-i": ("שלום", b"\xf9\xec\xe5\xed", "csiso88598i iso-8859-8-i logical"),
    "iso-8859-10": ("Þingvellir ŋ", b"\xdeingvellir \xbf", "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6"),
    "iso-8859-13": ("Klaipėda", b"Klaip\xebda", "iso-8859-13 iso8859-13 iso885913"),
    "iso-8859-14": ("Ŵyr", b"\xd0yr", "iso-8859-14 iso8859-14 iso885914"),
    "iso-8859-15": ("œuvre €", b"\xbduvre \xa4", "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9"),
    "iso-8859-16": ("Iași", b"Ia\xbai", "iso-8859-16"),
    "koi8-r": ("Москва", b"\xed\xcf\xd3\xcb\xd7\xc1", "cskoi8r koi koi8 koi8-r koi8_r"),
    "koi8-u": ("Київ ў", b"\xeb\xc9\xa7\xd7 \xae", "koi8-ru koi8-u"),
    "macintosh": ("Nicolás", b"Nicol\x87s", "csmacintosh mac macintosh x-mac-roman"),
    "windows-874": ("ไทย", b"\xe4\xb7\xc2", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874"),
    "windows-1250": ("Łódź", b"\xa3\xf3d\x9f", "cp1250 windows-1250 x-cp1250"),
    "windows-1251": ("Київ", b"\xca\xe8\xbf\xe2", "cp1251 windows-1251 x-cp1251"),
    "windows-1252": (
        "“Nicolás”",
        b"\x93Nicol\xe1s\x94",
        "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252",
    ),
    "windows-1253": ("Αθήνα", b"\xc1\xe8\xde\xed\xe1", "cp1253 windows-1253 x-cp1253"),
    "windows-1254": (
        "İzmir ığdır",
        b"\xddzmir \xfd\xf0d\xfdr",
        "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254",
    ),
    "windows-1255": ("שלום", b"\xf9\xec\xe5\xed", "cp1255 windows-1255 x-cp1255"),
    "windows-1256": ("تهران پ", b"\xca\xe5\xd1\xc7\xe4 \x81", "cp1256 windows-1256 x-cp1256"),
    "windows-1257": ("Klaipėda", b"Klaip\xebda", "cp1257 windows-1257 x-cp1257"),
    "windows-1258": ("Hà Nội", b"H\xe0 N\xf4\xf2i", "cp1258 windows-1258 x-cp1258"),
    "x-mac-cyrillic": ("Киiв", b"\x8a\xe8i\xe2", "x-mac-cyrillic x-mac-ukrainian"),
    "gbk": ("北京 €", b"\xb1\xb1\xbe\xa9 \x80", "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk"),
    "gb18030": ("北京 ḿ", b"\xb1\xb1\xbe\xa9 \xa8\xbc", "gb18030"),
    "big5": ("臺北", b"\xbbO\xa5_", "big5 big5-hkscs cn-big5 csbig5 x-x-big5"),
    "euc-jp": ("東京①", b"\xc5\xec\xb5\xfe\xad\xa1", "cseucpkdfmtjapanese euc-jp x-euc-jp"),
    "iso-2022-jp": ("東京①", b"\x1b$BEl5~-!\x1b(B", "csiso2022jp iso-2022-jp"),
    "shift_jis": ("東京①", b"\x93\x8c\x8b\x9e\x87@", "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis"),
    "euc-kr": (
        "서울 똠",
        b"\xbc\xad\xbf\xef \x8cc",
        "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949",
    ),
    "replacement": (None, b"", "csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr replacement"),
    "utf-16be": ("Nicolás", b"\x00N\x00i\x00c\x00o\x00l\x00\xe1\x00s", "unicodefffe utf-16be"),
    "utf-16le": ("Nicolás", b"N\x00i\x00c\x00o\x00l\x00\xe1\x00s\x00", "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le"),
    "x-user-defined": ("a\uf7ff", b"a\xff", "x-user-defined"),
}

LABELS = [(name, label) for name, (_, _, labels) in ENCODINGS.items() for label in labels.split()]
PAGE = b"<html><head><meta charset='%s'></head><body>%s</body></html>"


def test_the_list_is_whole_and_the_library_has_the_same():
    assert len(ENCODINGS) == 40 and len(LABELS) == 228
    assert {label: name for name, label in LABELS} == webencodings.labels.LABELS


@pytest.mark.parametrize("name", [n for n in ENCODINGS if n != "replacement"])
def test_an_encoding_is_read_by_the_standards_index(name):
    word, raw, _ = ENCODINGS[name]
    assert decode_as(raw, name) == word


@pytest.mark.parametrize(("name", "label"), [pair for pair in LABELS if pair[0] != "replacement"])
def test_every_label_of_the_transport_is_known(name, label):
    word, raw, _ = ENCODINGS[name]
    assert decode_page(raw, label) == word
    assert decode_page(raw, f" {label.upper()}\n") == word


@pytest.mark.parametrize(("name", "label"), [pair for pair in LABELS if pair[0] not in ("replacement", "utf-16be", "utf-16le", "x-user-defined")])
def test_every_label_in_a_page_is_known(name, label):
    word, raw, _ = ENCODINGS[name]
    assert f"<body>{word}</body>" in decode_page(PAGE % (label.encode(), raw))


@pytest.mark.parametrize("label", ENCODINGS["utf-16be"][2].split() + ENCODINGS["utf-16le"][2].split())
def test_a_page_whose_declaration_can_be_read_is_not_utf_16(label):
    assert "<body>Nicolás</body>" in decode_page(PAGE % (label.encode(), "Nicolás".encode()))


def test_a_page_that_declares_x_user_defined_is_windows_1252_and_one_of_the_transport_is_not():
    assert "<body>“x</body>" in decode_page(PAGE % (b"x-user-defined", b"\x93x"))
    assert decode_page(b"\x93x", "x-user-defined") == "\uf793x"


@pytest.mark.parametrize(
    ("label", "raw"),
    [("hz-gb-2312", b"~{11>)~} x"), ("iso-2022-kr", b"\x1b$)C\x0e<-?o\x0f x"), ("csiso2022kr", b"\x1b$)C\x0e<-?o\x0f x")],
)
def test_encodings_that_browsers_refuse_are_read_where_python_can(label, raw):
    assert decode_page(raw, label) in ("北京 x", "서울 x")


@pytest.mark.parametrize("label", ENCODINGS["replacement"][2].split())
def test_no_label_of_the_replacement_hides_a_page_that_is_ascii(label):
    assert "The envoys met." in decode_page(PAGE % (label.encode(), b"The envoys met."))


def test_bytes_that_a_code_page_leaves_open_are_control_characters_as_in_browsers():
    assert decode_as(b"a\x81b", "windows-1252") == "a\x81b"
    assert decode_as(b"\xca", "windows-1255") == "\u05ba"
    assert decode_as(b"\xd2", "windows-1253") == "\ufffd"


def test_half_a_character_at_the_end_is_replaced_and_stops_nothing():
    for name in ("euc-jp", "iso-2022-jp", "shift_jis", "big5", "gbk", "euc-kr", "utf-16le"):
        assert decode_as(ENCODINGS[name][1][: -4 if name == "iso-2022-jp" else -1], name)


def test_an_unknown_label_leaves_it_to_the_bytes(tmp_path):
    (tmp_path / "a.html").write_bytes(PAGE % (b"klingon", "<p>Nicolás met the envoys of the two republics in the harbour on Tuesday.</p>".encode()))
    (found,) = records(tmp_path)
    assert not isinstance(found, Rejected) and "Nicolás met" in found.text
