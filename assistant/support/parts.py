"""A sentence of prose that joins two, in its parts; and whether they speak of one subject."""

import re
from collections.abc import Iterator

from assistant.support.basis import Basis
from assistant.support.reading import blank, read
from assistant.support.wording import PAST

JOINED = re.compile(
    r"(?P<joint>;| ?[—–]|, (?:and|but|while|whereas)|,? and(?= (?:that|it|he|she|they|was|were|"
    r"is|are|has|had|"
    r"\w+ed)\b)|,? but| and)\s+|, (?P<who>which|who|where)\s+"
)
APPOSED = re.compile(r"(?P<head>[A-Z][\w’'-]*+(?: [A-Z][\w’'-]*+)*), (?P<aside>[^,;:]{3,90}),")
VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|can|could|may|might|must|shall|should|will|"
    r"would|"
    rf"[a-z]{{2,}}(?:ed|es)|(?!the)[a-z]{{3,}}s|{'|'.join(sorted(PAST))})\b"
)
OWN = re.compile(
    r"\w+s (?:are|were|have|had|do|did|can|could|may|might|must|shall|should|will|would)\b"
)
LEANS = re.compile(
    r"(?:also |then |later )*(?:which|who|where|it|he|she|they|this|that|these|his|her|its|"
    r"their|to|not)\b",
    re.IGNORECASE,
)
SUBJECT = 4  # words at the start of a part, half of which the next part's quotation must have


def parts(text: str) -> Iterator[tuple[str, str]]:
    """A sentence in two, at each place where it may be a join of two."""
    for match in JOINED.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        if len(left.split()) > 2 and VERB.search(_told(left)) and VERB.search(right):
            yield _said_too(text, left, f"{match['who'] or ''} {right}".strip())
    for match in APPOSED.finditer(text):
        rest = text[: match.end("head")] + text[match.end() :]
        yield f"{match['head']} {match['aside']}.", rest


def _told(text: str) -> str:
    """A part without the words that say who says so: "The page says that ICE" tells nothing."""
    sentence = read(text)
    return blank(sentence.text, [one.span for one in sentence.sayings])


def _said_too(text: str, left: str, right: str) -> tuple[str, str]:
    """Two parts of a sentence, each with the words that say from whom the whole is."""
    for saying in read(text).sayings:
        who = saying.span.cut(read(text).text).strip(" ,.")
        if saying.span.start == 0 and left.startswith(who):
            right = f"{who} {right}" if not right.startswith("that ") else f"{who} {right[5:]}"
        elif saying.span.end >= len(read(text).text) - 1 and right.rstrip(".").endswith(who):
            left = f"{left}, {who}"
    return f"{left}.", right


def own_subject(right: str) -> bool:
    """Whether a part has a subject of its own."""
    first = LEANS.match(right)
    return not first and (not VERB.match(right) or bool(OWN.match(right)))


def of_subject(left: str, right: str, basis: Basis) -> bool:
    """Whether a quoted sentence has the subject of a part, or for "which" its end."""
    words = [word for word in read(left).words if not read(left).attributed(word.span)]
    if re.match(r"(?:which|who|where)\b", right):
        return bool({word.meaning for word in words[-SUBJECT:]} & basis.about)
    verb = next(
        (m.start() for m in VERB.finditer(left) if words and m.start() > words[0].span.end), 0
    )
    subject = [word for word in words if word.span.end <= verb][:SUBJECT] or words[:2]
    met = sum(word.meaning in basis.about for word in subject)
    return 2 * met >= len(subject)
