"""A language model's part in an answer, as JSON and for a terminal."""

from typing import Any

from assistant.writer.written import Outcome, Written

OUTCOMES = {
    Outcome.WRITING: "it is writing",
    Outcome.CHECKING: "what it wrote is being checked",
    Outcome.NOTHING_HELD: "what it wrote is not borne out by the quotations, so they stand alone",
    Outcome.NOT_IN_SOURCES: "it found no answer; the quotations are what the reader found",
    Outcome.FAILED: "it gave no answer that could be read, so the quotations stand alone",
}


def written_as_json(written: Written | None) -> dict[str, Any] | None:
    """A language model's part in an answer, as docs/json.md describes it, if it has one."""
    if written is None:
        return None
    return {
        "model": written.model,
        "outcome": written.outcome.value,
        "trouble": written.trouble.value if written.trouble else None,
        "passages": written.passages,
        "drafted": written.drafted,
        "held": written.held,
        "failed": list(written.failed),
    }


def written_as_text(written: Written) -> str:
    """What became of what a language model wrote."""
    if written.outcome is Outcome.WROTE:
        share = f"{written.held} of the {written.drafted} statements"
        return f"The quotations bear out {share} that {written.model} wrote."
    why = f" ({written.trouble.value.replace('_', ' ')})" if written.trouble else ""
    return f"{written.model}: {OUTCOMES[written.outcome]}{why}."
