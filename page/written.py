"""A language model's part in an answer: its checked words, and a line that says how they came."""

from assistant.escape import isolated
from assistant.reply import Answer, Statement
from assistant.writer.written import Outcome, Written
from page.words import ENGLISH, Words


def prose_as_html(statement: Statement, cites: str, say: Words = ENGLISH) -> str:
    """What a model says in its own words, with links to the quotations that bear it out.

    It stands apart from them and has no quotation marks.
    """
    if statement.prose is None:
        return ""
    label = f'<span class="by">{say.html("written.by")}</span>'
    return f'<p class="written">{label} {isolated(statement.prose)} {cites}</p>'


def written_as_html(answer: Answer, say: Words = ENGLISH) -> str:
    """How far a model has come with an answer, or what became of what it wrote."""
    written = answer.written
    if written is None:
        return ""
    kind = "working" if written.going_on else "wrote"
    return f'<p class="read {kind}" role="status">{_line(written, say)}</p>'


def _line(written: Written, say: Words) -> str:
    model = isolated(written.model)
    match written.outcome:
        case Outcome.WRITING:
            passages = say("count.passage", written.passages)
            return say.html("written.writing", model=model, passages=passages)
        case Outcome.CHECKING:
            checked, all_ = say.number(written.checked), say("count.statement", written.drafted)
            return say.html("written.checking", checked=checked, statements=all_)
        case Outcome.FAILED:
            why = say.html(f"trouble.{written.trouble}") if written.trouble else ""
            return say.html("written.failed", model=model, why=why)
        case Outcome.WROTE if written.held < written.drafted:
            held, all_ = say.number(written.held), say("count.statement", written.drafted)
            return say.html("written.some", model=model, held=held, statements=all_)
        case outcome:
            return say.html(f"written.{outcome.value}", model=model)
