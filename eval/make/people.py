"""Which names in a folder are people's, as far as something beside the name says so.

Two words with capitals may be a person, a place or a company. A name counts as a person's when it
begins with a known given name, follows a title, stands beside "said", or has years of life behind
it. A person who is missed costs a draft; a company taken for a person costs the reader's trust.
"""

import re
from collections.abc import Iterable, Sequence

from assistant.kinds import OPENERS
from assistant.speaker import SAID
from eval.make.names import TITLES, bare_name, is_person, names
from eval.make.words import Word, joined

SAYS = re.compile(SAID)
LIFE = re.compile(r"\(?\d{4}[–-]\d{2,4}\)?")
# frequent in English texts and in the news; a name that is a common word too is left out
GIVEN = frozenset(
    "aaron abdul abraham adam adrian ahmed aisha alan albert alejandro alex alexander alexandra "
    "alfred ali alice alison allison amanda amy ana andrea andrew angela anita ann anna anne "
    "anthony antonio arthur barbara barry beatrice ben benjamin bernard betty brandon brenda brian "
    "bruce bryan camille carl carla carlos carol caroline catherine charles charlotte chen chris "
    "christian christina christine christopher claire clara colin craig cynthia dan daniel "
    "danielle david dean debbie deborah denise dennis diana diane donald donna dorothy douglas "
    "edith eduardo edward edwin elena eleanor elizabeth ella ellen emily emma eric erica erik "
    "ernest esther eugene eva evelyn fatima fernando frances francis francisco frederick gabriel "
    "gary geoffrey george gerald gloria gordon graham greg gregory gustav hannah hans harold harry "
    "heather helen henry herbert howard hugh ian ibrahim ida ingrid irene isaac isabel ivan jack "
    "jacob jake james jamie jane janet jason javier jean jeff jeffrey jennifer jeremy jerry jesse "
    "jesus jessica jill jim joan joann joe johan johannes john jonathan jorge jose joseph joshua "
    "juan judith judy julia julian julie julius karen karl kate katherine kathleen keith kelly ken "
    "kenneth kevin kim kimberly larry laura lauren lawrence leo leon leonard leslie lewis linda "
    "lisa liz louis louise lucia lucy luis luke magnus margaret maria marie marilyn mario marion "
    "martha martin mary matthew maurice max megan melissa mia michael michel michelle miguel mike "
    "mohamed mohammed monica muhammad nancy natalie nathan neil neville nicholas nicole nina nora "
    "oliver olivia omar oscar pamela patricia patrick paul paula pedro peter philip phillip pierre "
    "rachel rafael ralph raymond rebecca ricardo richard robert roberto roger ronald rosa ruth "
    "ryan sam samuel sandra sara sarah scott sean sebastian sergei sharon shirley simon sofia "
    "sonia "
    "sophia sophie stanley stephanie stephen steve steven stuart susan sylvia tanya ted teresa "
    "theodore theresa thomas tim timothy tina todd tom tony tyler ursula vanessa vera victor "
    "victoria vincent virginia vladimir walter wendy werner wilhelm william winston yusuf yvonne "
    "zoe".split()
)


def people(sentences: Iterable[Sequence[Word]], uncapitalised: frozenset[str]) -> frozenset[str]:
    """The full names of people in some sentences, without titles.

    >>> from eval.make.words import words_of
    >>> texts = ("It fell on Mayor Ora Lund and the Green Line.", "So Ada Marsh said.")
    >>> sorted(people(map(words_of, texts), frozenset()))
    ['Ada Marsh', 'Ora Lund']
    """
    found: set[str] = set()
    for words in sentences:
        # a name may open a sentence, and there too `names` passes over the first word
        shifted = (*words[:1], *words)
        for begin, end in names(shifted, frozenset()):
            opens = shifted[begin].lower in OPENERS
            start = begin + 1 if opens else begin
            name = shifted[start:end]
            if is_person(name, uncapitalised) and _is_known(shifted, start, end):
                found.add(without_possessive(joined(bare_name(name))))
    return frozenset(found)


def without_possessive(name: str) -> str:
    """A name without its genitive.

    >>> without_possessive("Ada Marsh's"), without_possessive("James’")
    ('Ada Marsh', 'James')
    """
    return re.sub(r"['’]s?$", "", name)


def _is_known(words: Sequence[Word], start: int, end: int) -> bool:
    name = bare_name(words[start:end])
    titled = len(name) < end - start or (start > 0 and words[start - 1].lower in TITLES)
    beside = [word.lower for word in (*words[max(start - 1, 0) : start], *words[end : end + 1])]
    follows = words[end : end + 1]
    lived = bool(follows) and LIFE.fullmatch(follows[0].before + follows[0].text) is not None
    return titled or name[0].lower in GIVEN or lived or any(SAYS.fullmatch(w) for w in beside)
