"""Which encoding the bytes of a text are in, where neither a mark nor the format says so.

Nothing is guessed: a wrong letter inside a quotation would be ours. The bytes are read in every
encoding that a language is written in, and a reading counts where each of its words could be one of
that language: its letters, capitals and marks where such marks stand. It is taken where common
words of the language vouch for it and no other reading comes near; two readings that differ in one
letter are as good as two that differ in all, and then the file is refused. So short texts are
refused, and what is read is read right. Row A3 of trust.md holds the check.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from index.readers.alphabets import ENGLISH, IDEOGRAPHS, LANGUAGES, Ideographs, Language

VOUCHED = 3  # words that must vouch for a reading
SHARE = {False: 0.03, True: 0.3}  # of the words with high bytes; in English, of what is no letter
CLEAR = 4  # how many times more than for any other reading
LARGEST = 4 * 1024 * 1024  # bytes of words that are looked at

TOKEN = re.compile(rb"[^\x00-\x20]+")
WORD = re.compile(r"[^\W\d_]+")
UNWRITTEN = {"Cc", "Cn", "Co", "Cs"}  # controls, private and unassigned characters, half ones
CONTROLS = re.compile(rb"[\x01-\x08\x0b\x0e-\x1f\x7f]")
# what may stand next to letters, and where
JOINING = set("’–—…\xa0\xad")
QUOTES = set("“”‘«»")
OPENING = set("„‚¿¡")
RAISED = set("²³°ªº™®")
ALONE = set("§©€£¥½¼¾×±•†‡№")
PUNCTUATED = re.compile(
    r"[a-z]’(?:s|t|re|ve|ll|d|m)\b|[a-z]s’|^[(]?[“‘]\w|\w[.,;:!?]?[”’][.,;:!?)]?$|^[–—]$|\w—\w|\d–\d"
    r"|^§+$|^•$|\w…$"
)
ESCAPES = ("iso2022_jp_ext", "iso2022_kr")
# two ways to write Unicode in ASCII: RFC 2152 and RFC 1843
SEVEN_BITS = re.compile(r"\+([A-Za-z0-9+/]{3,})-?")
FAR = re.compile("[A-Za-z][\u0530-\u07ff]|[\u0530-\u07ff][A-Za-z]|[!-;?@][\u0300-\u036f]")
LONG = 8  # letters of a run in base 64 that do not come about by chance
HZ = re.compile(r"~\{(?:[!-~]{2})+~\}")
EAST = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6]")
MARKS = set("…—–“”‘’·×÷±°℃①②③④⑤⑥⑦⑧⑨⑩→↑↓←○●□■△▲☆★※§―‥∥")


def read_as(data: bytes) -> str | None:
    """The text, if one encoding alone can be meant; otherwise None."""
    if b"\0" in data:
        return _wide(data)
    if b"\x1b" in data:
        return _escaped(data)
    tokens = Counter(token for token in TOKEN.findall(data) if not token.isascii())
    if CONTROLS.search(data) or sum(map(len, tokens)) > LARGEST:
        return None
    readings = dict(_readings(tokens, len(re.findall(rb"\b[Tt]he\b", data)) > len(data) / 500))
    ranked = sorted(readings.items(), key=lambda reading: -reading[1])
    if not ranked or any(CLEAR * other > ranked[0][1] for _, other in _unlike(ranked, data)):
        return None
    return data.decode(ranked[0][0])


def is_by_chance(text: str) -> bool:
    r"""Whether a text is UTF-8 by chance only: ASCII but for a letter of a far script in a word.

    >>> is_by_chance(b"l\xd5\x83t".decode()), is_by_chance("caf\u00e9")
    (True, False)
    """
    return bool(FAR.search(text)) and sum(c > "\x7f" for c in text) <= 2


def is_ascii_of_another(text: str) -> bool:
    """Whether ASCII stands for something else: UTF-7 or HZ, which no reader would see as text.

    >>> is_ascii_of_another("caf+AOk- at +AOk-"), is_ascii_of_another("C++ and 1+1-2, +49-30")
    (True, False)
    """
    return text.isascii() and (bool(HZ.search(text)) or _is_utf7(text))


def _is_utf7(text: str) -> bool:
    read = [_seven_bits(found[0].rstrip("-") + "-") for found in SEVEN_BITS.finditer(text)]
    # what is no UTF-7 comes out as a Chinese letter, if as anything
    known = [letters for letters in read if letters]
    if any("\xa0" <= letters < "\u2100" or len(letters) >= LONG for letters in known):
        return True
    return len(known) > 1 and len(known) > 0.8 * len(read)


def _seven_bits(run: str) -> str:
    """What a run of base 64 says in UTF-7; nothing where that would be no writing."""
    try:
        letters = run.encode().decode("utf-7")
    except UnicodeError:
        return ""
    # of ASCII only marks are written so
    written = all(
        unicodedata.category(c)[0] in "LMNPS" and not (c.isascii() and c.isalnum()) for c in letters
    )
    return letters if written else ""


def _readings(tokens: Counter[bytes], is_english: bool) -> Iterator[tuple[str, int]]:
    """The encodings that a language vouches for, each with the number of words that do."""
    languages: tuple[Language | Ideographs, ...] = (*LANGUAGES, *IDEOGRAPHS)
    encodings = {encoding for language in languages for encoding in language.encodings}
    for encoding in sorted(encodings):
        try:
            words = b"\n".join(tokens).decode(encoding).split("\n")
        except UnicodeError:
            continue
        if len(words) == len(tokens):
            counts = Counter(dict(zip(words, tokens.values(), strict=True)))
            found = max(_vouched(counts, encoding, is_english))
            if found:
                yield encoding, found


def _vouched(words: Counter[str], encoding: str, is_english: bool) -> Iterator[int]:
    yield 0
    for ideographs in IDEOGRAPHS:
        if encoding in ideographs.encodings:
            yield _of_ideographs(words, ideographs)
    for language in LANGUAGES:
        if encoding in language.encodings and (language is not ENGLISH or is_english):
            yield _of_letters(words, language)


def _of_letters(words: Counter[str], language: Language) -> int:
    """How many words vouch for a reading; 0 where it cannot be one, or too few do."""
    if not all(_fits(word, language) for word in words):
        return 0
    english = language is ENGLISH
    if english:
        vouching = sum(count for word, count in words.items() if PUNCTUATED.search(word))
    else:
        vouching = sum(
            count
            for word, count in words.items()
            if any(part.lower() in language.words for part in WORD.findall(word))
        )
    if language.alphabet != "latin":
        whole = sum(any(len(part) > 1 for part in WORD.findall(word)) for word in words)
        vouching *= whole > len(words) / 2
    return vouching if vouching >= max(VOUCHED, SHARE[english] * words.total()) else 0


def _of_ideographs(words: Counter[str], language: Ideographs) -> int:
    east = Counter(c for word, count in words.items() for c in word * count if EAST.match(c))
    beyond = {c for word in words for c in word if c > "\x7f" and c not in east}
    if not east or not beyond <= MARKS or any(_within(c, r) for r in language.others for c in east):
        return 0
    letters = Counter({c: count for c, count in east.items() if c.isalpha()})
    own = sum(count for c, count in letters.items() if _within(c, language.own))
    frequent = sum(letters[c] for c in language.frequent)
    enough = own >= language.share * letters.total() and frequent >= 0.08 * letters.total()
    # one letter of a Russian text in Big5 would be a common syllable of a Korean one
    several = sum(c in letters for c in language.frequent) >= 2 * VOUCHED
    return frequent if enough and several else 0


def _within(character: str, between: tuple[str, str]) -> bool:
    return between[0] <= character <= between[1]


def _fits(word: str, language: Language) -> bool:
    """Whether each character of a word could stand where it does in a language."""
    letters = all(_is_spelt(part, language) for part in WORD.findall(word))
    around = pairwise(f" {word} ")
    following = [after for _, after in around][1:]
    before = f" {word}"
    places = zip(before, word, following, strict=False)
    return letters and all(_stands(*place) for place in places if place[1] > "\x7f")


def _is_spelt(part: str, language: Language) -> bool:
    """Whether a run of letters has those of the language, and capitals where they belong."""
    strange = [c for c in part if c > "\x7f"]
    if not strange:
        return True
    if not {c.lower() for c in strange} <= language.letters:
        return False
    if len(part) == 1:  # Cyrillic and Greek abbreviate with them
        return language.alphabet != "latin" or part.lower() in language.words
    if language.alphabet != "latin" and len(strange) < len(part):
        return False  # two alphabets in one word
    inner_capital = any(a.islower() and b.isupper() and b > "\x7f" for a, b in pairwise(part))
    small = [c for c in part if c.islower()]
    small_in_capitals = len(small) == 1 and len(part) > 2 and small[0] > "\x7f"
    return not inner_capital and not small_in_capitals


def _stands(before: str, character: str, after: str) -> bool:
    """Whether a character beyond ASCII may stand between two others."""
    if character.isalpha() and character not in RAISED:
        return not (before.isdigit() or after.isdigit())
    if character in JOINING:
        return True
    if character in QUOTES:
        return not (before.isalpha() and after.isalpha())
    if character in OPENING:
        return not before.isalnum()
    if character in RAISED:
        return not after.isalpha() and before != " "
    return character in ALONE and not (before.isalpha() or after.isalpha())


def _unlike(ranked: list[tuple[str, int]], data: bytes) -> Iterable[tuple[str, int]]:
    """The readings whose text is another than the first's."""
    first = data.decode(ranked[0][0])
    return ((name, count) for name, count in ranked[1:] if data.decode(name) != first)


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, by where the zeros of its ASCII stand."""
    zeros = {"utf-16-be": data[::2].count(0), "utf-16-le": data[1::2].count(0)}
    names = [name for name, count in zeros.items() if count == sum(zeros.values())]
    names = names if len(names) == 1 else ["utf-32-le", "utf-32-be"]
    for name in names:
        try:
            text = data.decode(name)
        except UnicodeError:
            continue
        mostly = sum(zeros.values()) >= len(data) / 5
        if all(map(_is_written, text)) and (mostly or _is_known(text)):
            return text
    return None


def _is_known(text: str) -> bool:
    words = Counter(word for word in text.split() if not word.isascii())
    found = (_of_letters(words, language) for language in LANGUAGES if language is not ENGLISH)
    return any(found) or any(_of_ideographs(words, language) for language in IDEOGRAPHS)


def _is_written(character: str) -> bool:
    return character in "\t\n\r\f" or unicodedata.category(character) not in UNWRITTEN


def _escaped(data: bytes) -> str | None:
    """ISO-2022 text (RFC 1468, RFC 1557), which says itself what it is."""
    for name in ESCAPES:
        try:
            text = data.decode(name)
        except UnicodeError:
            continue
        if data.isascii() and not text.isascii() and all(map(_is_written, text)):
            return text
    return None
