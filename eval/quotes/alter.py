"""True sentences made untrue in one place: what a checker must never call verified.

Each rule takes a sentence and gives one that is altered, or None where it does not apply.
"""

import random
import re
from collections.abc import Callable, Mapping

Rule = Callable[[str, random.Random], str | None]

MODALS = "may must shall should can could will would might".split()
HEDGES = "allegedly probably reportedly possibly apparently perhaps".split()
NUMBERS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty".split()
SYNONYMS = dict(
    pair.split(":")
    for pair in (
        "said:claimed says:claims large:big big:large small:little began:started begins:starts "
        "many:numerous most:nearly-all often:frequently because:since while:although used:utilized "
        "important:significant people:persons police:officers law:statute known:famous "
        "called:named first:initial also:additionally became:turned-into including:such-as "
        "help:assistance "
        "however:nevertheless during:throughout between:among after:following before:prior-to "
        "several:various area:region century:age war:conflict made:produced found:discovered "
        "show:demonstrate letter:note asks:requests state:province city:town country:nation"
    ).split()
)
AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|does|do|did|can|could|may|must|will|would)\b"
)
WORD = re.compile(r"\b[^\W\d_]+\b")
FIGURE = re.compile(r"(?<![\w.,])\d[\d,.]*\d|\b\d\b")


def _swap(sentence: str, found: re.Match[str], words: str) -> str:
    shown = words.capitalize() if found[0][0].isupper() and found[0].lower() != "i" else words
    return sentence[: found.start()] + shown + sentence[found.end() :]


def _any(pattern: re.Pattern[str], sentence: str, chance: random.Random) -> re.Match[str] | None:
    found = list(pattern.finditer(sentence))
    return chance.choice(found) if found else None


def number(sentence: str, chance: random.Random) -> str | None:
    """Another digit, or another number word."""
    figure = _any(re.compile(r"\d"), sentence, chance)
    if figure:
        other = chance.choice([d for d in "123456789" if d != figure[0]])
        return sentence[: figure.start()] + other + sentence[figure.end() :]
    word = _any(re.compile(rf"\b(?:{'|'.join(NUMBERS)})\b", re.I), sentence, chance)
    others = [n for n in NUMBERS if word and n != word[0].lower()]
    return _swap(sentence, word, chance.choice(others)) if word else None


def negation(sentence: str, chance: random.Random) -> str | None:
    """A denial taken away, or put in."""
    if found := re.search(r"\b(?:not|never|no)\s", sentence):
        return sentence[: found.start()] + sentence[found.end() :]
    if found := re.search(r"(?:n't|n’t|annot)\b", sentence):
        return (
            sentence[: found.start()]
            + ("an" if found[0] == "annot" else "")
            + sentence[found.end() :]
        )
    verb = _any(AUXILIARY, sentence, chance)
    return _swap(sentence, verb, f"{verb[0].lower()} not") if verb else None


def synonym(sentence: str, chance: random.Random) -> str | None:
    """A word for another that means nearly the same."""
    word = _any(re.compile(rf"\b(?:{'|'.join(SYNONYMS)})\b", re.I), sentence, chance)
    return _swap(sentence, word, SYNONYMS[word[0].lower()].replace("-", " ")) if word else None


def hedge(sentence: str, chance: random.Random) -> str | None:
    """A doubt put in, or taken away."""
    doubt = re.search(
        r"\b(?:about|approximately|probably|possibly|perhaps|nearly|almost|often|usually|generally|"
        r"mostly|mainly|likely|some|most|many)\s",
        sentence,
    )
    if doubt and chance.random() < 0.5:
        return sentence[: doubt.start()] + sentence[doubt.end() :]
    verb = _any(AUXILIARY, sentence, chance)
    return _swap(sentence, verb, f"{verb[0].lower()} {chance.choice(HEDGES)}") if verb else None


def modal(sentence: str, chance: random.Random) -> str | None:
    """Another modal verb, or one where there is none."""
    verb = _any(re.compile(rf"\b(?:{'|'.join(MODALS)})\b"), sentence, chance)
    if verb:
        return _swap(sentence, verb, chance.choice([m for m in MODALS if m != verb[0]]))
    verb = _any(re.compile(r"\b(?:is|are|was|were)\b"), sentence, chance)
    return _swap(sentence, verb, f"{chance.choice(MODALS)} be") if verb else None


def dropped(sentence: str, chance: random.Random) -> str | None:
    """One word less, within the sentence."""
    words = sentence.split(" ")
    if len(words) < 6:
        return None
    place = chance.randrange(1, len(words) - 1)
    return " ".join(words[:place] + words[place + 1 :])


def sign(sentence: str, chance: random.Random) -> str | None:
    """A sign, a decimal separator or a unit's sign put in, taken away or exchanged."""
    figure = _any(FIGURE, sentence, chance)
    # one more dash is still a dash
    if not figure or sentence[: figure.start()].rstrip()[-1:] in tuple("-–—"):
        return None
    before, words, after = sentence[: figure.start()], figure[0], sentence[figure.end() :]
    ways = [f"{before}{mark}{words}{after}" for mark in ("−", "-", "$", "±", "<", "~", "0.", ".")]
    ways += [
        f"{before}{words}{mark}{after}" for mark in ("%", "‰", "°", "+", "²") if after[:1] != mark
    ]
    if after.startswith("%"):
        ways += [before + words + after[1:], f"{before}{words} per cent{after[1:]}"] * 3
    if before[-1:] in ("$", "£", "€"):
        ways += [before[:-1] + words + after, f"{before[:-1]}¥{words}{after}"] * 3
    if "." in words or "," in words:
        ways += [before + words.translate(str.maketrans(",.", ".,")) + after] * 3
        ways += [before + re.sub("[.,]", "", words) + after] * 3
    return chance.choice(ways)


def case(sentence: str, chance: random.Random) -> str | None:
    """A letter in another case, behind the first."""
    words = [word for word in WORD.finditer(sentence) if word.start() > 1 and len(word[0]) > 2]
    if not words:
        return None
    word = chance.choice(words)
    return sentence[: word.start()] + word[0].swapcase() + sentence[word.end() :]


def order(sentence: str, chance: random.Random) -> str | None:
    """Two neighbouring words exchanged."""
    words = sentence.split(" ")
    places = [p for p in range(1, len(words) - 2) if words[p].lower() != words[p + 1].lower()]
    if not places:
        return None
    place = chance.choice(places)
    words[place : place + 2] = [words[place + 1], words[place]]
    return " ".join(words)


def letter(sentence: str, chance: random.Random) -> str | None:
    """One letter more, less or another, as in a typing error."""
    found = [word for word in WORD.finditer(sentence) if len(word[0]) > 3]
    if not found:
        return None
    word = chance.choice(found)
    place = word.start() + chance.randrange(1, len(word[0]) - 1)
    one = chance.choice([c for c in "aeinrst" if c != sentence[place].lower()])
    return sentence[:place] + chance.choice([one, "", sentence[place] * 2]) + sentence[place + 1 :]


def hidden(sentence: str, chance: random.Random) -> str | None:
    """An ellipsis or brackets in the place of a denial, a number, a modal verb or a hedge."""
    weighty = re.compile(
        r"\s(?:not|never|no|without|may|must|should|probably|about|nearly|\d[\d,.]*)\s"
    )
    word = _any(weighty, sentence, chance)
    if not word or word.start() < 12 or len(sentence) - word.end() < 12:
        return None
    digits = any(character.isdigit() for character in word[0])
    by = chance.choice(
        ["[indeed]", "[so]"] if digits else ["…", "...", "[…]", "[indeed]", "[then]"]
    )
    return f"{sentence[: word.start()]} {by} {sentence[word.end() :]}"


RULES: Mapping[str, Rule] = {
    "number": number,
    "negation": negation,
    "synonym": synonym,
    "hedge": hedge,
    "modal": modal,
    "dropped word": dropped,
    "sign or unit": sign,
    "letter case": case,
    "word order": order,
    "letter": letter,
    "hidden by an editor": hidden,
}
