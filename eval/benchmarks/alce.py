"""ALCE's files (Gao et al. 2023): ASQA, QAMPARI and ELI5 with passages that were found for them.

The set's correctness looks for short answers in the text that a system wrote, ours in what was
quoted. Its citation metrics need an entailment model; what code can judge of them stands here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.reply import Quote
from eval.benchmarks.outcome import Built, Figure, Outcome, Run, average, seconds, share
from eval.benchmarks.rows import Row, find, objects, whole
from eval.benchmarks.shelf import Asked, Text
from eval.benchmarks.words import present, rouge_l, word_recall
from index.canonical import canonical

KINDS = ("asqa", "qampari", "eli5")
PARTS = KINDS
PASSAGES = 5  # the first ones of a hundred, as in the published results
TOP = 5  # QAMPARI asks for at most so many of a long list

Aliases = tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A question, its passages, and what of it is published: facts, each by any of its names.

    `claims` are sentences that an answer should say (ELI5), `answer` the one that was written.
    """

    text: str
    passages: tuple[Text, ...]
    facts: tuple[Aliases, ...]
    claims: tuple[str, ...]
    answer: str


def run(how: Run) -> Outcome:
    """Ask the questions of each file that is there; a part is what a file's name begins with."""
    files = sorted(file for file in how.data.glob("*.json") if file.name.startswith(how.parts))
    if not files:
        find(how.data, *(f"{part}*.json" for part in how.parts))
    built: list[Built] = []
    figures: list[Figure] = []
    for file in files:
        asked = how.some([_question(row) for row in objects(file, whole(file))])
        texts = (text for question in asked for text in question.passages)
        with how.shelve(texts, file.stem) as shelf:
            built.append(Built.of(shelf))
            replies = [shelf.ask(q.text, [text.id for text in q.passages]) for q in asked]
            figures += _figures(file.stem, list(zip(asked, replies, strict=True)))
    note = "citation_recall is word for word; citation_precision by short answers, not entailment"
    return Outcome(tuple(built), tuple(figures), (note,))


def _figures(part: str, pairs: Sequence[tuple[Question, Asked]]) -> Iterator[Figure]:
    asked = [(q, reply, tuple(present(f, reply.words) for f in q.facts)) for q, reply in pairs]
    known = [held for q, _, held in asked if q.facts]
    if part.startswith("qampari"):
        yield average(part, "recall", [sum(held) / len(held) for held in known])
        yield average(
            part, "recall_top5", [min(TOP, sum(held)) / min(TOP, len(held)) for held in known]
        )
    elif known:
        yield average(part, "str_em", [sum(held) / len(held) for held in known])
        yield share(part, "str_hit", (all(held) for held in known))
    if claims := [(c, reply.words) for q, reply in pairs for c in q.claims]:
        yield average(part, "claim_word_recall", [word_recall(*pair) for pair in claims])
    if written := [(q, reply) for q, reply in pairs if q.answer]:
        yield average(part, "rouge_l", [rouge_l([q.answer], reply.words) for q, reply in written])
    yield share(part, "answered", (reply.answered for _, reply in pairs))
    quoted = [(q, quote) for q, reply in pairs for quote in reply.quotes]
    yield share(part, "citation_recall", (_supported(q, quote) for q, quote in quoted))
    named = [(q, reply) for q, reply in pairs if q.facts and reply.answered]
    yield average(part, "citation_precision", [_precision(q, reply) for q, reply in named])
    yield from seconds(part, (reply.seconds for _, reply in pairs))


def _supported(question: Question, quote: Quote) -> bool:
    """Whether what is said stands word for word in a passage that came with the question.

    ALCE's citation recall, with identity in the place of entailment: below 1 is a fault.
    """
    words = " ".join(quote.text.split())
    return any(words in " ".join(canonical(text.text).split()) for text in question.passages)


def _precision(question: Question, reply: Asked) -> float:
    """The share of the quotations that hold a fact of the question."""
    held = [any(present(fact, quote.text) for fact in question.facts) for quote in reply.quotes]
    return sum(held) / len(held)


def _question(row: Row) -> Question:
    passages = tuple(
        Text.known_by_words(doc.text("text"), doc.text("title", ""))
        for doc in row.rows("docs")[:PASSAGES]
    )
    pairs = [one.texts("short_answers") for one in row.rows("qa_pairs", missing=True)]
    lists = [
        tuple(str(one) for one in value) if isinstance(value, list) else (str(value),)
        for value in row.list("answers", missing=True)
    ]
    if not passages:
        row.fail('"docs" to hold passages', [])
    facts = tuple(aliases for aliases in (*pairs, *lists) if aliases)
    claims = row.texts("claims", missing=True)
    return Question(row.question("question"), passages, facts, claims, row.text("answer", ""))
