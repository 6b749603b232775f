"""A3: text in any encoding is read without a wrong letter, or refused by name."""

import os
import random
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import Unreadable
from index.readers import READERS
from index.readers.alphabets import ENCODINGS, IDEOGRAPHS
from index.readers.extract import decode

FULL = bool(os.environ.get("CHAPTER_FULL"))
TEXTS: dict[str, str] = tomllib.loads(Path(__file__).with_name("tongues.toml").read_text("utf-8"))
# where each is at home: these are read, once the text is a page or so
AT_HOME = [
    *((tongue, "cp1252") for tongue in ("en", "de", "fr", "es", "pt", "it", "sv", "da")),
    *((tongue, "mac_roman") for tongue in ("en", "de", "fr", "es", "it")),
    *((tongue, "cp850") for tongue in ("de", "es")),
    *((tongue, "cp1250") for tongue in ("pl", "cs", "hu")),
    *((tongue, "iso8859-2") for tongue in ("pl", "cs", "hu")),
    *((tongue, "cp852") for tongue in ("pl", "cs")),
    *((("de", "cp437"), ("fr", "iso8859-15"), ("tr", "cp1254"), ("ro", "iso8859-16"))),
    *(("ru", encoding) for encoding in ("cp1251", "koi8-r", "cp866", "mac_cyrillic")),
    *((("uk", "cp1251"), ("uk", "koi8-u"), ("el", "cp1253"), ("el", "iso8859-7"))),
    *(("ja", encoding) for encoding in ("cp932", "euc_jp", "iso2022_jp")),
    *((("zh", "gb18030"), ("zh-tw", "big5"), ("ko", "euc_kr"))),
    *((tongue, "utf-16-le") for tongue in ("en", "fr", "ru", "ja", "zh", "ko")),
    *((tongue, "utf-16-be") for tongue in ("de", "pl", "el", "zh-tw")),
    *((tongue, "utf-32-le") for tongue in ("en", "ja")),
]
STRANGE = ["cp1255", "cp1256", "cp1258", "cp874", "iso8859-6", "iso8859-14", "cp037", "cp500"]
PLAIN = {"iso8859-15": "’'"}  # the encoding has no curly one
ALL = sorted(
    {encoding for names in ENCODINGS.values() for encoding in names}
    | {encoding for language in IDEOGRAPHS for encoding in language.encodings}
    | {"utf-16-le", "utf-16-be", "utf-32-be", "iso2022_jp", "iso2022_kr", "johab", *STRANGE}
)


def outcome(data: bytes, truth: str) -> str:
    try:
        return "right" if decode(data) == truth else "wrong"
    except Unreadable as error:
        return "refused" if "UTF-8" in str(error) else "nameless"


def test_forty_files_in_the_encoding_of_their_place_are_read_to_the_letter() -> None:
    texts = [
        (TEXTS[tongue].replace(*PLAIN.get(encoding, "  ")), encoding)
        for tongue, encoding in AT_HOME
    ]
    found = Counter(outcome(text.encode(encoding), text) for text, encoding in texts)
    assert len(AT_HOME) >= 40
    assert set(found) <= {"right", "refused"}
    assert found["right"] >= 0.9 * len(AT_HOME)


def pieces(count: int) -> Iterator[tuple[str, str, bytes]]:
    """Pieces of every text in every encoding that holds them."""
    chance = random.Random(7)
    for whole in TEXTS.values():
        for encoding in ALL:
            for _ in range(count):
                # a few bytes of any encoding can be those of another letter in UTF-8
                size = chance.choice([12, 30, 60, 120, 200])
                start = chance.randrange(max(1, len(whole) - size))
                piece = whole[start : start + size]
                try:
                    yield encoding, piece, piece.encode(encoding)
                except UnicodeEncodeError:
                    continue


def test_no_piece_of_text_in_any_encoding_is_read_wrong() -> None:
    found = Counter(outcome(data, piece) for _, piece, data in pieces(40 if FULL else 2))
    assert set(found) == {"right", "refused"}


def test_no_text_that_is_cut_within_a_letter_is_read_wrong() -> None:
    """What is left of the letter at the end must not become another one."""
    for encoding, piece, data in pieces(8 if FULL else 1):
        last = len(piece[-1].encode(encoding))
        if last > 1:
            # of some encodings only the mark that ends a run of letters is lost
            readings = {outcome(data[:-1], truth) for truth in (piece[:-1], piece)}
            assert readings <= {"refused"} or "right" in readings


def test_no_file_in_two_encodings_is_read() -> None:
    chance = random.Random(8)
    mixed = [("utf-8", "cp1252"), ("cp1252", "utf-8"), ("cp1252", "mac_roman"), ("cp850", "utf-8")]
    for tongue in ("de", "fr", "es", "pt", "it", "sv", "da"):
        for first, second in mixed:
            start = chance.randrange(40)
            one, other = TEXTS[tongue][start:], TEXTS[tongue]
            data = one.encode(first, "ignore") + b"\n" + other.encode(second, "ignore")
            with pytest.raises(Unreadable, match="UTF-8"):
                decode(data)


@pytest.mark.parametrize("encoding", ["utf-7", "hz"])
@pytest.mark.parametrize("tongue", ["de", "fr", "zh", "ja", "ko"])
def test_letters_that_are_written_in_ascii_are_not_taken_for_text(
    tongue: str, encoding: str
) -> None:
    data = TEXTS[tongue].encode(encoding, "ignore")
    if data.isascii() and (b"+" in data or b"~{" in data):
        with pytest.raises(Unreadable, match="UTF-7"):
            decode(data)


@pytest.mark.parametrize(
    "text", ["C++ and 1+1-2", "call +49-30-1234 or +1 (503) 555-0100", "a+b+c- d", "x~{y}", "+Inf-"]
)
def test_plus_signs_are_plus_signs(text: str) -> None:
    assert decode(text.encode()) == text


@pytest.mark.parametrize("size", [1, 2, 5, 9])
def test_what_is_short_is_refused_and_not_guessed(size: int) -> None:
    for word in ("é", "Ärger", "naïve", "œuf", "Łódź", "да", "не", "中文", "東京", "한글", "£5"):
        for encoding in ("cp1252", "cp1250", "koi8-r", "cp932", "gb18030", "big5", "euc_kr"):
            data = word[:size].encode(encoding, "ignore")
            if not data.isascii():
                assert outcome(data, word[:size]) == "refused"


def test_one_letter_that_could_be_another_makes_the_difference() -> None:
    """The euro sign of one encoding is the currency sign of the other: then neither is taken."""
    text = TEXTS["fr"]
    assert outcome(text.encode("cp1252"), text) == "right"
    assert outcome(text.encode("cp1252") + b" 5 \xa4", text + " 5 ¤") == "refused"


@pytest.mark.parametrize("ending", [".txt", ".md"])
def test_files_are_read_so(ending: str) -> None:
    assert READERS[ending].read(TEXTS["de"].encode("cp1252")).text == TEXTS["de"]


def test_random_bytes_are_no_text() -> None:
    chance = random.Random(9)
    for _ in range(300):
        data = chance.randbytes(chance.choice([10, 100, 1_000]))
        if b"\x00" in data or not data.isascii():
            with pytest.raises(Unreadable):
                decode(data)
