"""Questions for what is done: "The Act forbids nets in May." becomes "What does the Act forbid?".

Only for verbs after which "what" asks for the rest of the sentence, and for nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from eval.case import Group
from eval.make.clause import ADVERBS, DETERMINERS, LONGEST_SUBJECT, PREPOSITIONS, is_subject
from eval.make.draft import Draft, Evidence, Rule
from eval.make.duties import first
from eval.make.folder import Folder, Sentence
from eval.make.plain import POSSESSIVE, has_verb, lead, plain_sentences, refers, statement
from eval.make.verbs import base_of_past, base_of_present
from eval.make.words import Word, joined, opened, question
from index.document import Span

PLAIN = frozenset(
    "require forbid prohibit permit include contain teach recommend propose protect provide affect "
    "seek criticize criticise threaten regulate govern introduce announce invent discover replace "
    "guarantee explain prevent".split()
)
# nouns too, and so verbs only where an object plainly follows
DOUBTFUL = frozenset(
    "allow ban bar cover demand offer promise want request measure produce show".split()
)
INTENDING = frozenset("refuse want promise plan threaten agree decide try hope".split())
ORDERING = frozenset(
    "order ask urge direct instruct tell oblige advise request want allow permit".split()
)
NAMING = frozenset(["call"])
VERBS = PLAIN | DOUBTFUL | INTENDING | ORDERING | NAMING
VAGUE = frozenset("other another such both many most some several previously however".split())
PEOPLE = frozenset("people police staff men women children".split())
NO_PLURAL = ("ss", "us", "is", "'s", "’s")
OPENING_MARKS = "\"“'‘"
LONGEST_OBJECT = 6  # words of whoever is told to do something
EVIDENCE = 6  # words of an answer that are enough to know it by

Found = tuple[str, Sequence[Word]]  # what follows the verb in the question; the answer


@dataclass(frozen=True)
class Act:
    """Who does something: the subject, the helper of a question, the verb's base, what follows."""

    subject: tuple[Word, ...]
    helper: str
    base: str
    rest: tuple[Word, ...]


def object_questions(folder: Folder) -> Iterator[Draft]:
    """A draft for each plain sentence in which somebody or something requires, bans, refuses …."""
    for sentence in plain_sentences(folder):
        opening, words = lead(statement(sentence.words))
        drafts = (_draft(folder, sentence, first(opening), act) for act in _acts(words))
        draft = None if refers(opening) else next(filter(None, drafts), None)
        if draft:
            yield draft


def _draft(folder: Folder, sentence: Sentence, opening: str, act: Act) -> Draft | None:
    found = _named(act) or _ordered(act) or _intended(act) or _plain(act)
    if found is None or len(found[1]) < 2:
        return None
    tail, answer = found
    asked = question(
        opening, "what", act.helper, opened(act.subject, folder.uncapitalised), act.base, tail
    )
    span = Span(answer[0].span.start, answer[min(len(answer), EVIDENCE) - 1].span.end)
    return Draft(Rule.OBJECT, Group.PLAIN_FACT, asked, sentence, (Evidence(sentence, span),))


def _acts(words: Sequence[Word]) -> Iterator[Act]:
    """The verbs of `VERBS` that are the first of the sentence, or of what follows a comma."""
    starts = [0, *(at + 1 for at, word in enumerate(words[:-1]) if word.ends_part)]
    for start in starts:
        for at in range(start + 1, min(start + LONGEST_SUBJECT + 2, len(words))):
            act = _act(words[start:at], words[at], tuple(words[at + 1 :]))
            if act:
                yield act
            if act or words[at - 1].ends_part or has_verb([words[at]]):
                break


def _act(before: Sequence[Word], verb: Word, rest: tuple[Word, ...]) -> Act | None:
    known = {
        "did": base_of_past(verb.lower), "does": base_of_present(verb.lower), "do": verb.lower
    }  # fmt: skip
    helper = next((one for one, base in known.items() if base in VERBS), None)
    if helper is None or verb.is_name or verb.before or verb.after:
        return None
    subject = tuple(before)
    while len(subject) > 1 and _is_adverb(subject[-1]):
        subject = subject[:-1]
    # the opening mark of a quotation that the sentence goes on with
    subject = (replace(subject[0], before=subject[0].before.strip(OPENING_MARKS)), *subject[1:])
    plain = is_subject(subject) and not any(word.after or _is_adverb(word) for word in subject)
    verbs = has_verb([word for word in subject if not word.is_name])
    cut = subject[-1].lower in DETERMINERS | {"and", "or"}
    first_word = subject[0].lower
    if not plain or verbs or cut or refers(subject) or first_word in VAGUE | POSSESSIVE:
        return None
    if helper == "do" and not _is_plural(subject):  # "a building permit": a noun
        return None
    return Act(subject, helper, known[helper] or "", rest)


def _is_plural(subject: Sequence[Word]) -> bool:
    """Whether the noun before the first preposition is plural, or there are two."""
    small = [word.lower for word in subject]
    head = (
        next((at for at, word in enumerate(small) if at and word in PREPOSITIONS), len(small)) - 1
    )
    noun = small[head]
    return (
        "and" in small[:head]
        or noun in PEOPLE
        or (noun.endswith("s") and not noun.endswith(NO_PLURAL))
    )


def _is_adverb(word: Word) -> bool:
    return word.lower in ADVERBS or (word.lower.endswith("ly") and not word.is_name)


def _plain(act: Act) -> Found | None:
    """What is required, forbidden, taught …."""
    if not act.rest or act.base not in PLAIN | DOUBTFUL:
        return None
    word = act.rest[0]
    clear = word.lower in DETERMINERS | POSSESSIVE or word.is_name or word.lower.endswith("s")
    if word.lower in PREPOSITIONS | {"that", "and", "or", "as", "no"} or "(" in word.before:
        return None
    return ("", act.rest) if act.base in PLAIN or clear else None


def _intended(act: Act) -> Found | None:
    """What somebody refuses, promises or plans to do."""
    if act.base not in INTENDING or not act.rest or act.rest[0].lower != "to":
        return None
    return ("to do", act.rest[1:]) if _is_done(act.rest[1:]) else None


def _ordered(act: Act) -> Found | None:
    """What somebody orders, asks or tells another to do, or not to do."""
    to = next((at for at, w in enumerate(act.rest[:LONGEST_OBJECT]) if w.lower == "to"), 0)
    if act.base not in ORDERING or not to:
        return None
    other = act.rest[:to]
    bare = other[:-1] if other[-1].lower == "not" else other
    if not bare or refers(bare) or any(w.lower in PREPOSITIONS or w.after for w in bare):
        return None
    answer = act.rest[to + 1 :]
    return (f"{joined(other)} to do", answer) if _is_done(answer) else None


def _is_done(words: Sequence[Word]) -> bool:
    """Whether what follows "to" can be something done: neither a place nor something suffered."""
    if not words or words[0].is_name:
        return False
    return words[0].lower not in DETERMINERS | POSSESSIVE | {"be", "have"}


def _named(act: Act) -> Found | None:
    """What somebody calls another or something."""
    marked = (
        at
        for at, word in enumerate(act.rest[: LONGEST_OBJECT + 1])
        if at and (word.lower in {"a", "an"} or set(word.before) & set(OPENING_MARKS))
    )
    at = next(marked, 0)
    if act.base not in NAMING or not at:
        return None
    other = act.rest[:at]
    if refers(other) or any(word.lower in PREPOSITIONS - {"of"} or word.after for word in other):
        return None
    return joined(other), act.rest[at:]
