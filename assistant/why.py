"""Why each passage that was read is quoted or not, as a table for a terminal."""

from collections.abc import Iterator

from assistant.reply import Answer, Considered, Reply, Why

TITLE = "Passages read: place by meaning, words and tokens; probability that the sentence answers"
COLUMNS = ("meaning", "words", "tokens", "answers")
WHY = {
    Why.USED: "quoted",
    Why.REPEATS: "says it again",
    Why.ENOUGH: "enough is quoted",
    Why.BEHIND: "far behind the best",
    Why.UNSURE: "not sure enough",
    Why.LACKS_OFFICE: "names no such office",
    Why.NOT_JUDGED: "no sentence judged",
    Why.PREMISE: "the question errs",
    Why.SILENT: "says only what it lacks",
    Why.OTHER_SCRIPT: "other script",
}
WIDEST = max(map(len, WHY.values()))
NONE = "–"


def passages_as_text(reply: Reply) -> str:
    """A row for each passage, part by part where a question has several; empty where none was read.

    A row ends with the place of the sentence that was quoted or judged best, or else the passage's.
    """
    if not reply.considered:
        return ""
    answered = [one.part for one in reply.statements] if isinstance(reply, Answer) else []
    lines = [TITLE, "  ".join(["", *COLUMNS])]
    for part in dict.fromkeys([*answered, *(one.part for one in reply.considered)]):
        rows = [_row(one) for one in reply.considered if one.part == part]
        lines += [f"{part.rstrip('?')}:"] if part and rows else []
        lines += rows
    return "\n".join(lines)


def _row(one: Considered) -> str:
    uri, span = one.hit.passage.document.uri, one.sentence or one.hit.passage.span
    cells = [cell.rjust(len(name)) for name, cell in zip(COLUMNS, _numbers(one), strict=True)]
    return "  ".join(["", *cells, WHY[one.why].ljust(WIDEST), f"{uri} {span.start}-{span.end}"])


def _numbers(one: Considered) -> Iterator[str]:
    for place in (one.hit.by_meaning, one.hit.by_words, one.hit.by_tokens):
        yield NONE if place is None else str(place)
    yield NONE if one.support is None else f"{one.support:.2f}"
