"""SQuAD 2.0 (Rajpurkar, Jia and Liang 2018): paragraphs of Wikipedia, and questions on them.

Half of the questions of the development set have no answer in their paragraph. The set's own metric
compares short spans; we choose whole sentences, so that an answer is right where a quotation holds
one of the given spans, at its very place.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.reply import Quote
from eval.benchmarks.outcome import Built, Figure, Outcome, Run, abstention, seconds, share
from eval.benchmarks.rows import Row, fail, find, objects, whole
from eval.benchmarks.shelf import Asked, Shelf, Text
from index.canonical import canonical
from index.document import Span

PARAGRAPH, ARTICLE = "paragraph", "article"
PARTS = (PARAGRAPH, ARTICLE)


@dataclass(frozen=True)
class Question:
    """A question, its paragraph and article, and the given answers: their places and words."""

    text: str
    paragraph: Text
    article: str
    answerable: bool
    answers: tuple[tuple[int, str], ...]


def run(how: Run) -> Outcome:
    """Ask the questions of a file in the published form.

    Parts: `paragraph` searches only the paragraph that a question belongs to, `article` all of the
    paragraphs of its article that are indexed. All of a file's paragraphs are in one index.
    """
    asked, articles = _read(how)
    with how.shelve((text for some in articles.values() for text in some), "squad2") as shelf:
        figures: list[Figure] = []
        notes = []
        for part in how.parts:
            chosen = [
                [one.paragraph.id] if part == PARAGRAPH else [t.id for t in articles[one.article]]
                for one in asked
            ]
            replies = [shelf.ask(q.text, ids) for q, ids in zip(asked, chosen, strict=True)]
            figures += _figures(part, shelf, asked, replies)
        if lost := sum(question.answerable and not _spans(shelf, question) for question in asked):
            notes.append(f"{lost} answers do not stand at their place and count as not found")
        return Outcome((Built.of(shelf),), tuple(figures), tuple(notes))


def _figures(
    part: str, shelf: Shelf, asked: Sequence[Question], replies: Sequence[Asked]
) -> Iterator[Figure]:
    pairs = list(zip(asked, replies, strict=True))
    answerable = [(question, reply) for question, reply in pairs if question.answerable]
    others = [reply for question, reply in pairs if not question.answerable]
    found = [_holds(shelf, question, reply.quotes) for question, reply in answerable]
    first = [_holds(shelf, question, reply.first) for question, reply in answerable]
    yield share(part, "answer_accuracy", found)
    yield share(part, "first_sentence_accuracy", first)
    yield from abstention(part, [reply for _, reply in answerable], others)
    yield share(part, "accuracy", [*found, *(not reply.answered for reply in others)])
    answered = [held for held, (_, reply) in zip(found, answerable, strict=True) if reply.answered]
    missed = [not held for held in answered] + [True for reply in others if reply.answered]
    yield share(part, "wrong_answers", missed)
    yield from seconds(part, (reply.seconds for reply in replies))


def _holds(shelf: Shelf, question: Question, quotes: Sequence[Quote]) -> bool:
    """Whether a quotation from the question's paragraph holds one of the given spans."""
    own = shelf.document(question.paragraph.id)
    return any(
        quote.document == own and quote.span.holds(span)
        for quote in quotes
        for span in _spans(shelf, question)
    )


def _spans(shelf: Shelf, question: Question) -> list[Span]:
    """The given answers that stand in the canonical text at the place that is given for them."""
    document = shelf.document(question.paragraph.id)
    if document is None or not question.answerable:
        return []
    places = [(start, start + len(words), canonical(words)) for start, words in question.answers]
    return [
        Span(start, end) for start, end, words in places
        if words and start >= 0 and document.text[start:end] == words
    ]  # fmt: skip


def _read(how: Run) -> tuple[Sequence[Question], Mapping[str, list[Text]]]:
    """The questions to ask, and the paragraphs of their articles."""
    file = find(how.data, "dev*.json", "*.json")
    published = whole(file)
    if not isinstance(published, dict) or "data" not in published:
        fail(file, "line 1", 'an object with "data"', published)
    asked: list[Question] = []
    articles: dict[str, list[Text]] = {}
    for article in objects(file, published["data"]):
        title = article.text("title").replace("_", " ")
        for paragraph in article.rows("paragraphs"):
            text = Text.known_by_words(paragraph.text("context"), title)
            articles.setdefault(title, []).append(text)
            asked += [_question(row, text, title) for row in paragraph.rows("qas")]
    chosen = how.some(asked)
    return chosen, {title: articles[title] for title in {one.article: 0 for one in chosen}}


def _question(row: Row, paragraph: Text, article: str) -> Question:
    # the first version of the set has no unanswerable questions and does not say so
    answerable = not row.flag("is_impossible")
    answers = tuple(
        (answer.number("answer_start"), answer.text("text")) for answer in row.rows("answers")
    )
    if answerable and not answers:
        row.fail('"answers" of an answerable question', [])
    return Question(row.question("question"), paragraph, article, answerable, answers)
