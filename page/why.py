"""Why this reply: the passages that were read, their places in each ranking, what came of them."""

from assistant.escape import isolated
from assistant.reply import Considered, Reply
from page.numbering import pages_in_words
from page.words import Words

COLUMNS = ("passage", "by_words", "by_meaning", "by_tokens", "support", "outcome")


def why_as_html(reply: Reply, say: Words) -> str:
    """The search behind a reply, folded away: one row a passage, best first."""
    if not reply.considered:
        return ""
    head = "".join(f'<th scope="col">{say.html(f"why.{name}")}</th>' for name in COLUMNS)
    rows = "".join(_row(considered, say) for considered in reply.considered)
    return (
        f'<details class="search"><summary>{say.html("why.title")}</summary>'
        f"<p>{say.html('why.intro')}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></details>"
    )


def _row(considered: Considered, say: Words) -> str:
    hit = considered.hit
    passage = hit.passage
    section = passage.document.section(passage.span.start).rsplit(" › ", 1)[-1]
    place = f"{passage.span.start}–{passage.span.end}"
    page = pages_in_words(passage.document, passage.span, say)
    where = " ".join(part for part in (section, page) if part)
    named = f"<cite>{isolated(passage.document.title)}</cite> {isolated(where)} {place}"
    ranks = (hit.by_words, hit.by_meaning, hit.by_tokens)
    support = "–" if considered.support is None else f"{considered.support:.0%}"
    cells = [*("–" if rank is None else str(rank) for rank in ranks), support]
    outcome = say.html(f"why.{considered.why.value}")
    if considered.part:
        outcome += f" ({isolated(considered.part)})"
    numbers = "".join(f"<td>{cell}</td>" for cell in cells)
    name = considered.why.value
    return f'<tr class="{name}"><th scope="row">{named}</th>{numbers}<td>{outcome}</td></tr>'
