"""Questions for a speaker: who said words that the text gives to somebody by name."""

import re
from collections.abc import Iterator

from assistant.speaker import SAID, speaker
from eval.case import Group
from eval.make.draft import Draft, Evidence, Rule
from eval.make.folder import Folder, Sentence
from eval.make.words import PRONOUNS, Word, joined, opened, words_of

SAYS = re.compile(SAID)
# between its marks, or from the start where the sentence before opened it
QUOTED = re.compile(r"""[“"]([^“”"]+)[”"]|^([^“”"]+[,.!?—])[”"]""")
CONDITIONS = frozenset("if when while since because although though as unless".split())
SHORTEST, LONGEST = 5, 24  # words of what was said
BRIEF = 14  # a quotation is cut at the next comma from here on


def speaker_questions(folder: Folder) -> Iterator[Draft]:
    """A draft for each sentence beside whose words the speaker is named."""
    for sentence in folder.sentences:
        name = speaker(sentence.document, sentence.span)
        if name is None or "\n" in sentence.text:
            continue
        said = _quotation(sentence) or _reported(folder, sentence)
        known = {word.lower() for word in name.cut(sentence.document.text).split()} - {"the"}
        if said and not any(word.lower() in known for word in re.findall(r"[\w’'-]+", said)):
            evidence = (Evidence(sentence, name),)
            yield Draft(Rule.SPEAKER, Group.WHO_SAID_IT, said, sentence, evidence)


def _quotation(sentence: Sentence) -> str | None:
    """The question with the words that stand in quotation marks, whole sentences only."""
    found = QUOTED.search(sentence.text)
    if not found:
        return None
    words = words_of(found[1] or found[2])
    if len(words) < SHORTEST or not words[0].is_name:
        return None
    end = next(
        (at + 1 for at, word in enumerate(words) if set(word.after) & set(".!?")), len(words)
    )
    if end > LONGEST and words[0].lower in CONDITIONS:
        return None  # up to its first comma it says nothing
    if end > LONGEST:
        stops = (at + 1 for at, word in enumerate(words) if word.ends_part and at + 1 >= SHORTEST)
        end = next((stop for stop in stops if stop <= LONGEST), 0)
    said = joined(words[:end])
    return f"Who said “{said}”?" if end >= SHORTEST else None


def _reported(folder: Folder, sentence: Sentence) -> str | None:
    """The question with the words that are reported, after "that" or before the speaker."""
    words = sentence.words
    verb = next((at for at, word in enumerate(words) if SAYS.fullmatch(word.lower)), None)
    if verb is None:
        return None
    says = words[verb].lower
    if says == "told":
        says = "said"
    that = next((at for at in range(verb + 1, len(words)) if words[at].lower == "that"), None)
    if that is not None and that - verb <= 1:
        return _asked(folder, says, words[that + 1 :])
    last_comma = max((at for at, word in enumerate(words) if "," in word.after), default=-1)
    if 0 <= last_comma < verb and verb == len(words) - 1:
        return _asked(folder, says, words[: last_comma + 1])
    return None


def _asked(folder: Folder, says: str, words: tuple[Word, ...]) -> str | None:
    if not SHORTEST <= len(words) <= LONGEST or _points_elsewhere(words):
        return None
    text = joined(words)
    if (
        text.count("“") != text.count("”")
        or text.count('"') % 2
        or text.count("(") != text.count(")")
    ):
        return None
    return f"Who {says} that {opened(words, folder.uncapitalised)}?"


def _points_elsewhere(words: tuple[Word, ...]) -> bool:
    """Whether the words begin with something that only the sentence before explains."""
    points = PRONOUNS - {"he", "she", "one", "some", "there", "each", "both", "others"}
    return words[0].lower in points or any(word.lower in {"i", "we"} for word in words[:1])
