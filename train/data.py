"""What the reader is trained and measured on: passages in sentences, with questions about them.

Every set is split by article or document, never by question: what is held out was never seen. Our
own questions about Wikipedia are split by paragraph, and two paragraphs may be of one article.

| set | what | licence |
|---|---|---|
| answer-sentences | SQuAD 1.1, the sentence that answers (Rajpurkar et al. 2016) | CC BY-SA 4.0 |
| squad2 | SQuAD 2.0, with adversarial questions (Rajpurkar et al. 2018) | CC BY-SA 4.0 |
| selqa | sections of Wikipedia (Jurczyk et al. 2016) | Apache-2.0 |
| own | `train/own/`, written for us; its `w` files ask about paragraphs of the first | Apache-2.0 |
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.document import Document, Span
from index.sentences import sentences

OWN = Path(__file__).with_name("own")
ROUNDS = {  # of files in `own/`; from the second on with minimal pairs, see own/README.md
    1: frozenset("abcdefghi") | {"w1", "w2", "w3", "w4", "w5"},
    2: frozenset("jklmnopqrsuvx") | {"w6", "w7", "w8"},
    3: frozenset({"aa", "ab", "ac", "ad"}),
    4: frozenset({"ae", "af", "ag", "ah", "ai", "aj", "ak", "al"}),
}
HELD_OUT = 6  # one article or document of so many is never trained on
# SQuAD 2.0 articles that only measure; the other five of the half train the judge
SQUAD2_HELD_OUT = frozenset({"Normans", "Yuan_dynasty", "Scottish_Parliament"})


@dataclass(frozen=True)
class Ask:
    """A question about a passage: which of its sentences answer, or none.

    `near` is the sentence that a careless reader would take, where the set says so.
    """

    text: str
    answers: tuple[int, ...]
    near: int | None = None
    kind: str = ""


@dataclass(frozen=True)
class Lesson:
    """A passage in sentences, with questions about it."""

    corpus: str
    title: str
    text: str
    spans: tuple[tuple[int, int], ...]
    asks: tuple[Ask, ...]
    held_out: bool

    @property
    def family(self) -> str:
        """The corpus; of those written for us `wiki` if about Wikipedia, otherwise `own`."""
        if not self.corpus.startswith("own-"):
            return self.corpus
        return "wiki" if self.corpus.startswith("own-w") else "own"

    @property
    def round(self) -> int:
        """Of those written for us, in which round: the judge's stages follow them. Otherwise 0."""
        name = self.corpus.removeprefix("own-")
        return next((n for n, names in ROUNDS.items() if name in names), 0)

    @property
    def sentences(self) -> list[str]:
        """The words of each sentence."""
        return [self.text[start:end] for start, end in self.spans]


def squad(data: Path) -> list[Lesson]:
    """The paragraphs of answer-sentences that have questions."""
    return [lesson for lesson in paragraphs(data) if lesson.asks]


def paragraphs(data: Path) -> list[Lesson]:
    """All 18,850 paragraphs of answer-sentences, most of them without a question."""
    folder = data / "answer-sentences"
    asked: dict[int, list[dict[str, Any]]] = {}
    for row in _lines(folder / "train.jsonl"):
        asked.setdefault(row["paragraph"], []).append(row)
    rows = list(_lines(folder / "paragraphs.jsonl"))
    titles = sorted({row["title"] for row in rows if row["id"] in asked})
    held = set(titles[::HELD_OUT])
    found = []
    for row in rows:
        spans = split(row["text"])
        asks = [
            Ask(tidy(str(q["question"])), _meeting(spans, q["spans"]))
            for q in asked.get(row["id"], [])
        ]
        found.append(
            Lesson(
                "squad",
                row["title"],
                row["text"],
                spans,
                tuple(asks),
                row["title"] in held,
            )
        )
    return found


def squad2(data: Path) -> list[Lesson]:
    """SQuAD 2.0's paragraphs; a sentence answers that holds the majority of the given spans."""
    found = []
    for article in json.loads((data / "squad2" / "dev-part-a.json").read_text("utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            spans = split(text)
            asks = []
            for q in paragraph["qas"]:
                given = [
                    (a["answer_start"], a["answer_start"] + len(a["text"])) for a in q["answers"]
                ]
                asks.append(Ask(tidy(q["question"]), _meeting(spans, given[:1])))
            title = article["title"].replace("_", " ")
            held = article["title"] in SQUAD2_HELD_OUT
            found.append(Lesson("squad2", title, text, spans, tuple(asks), held))
    return found


def selqa(data: Path) -> list[Lesson]:
    """SelQA's sections; the smaller of its two files is held out."""
    found: dict[tuple[str, ...], tuple[list[Ask], bool]] = {}
    for name, held in (("test", False), ("dev", True)):
        rows = json.loads((data / "selqa" / f"selqa-ass-{name}.json").read_text("utf-8"))
        for row in rows:
            key = (row["article"], *row["candidates"])
            found.setdefault(key, ([], held))[0].append(Ask(row["question"], tuple(row["answers"])))
    return [
        lesson_of("selqa", key[0], key[1:], tuple(asks), held)
        for key, (asks, held) in found.items()
    ]


def own(data: Path) -> list[Lesson]:
    """The questions written for this project: own documents, and paragraphs of Wikipedia."""
    texts = {row["id"]: row for row in _lines(data / "answer-sentences" / "paragraphs.jsonl")}
    return [one for path in sorted(OWN.glob("*.jsonl")) for one in read_own(path, texts)]


def read_own(path: Path, texts: Mapping[int, Mapping[str, Any]] | None = None) -> list[Lesson]:
    """The lessons of one file; a row without sentences names one of some texts by its id."""
    found = []
    for number, row in enumerate(_lines(path)):
        asks = tuple(
            Ask(q["q"], tuple(q["a"]), q.get("near"), q.get("type", "")) for q in row["questions"]
        )
        name, held = f"own-{path.stem}", number % HELD_OUT == 0 or path.parent != OWN
        if "sentences" in row:
            title = row["title"]
            found.append(lesson_of(name, title, row["sentences"], asks, held))
        else:
            other = (texts or {})[row["id"]]
            title, text = other["title"], other["text"]
            found.append(Lesson(name, title, text, split(text), asks, held))
    return found


def lesson_of(
    corpus: str, title: str, cut: Iterable[str], asks: tuple[Ask, ...], held: bool
) -> Lesson:
    """A lesson from sentences that are already apart; they are joined by spaces."""
    text, spans = "", []
    for sentence in cut:
        start = len(text) + bool(text)
        text += " " * bool(text) + sentence
        spans.append((start, len(text)))
    return Lesson(corpus, title, text, tuple(spans), asks, held)


def split(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a text, as the index cuts them."""
    document = Document("paragraph.txt", text, "text/plain")
    return tuple((s.start, s.end) for s in sentences(document, Span(0, len(text))))


def tidy(question: str) -> str:
    """A question of SQuAD by way of nqg, without the spaces between its tokens.

    >>> tidy("what is beyonce 's first album called ?")
    "what is beyonce's first album called?"
    """
    question = question.replace("``", '"').replace("''", '"')
    question = question.replace("-lrb-", "(").replace("-rrb-", ")")
    question = re.sub(r" (n't|'s|'re|'ve|'d|'ll|'m)\b", r"\1", question)
    question = re.sub(r"\s+([?.,;:!%)])", r"\1", question)
    question = re.sub(r"([($])\s+", r"\1", question)
    return re.sub(r"\s+", " ", question).strip()


def _meeting(spans: tuple[tuple[int, int], ...], given: Iterable[Iterable[int]]) -> tuple[int, ...]:
    """For each given range the sentence that shares most characters with it."""
    found = set()
    for start, end in given:
        shared = [min(e, end) - max(s, start) for s, e in spans]
        best = max(range(len(spans)), key=lambda i: shared[i])
        if shared[best] > 0:
            found.add(best)
    return tuple(sorted(found))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())
