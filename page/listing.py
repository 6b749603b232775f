"""The documents of the library as HTML: a table to sort, filter and choose from by script.

The script (`assets/library.js`) moves and hides rows and makes none; every word of a document or of
a file's name passes `assistant.escape`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.escape import isolated, literal
from index.load import LARGEST
from index.readers import READERS
from page.intake import ENDINGS, MOST
from page.shelf import Item
from page.standing import reasons
from page.trash import DAYS, Removed
from page.words import ENGLISH, Words

# the columns that can be sorted, and how each is filtered
COLUMNS = {
    "title": "search",
    "publisher": "search",
    "date": "search",
    "kind": "select",
    "size": "",
    "passages": "",
    "state": "select",
}
# by the last word of the media type: plain, html, document (of Word), rfc822 (an e-mail)
FORMS = {
    media: re.split("[/.]", media)[-1] for media in {read.media_type for read in READERS.values()}
}


def top_as_html(
    items: Sequence[Item], why_not: str, say: Words = ENGLISH, web: bool = False
) -> str:
    """How much there is, and the way in for files, and with `web` for addresses, or why not."""
    documents = say("count.document", sum(item.answers for item in items))
    passages = say("count.passage", sum(item.passages for item in items))
    head = f"<h2>{documents}</h2><p>{say.html('library.held', passages=passages)}</p>"
    way = f'<p class="closed">{isolated(why_not)}</p>' if why_not else _drop(say)
    way += _address(say) if web and not why_not else ""
    stale = sum(item.stale for item in items)
    if stale and not why_not:
        way += (
            f'<p class="stale">{say.html("library.stale", stale)} '
            f'<button type="button" data-send="refresh">{say.html("library.refresh")}</button></p>'
        )
    return f'<div class="top"><div class="held">{head}</div>{way}</div>'


def _drop(say: Words) -> str:
    limits = say.html("library.limits", endings=ENDINGS, size=say.size(LARGEST), most=str(MOST))
    told = "".join(
        f' data-{name}="{literal(say(f"library.{name}", most=str(MOST), file="{file}"))}"'
        for name in ("sending", "unsent", "too_many_files", "folder", "busy")
    )
    return (
        f'<div class="drop" data-largest="{LARGEST}" data-most="{MOST}"{told}>'
        f'<p><label class="choose"><input type="file" multiple accept="{",".join(READERS)}"'
        f' aria-describedby="library-limits"><span>{say.html("library.choose")}</span></label> '
        f'<span class="here">{say.html("library.drop")}</span></p>'
        f'<p class="limits" id="library-limits">{limits}</p><p class="told" role="alert"></p></div>'
    )


def _address(say: Words) -> str:
    fetching = literal(say("library.web_fetching"))
    return (
        f'<p class="web"><label>{say.html("library.web_label")} '
        f'<input type="url" placeholder="https://"></label> '
        f'<button type="button" data-fetching="{fetching}">{say.html("library.web_add")}'
        "</button></p>"
    )


def shelf_as_html(
    items: Sequence[Item], removed: Sequence[Removed], changing: bool, say: Words = ENGLISH
) -> str:
    """The table, and the documents that can be put back.

    Args:
        items: the rows, in the order in which they stand at first.
        removed: what was removed, the last first.
        changing: whether there are buttons that change something.
        say: the words of the page.
    """
    rows = "".join(_row(item, changing, say) for item in items)
    caption = f'<caption class="unseen">{say.html("library.caption")}</caption>'
    shown = literal(say("library.shown", shown="{shown}", all="{all}"))
    return (
        f'<div class="bar"><p class="tally" role="status" data-said="{shown}"></p>'
        f'<button type="button" class="sift" aria-expanded="false">{say.html("library.sift")}'
        f"</button></div>"
        f'<div class="frame"><table class="shelf" data-language="{say.language}">{caption}'
        f"<thead>{_names(say)}{_filters(items, say)}</thead><tbody>{rows}</tbody></table>"
        f'<p class="none" hidden>{say.html("library.none")}</p></div>'
        f"{_removed(removed, say) if changing else ''}"
    )


def _names(say: Words) -> str:
    cells = "".join(
        f'<th scope="col" class="{name}" aria-sort="{"ascending" if name == "title" else "none"}">'
        f'<button type="button" data-sort="{number}">{say.html(f"library.{name}")}</button></th>'
        for number, name in enumerate(COLUMNS, start=1)
    )
    return (
        '<tr class="names"><td class="tick">'
        f'<input type="checkbox" class="every" aria-label="{say.html("library.every")}"></td>'
        f'{cells}<td class="act"></td></tr>'
    )


def _filters(items: Sequence[Item], say: Words) -> str:
    kinds = {_kind(item, say): _kind_said(item, say) for item in items}
    values = {
        "kind": [(kind, kinds[kind]) for kind in _counted(_kind(item, say) for item in items)],
        "state": [(lot, say(f"library.state_{lot}")) for lot in _counted(i.lot for i in items)],
    }
    cells = ""
    for number, (name, how) in enumerate(COLUMNS.items(), start=1):
        label = say.html("library.filter", column=say.html(f"library.{name}"))
        given = f'data-filter="{number}" aria-label="{label}"'
        if how == "search":
            box = f'<input type="search" {given} placeholder="{say.html("library.sift")}">'
        elif how == "select":
            options = "".join(
                f'<option value="{literal(value)}">{literal(said)}</option>'
                for value, said in values[name]
            )
            anything = f'<option value="">{say.html("library.any")}</option>'
            box = f"<select {given}>{anything}{options}</select>"
        else:
            box = ""
        named = f' data-label="{say.html(f"library.{name}")}"' if box else ""
        cells += f'<td class="{name}"{named}>{box}</td>'
    return f'<tr class="filters"><td class="tick"></td>{cells}<td class="act"></td></tr>'


def _counted(values: Iterable[str]) -> list[str]:
    """What there is, the most frequent first."""
    return [value for value, _ in Counter(values).most_common()]


def _row(item: Item, changing: bool, say: Words) -> str:
    name, title = f"t-{item.key}", isolated(item.title)
    if item.answers:
        tick = f'<input type="checkbox" class="one" aria-labelledby="{name}">'
        title = f'<button type="button" class="open" id="{name}">{title}</button>'
    else:
        tick, title = "", f'<span id="{name}">{title}</span>'
    path = "" if item.title == item.uri else f'<span class="file">{isolated(item.uri)}</span>'
    kind, state = _kind(item, say), say.html(f"library.state_{item.lot}")
    why = "".join(f'<span class="why">{isolated(why)}</span>' for why in reasons(item, say))
    if item.like:
        looks = say.html("library.looks_like", title=isolated(item.like))
        why += f'<span class="why like">{looks}</span>'
    remove = say.html("library.remove")
    act = (
        f'<button type="button" class="remove" id="r-{item.key}" data-send="remove"'
        f' aria-labelledby="r-{item.key} {name}">{remove}</button>'
    )
    size = "" if item.size is None else say.size(item.size)
    unit = f'<span class="unit">{say.html("library.unit", item.passages)}</span>'
    passages = f"{say.number(item.passages)} {unit}" if item.passages else ""
    return (
        f'<tr data-key="{item.key}" class="{_class(item)}"><td class="tick">{tick}</td>'
        f'<th scope="row" class="title" title="{literal(item.uri)}">{title}{path}{why}</th>'
        f'<td class="publisher">{_shown(item.publisher)}</td>'
        f'<td class="date">{_shown(item.published)}</td>'
        f'<td class="kind" data-value="{literal(kind)}">{isolated(_kind_said(item, say))}</td>'
        f'<td class="size" data-value="{item.size or 0}">{size}</td>'
        f'<td class="passages" data-value="{item.passages}">{passages}</td>'
        f'<td class="state" data-value="{item.lot}"><span class="pill">{state}</span></td>'
        f'<td class="act">{act if changing else ""}</td></tr>'
    )


def _class(item: Item) -> str:
    return item.state if item.lot == item.state else f"{item.state} {item.lot}"


def _shown(words: str) -> str:
    return isolated(words) if words else ""


def _kind(item: Item, say: Words) -> str:
    """What a document says that it is, or else its format."""
    form = FORMS.get(item.media_type)
    return item.kind or (say(f"library.form_{form}") if form else say("library.form_other"))


def _kind_said(item: Item, say: Words) -> str:
    """The kind in quotation marks where it is the document's own word: anyone can write it."""
    return say("library.own_word", kind=item.kind) if item.kind else _kind(item, say)


def _removed(removed: Sequence[Removed], say: Words) -> str:
    if not removed:
        return ""
    rows = "".join(
        f'<li><span class="name" id="p-{one.id}">{isolated(one.title)}</span> '
        f'<span class="when">{literal(one.at[:10])}</span> '
        f'<button type="button" data-send="restore" data-number="{one.id}"'
        f' id="b-{one.id}" aria-labelledby="b-{one.id} p-{one.id}">'
        f"{say.html('library.restore')}</button></li>"
        for one in removed
    )
    return (
        f'<details class="removed"><summary>{say.html("library.removed", len(removed))}</summary>'
        f"<p>{say.html('library.kept', days=str(DAYS))}</p><ul>{rows}</ul></details>"
    )


def selection_as_html(chosen: int, of: int, say: Words = ENGLISH) -> str:
    """Which documents are asked: all of them, or the few that were chosen.

    >>> print(selection_as_html(0, 5))
    <p class="chosen">Questions go to all 5 documents.</p>
    """
    if not chosen:
        return f'<p class="chosen">{say.html("library.asks_all", of)}</p>'
    documents = say("count.document", of)
    line = say.html("library.asks_some", chosen=say.number(chosen), documents=documents)
    return (
        f'<p class="chosen some"><strong>{line}</strong> '
        f'<button type="button" class="ask">{say.html("library.ask_them")}</button> '
        f'<button type="button" class="clear">{say.html("library.ask_all")}</button></p>'
    )
