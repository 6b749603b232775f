"""Whether written words can be seen: the rules that all formats share (row B2 of trust.md)."""

TINY = 2.0  # points: letters of this size or less are a line of dust
NEAR = 24  # of 255: colours that differ by no more than this cannot be told apart as text
WHITE = "FFFFFF"


def alike(ink: str | None, paper: str | None) -> bool:
    """Whether text of one colour cannot be seen on the other; colours are RRGGBB, None is unknown.

    >>> alike("FEFEFE", "FFFFFF"), alike("C00000", "FFFFFF"), alike("FFFFFF", None)
    (True, False, False)
    """
    one, other = _channels(ink), _channels(paper)
    if one is None or other is None:
        return False
    return all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))


def _channels(colour: str | None) -> bytes | None:
    try:
        channels = bytes.fromhex(colour or "")
    except ValueError:  # "auto", and names
        return None
    return channels if len(channels) == 3 else None


def letters(text: str | None) -> int:
    """How many characters of a text are not space: what is counted as hidden."""
    return sum(map(len, (text or "").split()))
