"""True sentences as honest people write them: what a checker must accept.

Each rule takes a sentence and gives a text that quotes it, with its quotation marks, or None where
the rule does not apply.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Mapping

from assistant.checking.guard import exact, weighty

Rule = Callable[[str, random.Random], str | None]

INNER = re.compile(r"[\"“„«](?=\w)(?P<words>[^\"“”„«»]*)[\"”“»]")
LONG_WORD = re.compile(r"\b[a-z]{7,}\b")
PRONOUN = re.compile(r"\b(?:he|she|they|it|He|She|They|It)\b")
LIGATURES = (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ"))


def curly(sentence: str, chance: random.Random) -> str | None:
    """Curly marks, and single ones within."""
    words = INNER.sub(r"‘\g<words>’", sentence)
    return f"“{words}”" if '"' not in words else None


def straight(sentence: str, chance: random.Random) -> str | None:
    """Straight marks, and single ones within."""
    words = re.sub("[‘’]", "'", INNER.sub(r"'\g<words>'", sentence))
    return f'"{words}"' if '"' not in words else None


def single(sentence: str, chance: random.Random) -> str | None:
    """Single marks as in Britain, where no apostrophe could be taken for one."""
    return f"‘{sentence}’" if not re.search(r"['’‘]", sentence) else None


def guillemets(sentence: str, chance: random.Random) -> str | None:
    """French marks, with their spaces or without."""
    space = chance.choice(["", "\u00a0", "\u202f"])
    return f"«{space}{sentence}{space}»" if not re.search("[«»]", sentence) else None


def german(sentence: str, chance: random.Random) -> str | None:
    """German marks."""
    words = INNER.sub(r"‚\g<words>‘", sentence)
    return f"„{words}“" if not re.search('["“”„]', words) else None


def block(sentence: str, chance: random.Random) -> str | None:
    """A Markdown block quote of several lines."""
    lines, width = [""], chance.randrange(30, 70)
    for word in sentence.split():
        lines = [*lines, word] if len(lines[-1]) > width else [*lines[:-1], f"{lines[-1]} {word}"]
    # a line that begins like an item of a list is one
    if any(re.match(r"\s*(?:[-+*•–—]|\d+[.)])\s", f"{line} ") for line in lines):
        return None
    return "\n\n" + "\n".join(f"> {line.strip()}" for line in lines) + "\n\n"


def decomposed(sentence: str, chance: random.Random) -> str | None:
    """Accents as characters of their own (NFD)."""
    words = unicodedata.normalize("NFD", sentence)
    return curly(words, chance) if words != sentence else None


def ligatures(sentence: str, chance: random.Random) -> str | None:
    """Letters drawn together, as from a PDF."""
    words = sentence
    for letters, one in LIGATURES:
        words = words.replace(letters, one)
    return curly(words, chance) if words != sentence else None


def hyphens(sentence: str, chance: random.Random) -> str | None:
    """Soft hyphens, or a word broken at the end of a line."""
    found = list(LONG_WORD.finditer(sentence))
    if not found:
        return None
    place = chance.choice(found).start() + chance.randrange(2, 5)
    mark = chance.choice(["\u00ad", "-\n", "‐\n", "\u00ad\n"])
    return curly(sentence[:place] + mark + sentence[place:], chance)


def dashes(sentence: str, chance: random.Random) -> str | None:
    """Another dash, with spaces or without."""
    dash = re.compile(r"\s*[–—]\s*|\s-\s|--")
    other = chance.choice([" – ", "—", " -- ", " — ", "–", " - "])
    # what stands beside a number could be a minus, and is left alone
    words = dash.sub(
        lambda d: d[0] if d.string[d.end() : d.end() + 1].isdigit() else other, sentence
    )
    return curly(words, chance) if words != sentence else None


def spaces(sentence: str, chance: random.Random) -> str | None:
    """Other spaces, doubled ones, and line breaks."""
    kinds = ["\u00a0", "  ", "\n", "\u2009", "\u202f", " \n"]
    words = re.sub(" ", lambda _: chance.choice(kinds) if chance.random() < 0.3 else " ", sentence)
    return curly(words, chance) if not re.search(r"\n\s*(?:[-+*•]|\d+[.)])\s", words) else None


def marks_within(sentence: str, chance: random.Random) -> str | None:
    """Other quotation marks and apostrophes within the sentence."""
    if not re.search("[\"“”‘’']", sentence):
        return None
    words = INNER.sub(chance.choice([r"‘\g<words>’", r"'\g<words>'", r"«\g<words>»"]), sentence)
    words = words.replace("’", "'") if "’" in words else re.sub(r"(?<=\w)'(?=\w)", "’", words)
    return f"“{words}”" if '"' not in words else None


def markdown(sentence: str, chance: random.Random) -> str | None:
    """Emphasis or a link."""
    found = list(re.finditer(r"\b[^\W\d_]+(?: [^\W\d_]+)?\b", sentence))
    word = chance.choice(found)
    forms = ["**{}**", "*{}*", "_{}_", "`{}`", "[{}](https://a.example/b?c=1)", "***{}***"]
    shown = chance.choice(forms).format(word[0])
    return curly(sentence[: word.start()] + shown + sentence[word.end() :], chance)


def american(sentence: str, chance: random.Random) -> str | None:
    """A part of the sentence with the comma or full stop of the sentence that quotes it."""
    words = sentence.split()
    if len(words) < 10:
        return None
    start, end = sorted(chance.sample(range(len(words)), 2))
    if end - start < 4:
        return None
    part = " ".join(words[start:end]).strip(".,;:()\"“”'")
    odd = (
        part.count('"') % 2
        or part.count("“") != part.count("”")
        or part.count("(") != part.count(")")
    )
    return None if odd else curly(part + chance.choice([",", "."]), chance)


def first_letter(sentence: str, chance: random.Random) -> str | None:
    """The first letter in the other case, also in brackets."""
    if not sentence[0].isalpha():
        return None
    turned = sentence[0].swapcase()
    return curly(chance.choice([turned, f"[{turned}]"]) + sentence[1:], chance)


def ellipsis(sentence: str, chance: random.Random) -> str | None:
    """Some words left out that turn nothing."""
    words = sentence.split()
    if len(words) < 12 or re.search('["“”]', sentence):
        return None
    start = chance.randrange(3, len(words) - 6)
    end = start + chance.randrange(2, len(words) - start - 3)
    left_out = " ".join(words[start:end])
    if weighty(left_out) or exact(left_out):
        return None
    mark = chance.choice([" … ", "... ", " ... ", " [...] ", " […] ", " . . . ", " (...) "])
    return curly(" ".join(words[:start]) + mark + " ".join(words[end:]), chance)


def inserted(sentence: str, chance: random.Random) -> str | None:
    """A word of the editor's in brackets."""
    words = sentence.split()
    place = chance.randrange(2, len(words) - 1)
    if re.search(r"\W$", words[place - 1]):
        return None
    note = chance.choice(["[sic]", "[the author]", "[emphasis added]", "[in Oregon]", "[or her]"])
    return curly(" ".join([*words[:place], note, *words[place:]]), chance)


def replaced(sentence: str, chance: random.Random) -> str | None:
    """A name in brackets for a pronoun."""
    found = PRONOUN.search(sentence)
    if not found:
        return None
    by = chance.choice(["[the office]", "[Riddell]", "[the Norman duke]", "[the two friends]"])
    if exact(by):
        by = "[Ada Marsh]"
    return curly(sentence[: found.start()] + by + sentence[found.end() :], chance)


RULES: Mapping[str, Rule] = {
    "curly marks": curly,
    "straight marks": straight,
    "single marks": single,
    "guillemets": guillemets,
    "German marks": german,
    "block quote": block,
    "decomposed (NFD)": decomposed,
    "ligatures": ligatures,
    "broken words": hyphens,
    "dashes": dashes,
    "spaces": spaces,
    "marks within": marks_within,
    "Markdown": markdown,
    "American punctuation": american,
    "first letter": first_letter,
    "ellipsis": ellipsis,
    "inserted": inserted,
    "replaced": replaced,
}
