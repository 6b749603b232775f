"""Questions for what something or somebody is, and for what an abbreviation stands for."""

from collections.abc import Iterator, Sequence

from assistant.kinds import OPENERS
from eval.case import Group
from eval.make.clause import NEGATIONS, PREPOSITIONS, read_clause
from eval.make.draft import Draft, Evidence, Rule
from eval.make.folder import Folder, Sentence
from eval.make.names import TITLES, bare_name, is_person
from eval.make.plain import FIRST_PERSON, REFERRING, plain_sentences, refers, until_boundary
from eval.make.words import JOINING, Word, joined, opened, question
from index.document import Span

LONGEST_ANSWER = 14
ROLES = TITLES | frozenset(
    "acting assistant author chair chairman chairwoman co-founder editor executive founder head "
    "leader manager owner principal senior spokesman spokesperson spokeswoman treasurer".split()
)
FEW = frozenset(
    "example one part same only reason kind matter question sign case way result".split()
)


def definition_questions(folder: Folder) -> Iterator[Draft]:
    """A draft for each "X is a …" and each "X, the …,"."""
    for sentence in plain_sentences(folder):
        draft = _copula(folder, sentence) or _apposition(folder, sentence)
        if draft:
            yield draft


def _copula(folder: Folder, sentence: Sentence) -> Draft | None:
    words = sentence.words
    clause = read_clause(words)
    if clause is None or clause.verb.lower not in {"is", "was", "are", "were"} or not clause.rest:
        return None
    first = clause.rest[0]
    rest = until_boundary(clause.rest, 0)
    if refers(clause.subject) or any(word.ends_part for word in clause.subject):
        return None
    if any(word.lower in NEGATIONS | FIRST_PERSON | REFERRING for word in rest) or len(rest) < 2:
        return None
    if rest[-1].lower in PREPOSITIONS:  # "the place of that debate"
        return None
    subject = opened(clause.subject, folder.uncapitalised)
    if first.lower == "called":
        return _draft(sentence, question("what", clause.verb.text, subject, "called"), rest[1:])
    named = _named(clause.subject)
    # a name of two or three words without a word such as "Office" may be either
    proper = named and (is_person(clause.subject, folder.uncapitalised) or _unknown(clause.subject))
    general = clause.subject[0].lower in {"a", "an"}
    person = joined(bare_name(clause.subject)) in folder.people
    title = person and first.lower in ROLES
    if not (named or general) or not (first.lower in {"a", "an", "the"} or title):
        return None
    if len(rest) < 3 or any(word.lower in FEW for word in rest[:3]):
        return None
    titled = clause.subject[0].lower in TITLES
    asks = "who" if person or titled else "what" if not proper else "who or what"
    asked = question(asks, clause.verb.lower, subject)
    return _draft(sentence, asked, rest)


def _apposition(folder: Folder, sentence: Sentence) -> Draft | None:
    """A name with what it is between commas."""
    words = sentence.words
    for at, word in enumerate(words):
        start = _name_start(words, at)
        name = words[start : at + 1]
        if not (word.after.startswith(",") and joined(bare_name(name)) in folder.people):
            continue
        aside = until_boundary(words, at + 1) or _until_comma(words, at + 1)
        end = at + 1 + len(aside)
        closed = bool(aside) and (aside[-1].after[:1] in {",", "."} or end == len(words))
        if closed and 2 <= len(aside) <= LONGEST_ANSWER and _describes(words, aside, end):
            return _draft(sentence, question("who is", joined(bare_name(name))), aside)
    return None


def _until_comma(words: Sequence[Word], start: int) -> Sequence[Word]:
    end = next((at for at in range(start, len(words)) if words[at].after), len(words) - 1)
    return words[start : end + 1]


def _describes(words: Sequence[Word], aside: Sequence[Word], end: int) -> bool:
    """Whether an aside says what the one before it is, and does not go on with a list."""
    listed = end < len(words) and words[end].lower in {"and", "or"}
    plain = aside[0].text in ROLES | {"a", "an", "the"}
    # "the Harbour Office" is the next of a list, "the Tern Harbour Master" is not
    common = any(word.text.islower() for word in aside[1:]) or aside[-1].lower in ROLES
    plain = plain and common and aside[1].lower not in PREPOSITIONS - {"of"}
    saying = any(word.lower in {"said", "says", "told", "wrote", "is", "was"} for word in aside)
    return plain and not listed and not saying


def _name_start(words: Sequence[Word], at: int) -> int:
    start = at
    while start and words[start - 1].is_name and not words[start - 1].after:
        start -= 1
    while start < at and words[start].lower in OPENERS:
        start += 1
    return start


def _named(words: Sequence[Word]) -> bool:
    bare = [word for word in words if word.lower not in JOINING | {"a", "an"}]
    capital = [word for word in bare if word.is_name]
    return bool(capital) and capital == bare and words[0].lower not in OPENERS - {"the"}


def _unknown(subject: Sequence[Word]) -> bool:
    """Whether a subject is a single name that a person may have: "Burke", and not "USB"."""
    return len(subject) == 1 and subject[0].text[1:].isalpha() and subject[0].text[1:].islower()


def _draft(sentence: Sentence, asked: str, answer: Sequence[Word]) -> Draft:
    span = Span(answer[0].span.start, answer[-1].span.end)
    evidence = (Evidence(sentence, span),)
    return Draft(Rule.DEFINITION, Group.PLAIN_FACT, asked, sentence, evidence)


def abbreviation_questions(folder: Folder) -> Iterator[Draft]:
    """A draft for each abbreviation in brackets behind the words that it stands for.

    The first letters of the words before the bracket must spell it (Schwartz and Hearst 2003, the
    plainest case of their rule).
    """
    for sentence in folder.sentences:
        words = sentence.words
        for at, word in enumerate(words):
            short = word.text
            if not ("(" in word.before and ")" in word.after and short.isupper()
                    and short.isalpha() and 2 <= len(short) <= 7):  # fmt: skip
                continue
            start = _spelled(words, at, short)
            if start is not None:
                span = Span(words[start].span.start, words[at - 1].span.end)
                yield Draft(
                    Rule.ABBREVIATION, Group.PLAIN_FACT, f"What does {short} stand for?", sentence,
                    (Evidence(sentence, span),),
                )  # fmt: skip


def _spelled(words: Sequence[Word], at: int, short: str) -> int | None:
    """Where the words begin whose first letters are the abbreviation that follows them."""
    left = len(short)
    for start in range(at - 1, max(-1, at - 2 * len(short) - 1), -1):
        word = words[start]
        if left and word.text[:1].upper() == short[left - 1]:
            left -= 1
            if not left:
                return start
        elif word.lower not in JOINING:
            return None
    return None
