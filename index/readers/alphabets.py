"""The languages that can vouch for a reading of bytes: their letters, words and encodings."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

# letters of Europe are in these too; a text in one of them must not pass for another
EAST = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")
ENCODINGS = {
    "latin": (
        *("cp1252", "iso8859-15", "cp1250", "iso8859-2", "cp1254", "cp1257", "iso8859-13"),
        *("iso8859-4", "iso8859-10", "iso8859-16", "iso8859-3", "cp437", "cp850", "cp858"),
        *("cp852", "cp857", "cp865", "cp861", "cp775", "cp860", "cp863", "mac_roman"),
        *("mac_latin2", "mac_turkish", "mac_iceland", "mac_croatian", "mac_romanian"),
        *EAST,
    ),
    "cyrillic": (
        *("cp1251", "koi8-r", "koi8-u", "cp866", "cp855", "iso8859-5", "mac_cyrillic"),
        *EAST,
    ),
    "greek": ("cp1253", "iso8859-7", "cp737", "cp869", "mac_greek", *EAST),
}


@dataclass(frozen=True)
class Language:
    """A language in letters: those beyond ASCII, small ones; words with them; its encodings."""

    letters: frozenset[str]
    words: frozenset[str]
    alphabet: str = "latin"

    @property
    def encodings(self) -> tuple[str, ...]:
        """Python's names of the encodings in which the language is written."""
        return ENCODINGS[self.alphabet]


_READ = {
    name: Language(
        frozenset(about["letters"]),
        frozenset(about["words"].split()),
        about.get("encodings", "latin"),
    )
    for name, about in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items()
}
ENGLISH = _READ["english"]
LANGUAGES = tuple(_READ.values())

Range = tuple[str, str]
HAN, KANA, HANGUL = ("一", "鿿"), ("぀", "ヿ"), ("가", "힣")


@dataclass(frozen=True)
class Ideographs:
    """A language of East Asia: its encodings, its most frequent characters, and ranges of them.

    `own` are the characters that at least the `share` of its text is; `others` it never has.
    """

    encodings: tuple[str, ...]
    frequent: frozenset[str]
    own: Range
    share: float
    others: tuple[Range, ...]


JAPANESE = Ideographs(
    encodings=("cp932", "euc_jp", "gb18030"),
    # kanji alone: kana are the same in two of these, and tell nothing
    frequent=frozenset(
        "日一国会人年大本中長出三同時政事自行社見月分議後前民生連発間対上部東者地合市業内相方四定今回新場金"
        "員入選立開手力学問高代明実関決子動全目表経通外最言現理調体化田当約主題下意法不来作性的要用制度務気"
        "小成期公取都和機平加思家話世受多続進正設保改数記院初指権心支第産結点教報書活原先共得解名交資向際面"
        "文元重近考判認画海参利組知道信集在件物使求所次水品論計感特情示変打字端末入切他読込無"
    ),
    own=KANA,
    share=0.2,
    others=(HANGUL,),
)
CHINESE = Ideographs(
    encodings=("gb18030", "big5hkscs", "cp950"),
    frequent=frozenset(
        "的一是不了在人有我他这這们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能"
    ),
    own=HAN,
    share=0.95,
    others=(KANA, HANGUL),
)
KOREAN = Ideographs(
    encodings=("cp949",),
    frequent=frozenset("이다는의에을를가은고하지로한사기"),
    own=HANGUL,
    share=0.8,
    others=(KANA,),
)
IDEOGRAPHS = (JAPANESE, CHINESE, KOREAN)
