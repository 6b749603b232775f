"""MTRAG (Katsis et al. 2025): conversations over four corpora; retrieval, and when to refuse.

The retrieval tasks are in BEIR's form. A generation task is a conversation up to a question, with
the passages that the annotators saw and whether these answer it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.benchmarks import judged
from eval.benchmarks.outcome import Built, Figure, Outcome, Run, average, seconds, share
from eval.benchmarks.rows import Row, find, lines
from eval.benchmarks.shelf import Asked, Shelf, Text
from eval.benchmarks.words import rouge_l, word_recall
from eval.errors import BadData

LAST, REWRITE, TASKS = "lastturn", "rewrite", "tasks"
PARTS = (TASKS, LAST, REWRITE)
DOMAINS = ("clapnq", "cloud", "fiqa", "govt")
DEPTHS = (1, 3, 5, 10)  # as published
ANSWERABLE, PARTIAL, UNANSWERABLE = "ANSWERABLE", "PARTIAL", "UNANSWERABLE"


@dataclass(frozen=True)
class Task:
    """A question at the end of a conversation.

    `turns` are what was said before it, `passages` what the annotators saw, `kind` whether these
    answer it, and `answers` what was written.
    """

    question: str
    turns: tuple[str, ...]
    collection: str
    passages: tuple[Text, ...]
    kind: str
    answers: tuple[str, ...]


def run(how: Run) -> Outcome:
    """Ask the tasks, and search each corpus that is there.

    Parts: `tasks` asks the questions of `reference.jsonl`; `lastturn` and `rewrite` search with
    the last question as it stands, and as rewritten to stand alone.
    """
    built: list[Built] = []
    figures: list[Figure] = []
    if TASKS in how.parts and (files := sorted(how.data.glob("**/reference.jsonl"))):
        tasks = how.some([task for row in lines(files[0]) if (task := _task(row))])
        with how.shelve((text for task in tasks for text in task.passages), TASKS) as shelf:
            built.append(Built.of(shelf))
            figures += _asked(shelf, tasks)
    for domain in DOMAINS:
        corpora = sorted(how.data.glob(f"**/{domain}.jsonl"))
        asked = {
            part: files[0]
            for part in (LAST, REWRITE)
            if part in how.parts and (files := sorted(how.data.glob(f"**/{domain}_{part}.jsonl")))
        }
        if corpora and asked:
            with how.shelve(judged.corpus(corpora[0]), domain) as shelf:
                built.append(Built.of(shelf))
                figures += _searched(how, shelf, domain, asked)
    if not figures:
        raise BadData(
            f"{how.data} holds no reference.jsonl, and no corpus with its questions "
            "(clapnq.jsonl, clapnq_lastturn.jsonl, clapnq/qrels/dev.tsv). Unzip the corpora."
        )
    return Outcome(tuple(built), tuple(figures))


def _searched(how: Run, shelf: Shelf, domain: str, asked: dict[str, Path]) -> Iterator[Figure]:
    found = judged.qrels(find(how.data, f"**/{domain}/qrels/dev.tsv", f"**/qrels/{domain}.tsv"))
    for part, file in asked.items():
        questions = judged.questions(file, found)
        yield from judged.measure(how, shelf, f"{domain}/{part}", questions, DEPTHS)


def _asked(shelf: Shelf, tasks: Sequence[Task]) -> Iterator[Figure]:
    replies = [_ask(shelf, task, tasks) for task in tasks]
    pairs = list(zip(tasks, replies, strict=True))
    for kind, name in ((ANSWERABLE, "answered"), (PARTIAL, "partial_answered")):
        yield share(TASKS, name, (reply.answered for task, reply in pairs if task.kind == kind))
    others = [reply for task, reply in pairs if task.kind == UNANSWERABLE]
    yield share(TASKS, "no_answer_accuracy", (not reply.answered for reply in others))
    written = [(task, reply) for task, reply in pairs if task.kind != UNANSWERABLE]
    yield average(
        TASKS,
        "answer_word_recall",
        [max((word_recall(a, r.words) for a in t.answers), default=0.0) for t, r in written],
    )
    yield average(TASKS, "rouge_l", [rouge_l(t.answers, reply.words) for t, reply in written])
    yield from seconds(TASKS, (reply.seconds for reply in replies))


def _ask(shelf: Shelf, task: Task, tasks: Sequence[Task]) -> Asked:
    """The last question of a task, as it stands, of the passages that its annotators saw.

    Where they saw none, of all passages of the collection: to refuse when there is nothing to
    read would prove nothing. The assistant takes one question at a time; when it reads a
    conversation, `task.turns` goes with it here.
    """
    near = task.passages or [
        t for o in tasks if o.collection == task.collection for t in o.passages
    ]
    return shelf.ask(task.question, [text.id for text in near])


def _task(row: Row) -> Task | None:
    """A task; None where the last turn is only talk (thanks, a greeting)."""
    kinds = row.texts("Answerability")
    kind = kinds[0] if kinds else ""
    if kind == "CONVERSATIONAL":
        return None
    if kind not in (ANSWERABLE, PARTIAL, UNANSWERABLE):
        row.fail(f'"Answerability" to be {ANSWERABLE}, {PARTIAL} or {UNANSWERABLE}', list(kinds))
    turns = row.rows("input")
    if not turns or turns[-1].text("speaker") != "user":
        row.fail('"input" to end with a turn of the user', None)
    passages = tuple(
        Text(one.text("document_id"), one.text("text"), one.text("title", ""))
        for one in row.rows("contexts", missing=True)
    )
    answers = tuple(one.text("text") for one in row.rows("targets", missing=True))
    before = tuple(turn.text("text") for turn in turns[:-1])
    return Task(turns[-1].question("text"), before, row.text("Collection"), passages, kind, answers)
