"""Questions that the folder does not answer, made from those that it does."""

import re
from collections.abc import Iterator, Sequence
from random import Random

from assistant.kinds import Kind, holds
from eval.case import Group
from eval.make.draft import Draft, Rule
from eval.make.folder import Folder
from eval.make.names import bare_name, candidates, names
from eval.make.people import without_possessive
from eval.make.words import joined, words_of

NUMBER = re.compile(r"(?<![\w.,/-])\d{2,4}(?![\w,/-]|\.\d)")
TRIES = 50
FEW = 3
# what the kinds of `assistant.kinds` ask of a person, and so can be seen to be missing
ATTRIBUTES = {
    Kind.AGE: "How old is {}?",
    Kind.CONTACT: "What is the telephone number of {}?",
    Kind.MONEY: "How much money does {} earn?",
}
PLACE_OF_BIRTH = "In which town was {} born?"
BORN = frozenset("born birth birthplac nativ".split())


def swapped_names(drafts: Sequence[Draft], folder: Folder, random: Random) -> Iterator[Draft]:
    """Drafted questions with a name that stands nowhere in the folder.

    "Entity swap", a kind of negative question in SQuAD 2.0 (Rajpurkar, Jia and Liang 2018).
    """
    whole = 0  # "Who is …?" with nothing but the name is easy to refuse: few are enough
    for draft in drafts:
        if draft.rule in (Rule.DEFINITION, Rule.ABBREVIATION):
            whole += 1
            if whole > FEW:
                continue
        words = words_of(draft.question)
        found = [] if "“" in draft.question else list(names(words))
        random.shuffle(found)
        for start, end in found:
            old = joined(words[start:end])
            possible = [
                name
                for name in candidates(words[start:end], words[start - 1].lower, folder.people)
                if any(folder.lacks(part) for part in name.split() if part[:1].isupper())
            ]
            if possible:
                yield _swapped(draft, Rule.SWAPPED_NAME, old, random.choice(possible))
                break


def swapped_numbers(drafts: Sequence[Draft], folder: Folder, random: Random) -> Iterator[Draft]:
    """Drafted questions that name a number, with another that stands nowhere in the folder."""
    for draft in drafts:
        found = NUMBER.search(draft.question)
        new = other_number(found[0], folder, random) if found else None
        if found and new:
            yield _swapped(draft, Rule.SWAPPED_NUMBER, found[0], new)


def other_number(number: str, folder: Folder, random: Random) -> str | None:
    """Another number of the same length that the folder lacks; a year stays near.

    >>> other_number("1987", Folder({}, ()), Random(1)) in {str(n) for n in range(1962, 2013)}
    True
    """
    value = int(number)
    for _ in range(TRIES):
        if len(number) == 4:
            other = value + random.randint(-25, 25)
        else:
            other = random.randint(10 ** (len(number) - 1), 10 ** len(number) - 1)
            other = min(other, 31) if value <= 31 else other
        if other != value and len(str(other)) == len(number) and folder.lacks(str(other)):
            return str(other)
    return None


def _swapped(draft: Draft, rule: Rule, old: str, new: str) -> Draft:
    stem = re.sub(r"['’]s$", "", old)
    asked = draft.question.replace(stem, new)
    group = Group.WRONG_PERSON_OR_PLACE if rule is Rule.SWAPPED_NAME else Group.FALSE_PREMISE
    about = f"{new} in place of {stem}, which the folder lacks"
    return Draft(rule, group, asked, draft.sentence, (), about)


def attributes(drafts: Sequence[Draft], folder: Folder, random: Random) -> Iterator[Draft]:
    """Questions for what the folder does not give of the people that it names."""
    asked: set[str] = set()
    for draft in drafts:
        for name in _people(draft, folder.people):
            surname = name.split()[-1]
            if surname in asked:
                continue
            asked.add(surname)
            about = [one for one in folder.sentences if surname in one.text]
            missing = [
                words.format(name)
                for kind, words in ATTRIBUTES.items()
                if not any(holds(kind, one.text, "") for one in about)
            ]
            if not any(BORN & one.terms for one in about):
                missing.append(PLACE_OF_BIRTH.format(name))
            if missing:
                yield Draft(
                    Rule.ATTRIBUTE, Group.NEAR_MISS, random.choice(missing), draft.sentence, (),
                    f"no sentence that names {surname} says so",
                )  # fmt: skip


def _people(draft: Draft, people: frozenset[str]) -> Iterator[str]:
    """The people whom a draft asks for or about."""
    words = words_of(f"{draft.question} {draft.evidence[0].text}")
    for start, end in names(words):
        name = without_possessive(joined(bare_name(words[start:end])))
        if name in people:
            yield name
