"""How the counts of lists are written: 3, c, III, 3rd."""

from collections.abc import Callable

ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)

Write = Callable[[int], str]


def roman(count: int) -> str:
    """A count in small Roman numerals; one that they do not reach in digits.

    >>> roman(4), roman(1990), roman(0)
    ('iv', 'mcmxc', '0')
    """
    if not 0 < count < 4000:
        return str(count)
    written = ""
    for value, letters in ROMAN:
        times, count = divmod(count, value)
        written += letters * times
    return written


def repeated(count: int) -> str:
    """A count as a letter, from z on as two, three ... of the same (ECMA-376-1, 17.18.59).

    >>> repeated(2), repeated(27), repeated(28), repeated(0)
    ('b', 'aa', 'bb', '0')
    """
    return (
        chr(ord("a") + (count - 1) % 26) * ((count + 25) // 26) if 0 < count <= 780 else str(count)
    )


def alphabetic(count: int) -> str:
    """A count as letters, as the web writes it (CSS Counter Styles 3, 6.1).

    >>> alphabetic(2), alphabetic(27), alphabetic(28), alphabetic(0)
    ('b', 'aa', 'ab', '0')
    """
    if count < 1:
        return str(count)
    written = ""
    while count:
        count, letter = divmod(count - 1, 26)
        written = chr(ord("a") + letter) + written
    return written


def ordinal(count: int) -> str:
    """A count as an English ordinal.

    >>> ordinal(1), ordinal(12), ordinal(23)
    ('1st', '12th', '23rd')
    """
    last = 0 if count % 100 in (11, 12, 13) else count % 10
    return f"{count}{({1: 'st', 2: 'nd', 3: 'rd'}).get(last, 'th')}"


def two_digits(count: int) -> str:
    """A count in two digits at least.

    >>> two_digits(7), two_digits(107)
    ('07', '107')
    """
    return f"{count:02}"


def capital(write: Write) -> Write:
    """The same in capital letters.

    >>> capital(roman)(4)
    'IV'
    """
    return lambda count: write(count).upper()


def silent(count: int) -> str:
    """Nothing, for lists that count and do not show it."""
    return ""
