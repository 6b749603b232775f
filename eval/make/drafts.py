"""All rules over a folder, and a choice that is spread over rules and documents."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, zip_longest
from random import Random

from eval.make.clause import DETERMINERS, PREPOSITIONS
from eval.make.dates import date_questions
from eval.make.definitions import abbreviation_questions, definition_questions
from eval.make.draft import Draft, Drafter, Evidence, Rule
from eval.make.duties import duty_questions
from eval.make.folder import Folder
from eval.make.gold import gold, settled
from eval.make.headings import heading_questions
from eval.make.numbers import number_questions
from eval.make.objects import object_questions
from eval.make.reasons import reason_questions
from eval.make.speech import speaker_questions
from eval.make.subjects import subject_questions
from eval.make.unanswerable import attributes, swapped_names, swapped_numbers
from eval.make.words import words_of

DRAFTERS: tuple[Drafter, ...] = (
    date_questions, number_questions, definition_questions, speaker_questions, duty_questions,
    abbreviation_questions, heading_questions, subject_questions, object_questions,
    reason_questions,
)  # fmt: skip
TURNED = frozenset({Rule.DATE, Rule.NUMBER, Rule.SUBJECT, Rule.DUTY, Rule.OBJECT, Rule.REASON})
UNANSWERABLE = 0.4  # of all drafts
SHORTEST, LONGEST = 4, 32  # words of a question


def all_drafts(folder: Folder, seed: int = 0) -> list[Draft]:
    """Every draft that the rules make of a folder, those with an answer first.

    The same folder and seed give the same drafts.
    """
    random = Random(seed)
    found = [one for draft in rule_drafts(folder) if (one := settled(draft, folder))]
    answerable = _once(_with_gold(draft) for draft in _merged(found))
    without = chain(
        swapped_names(answerable, folder, random),
        swapped_numbers(answerable, folder, random),
        attributes(answerable, folder, random),
    )
    return [*answerable, *_once(without)]


def rule_drafts(folder: Folder) -> Iterator[Draft]:
    """What the rules for questions with an answer make of a folder, rule by rule.

    Two of them may ask the same, and other sentences may hold other answers.
    """
    return filter(_sound, chain.from_iterable(drafter(folder) for drafter in DRAFTERS))


def choose(drafts: Sequence[Draft], count: int, seed: int = 0) -> list[Draft]:
    """So many drafts, of each rule and each document about as many, 4 of 10 without an answer."""
    random = Random(seed)
    with_answer = _in_turn([one for one in drafts if one.answerable], random)
    without = _in_turn([one for one in drafts if not one.answerable], random)
    some = min(len(without), max(round(count * UNANSWERABLE), count - len(with_answer)))
    return with_answer[: count - some] + without[:some]


def _in_turn(drafts: Sequence[Draft], random: Random) -> list[Draft]:
    """One of each rule after the other, and within a rule one of each document."""
    rules: dict[str, dict[str, list[Draft]]] = defaultdict(lambda: defaultdict(list))
    for draft in drafts:
        rules[draft.rule][draft.sentence.document.uri].append(draft)
    piles = []
    for documents in rules.values():
        for pile in documents.values():
            random.shuffle(pile)
        piles.append(_alternating(list(documents.values())))
    return _alternating(piles)


def _alternating(piles: Iterable[Sequence[Draft]]) -> list[Draft]:
    return [one for row in zip_longest(*piles) for one in row if one is not None]


def _sound(draft: Draft) -> bool:
    """Whether a question is neither too short nor too long, and was not cut off."""
    words = words_of(draft.question)
    cut = words[-1].lower in PREPOSITIONS | DETERMINERS | {"and", "or"}
    cut = cut or any(mark in draft.question for mark in "()[]")
    # a word that was broken at the end of a line, or a part after a dash
    cut = cut or any(word.text in {"—", "–"} or word.text.endswith("-") for word in words)
    shortest = 1 if draft.rule in (Rule.DEFINITION, Rule.ABBREVIATION) else SHORTEST
    return shortest <= len(words) <= LONGEST and not (cut and draft.rule in TURNED)


def _merged(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """One draft for each question; where two ask the same, any of their answers will do."""
    by_question: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_question[draft.question.casefold()].append(draft)
    for some in by_question.values():
        first = some[0]
        found: dict[tuple[str, int], Evidence] = {}
        for one in chain.from_iterable(draft.evidence for draft in some):
            found.setdefault((one.sentence.document.uri, one.sentence.span.start), one)
        yield Draft(first.rule, first.group, first.question, first.sentence, tuple(found.values()))


def _with_gold(draft: Draft) -> Draft | None:
    """The draft with the evidence that can be told from the rest of its document."""
    kept = tuple(one for one in draft.evidence if gold(one))
    if not kept:
        return None
    return Draft(draft.rule, draft.group, draft.question, kept[0].sentence, kept)


def _once(drafts: Iterable[Draft | None]) -> list[Draft]:
    """Each question once, whatever its capitals."""
    seen: dict[str, Draft] = {}
    for draft in drafts:
        if draft:
            seen.setdefault(draft.question.casefold(), draft)
    return list(seen.values())
