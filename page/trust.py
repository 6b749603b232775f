"""Trust at a glance: how sure an answer is, and that a quotation stood in its source just now."""

from datetime import UTC, datetime

from assistant.escape import isolated
from assistant.reply import Quote
from page.words import Words

# from which probability on an answer is called so; below the last it is doubtful
LEVELS = ((0.85, "very_likely"), (0.65, "likely"), (0.45, "perhaps"))


def confidence_as_html(probability: float, say: Words) -> str:
    """How sure an answer is, in words and as a share of answers like it.

    Args:
        probability: that the first statement answers, calibrated, in [0, 1]; see
            `assistant.answerability`.
        say: the words of the page.
    """
    level = next((name for least, name in LEVELS if probability >= least), "doubtful")
    # of ten, since the calibration is no finer than some hundredths
    tenths = min(max(round(10 * probability), 1), 9)
    share = say.html("trust.share", right=str(tenths))
    words = f"<strong>{say.html(f'trust.{level}')}</strong>: {share}."
    return f'<p class="confidence {level}">{words}</p>'


def verified_as_html(quote: Quote, say: Words, at: datetime | None = None) -> str:
    """That the words were found in their source as this was shown, with the hash on demand."""
    time = (at or datetime.now(UTC)).strftime("%Y-%m-%d %H:%M:%S UTC")
    document, span = quote.document, quote.span
    proof = say.html(
        "trust.proof",
        start=str(span.start),
        end=str(span.end),
        file=isolated(document.uri),
        time=time,
    )
    return (
        f'<details class="verified"><summary>✓ {say.html("trust.verified")}</summary>'
        f'<p>{proof}</p><p>SHA-256 <span class="hash">{document.sha256}</span></p></details>'
    )
