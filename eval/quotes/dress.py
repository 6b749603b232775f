"""Documents in other typography: wrapped lines, broken words, ligatures, Markdown, curly marks."""

import random
import re
from dataclasses import replace

from eval.quotes.corpus import Corpus
from eval.quotes.vary import LIGATURES
from index.canonical import canonical
from index.document import Document

WIDTH = 58  # characters of a line
WORD = re.compile(r"\b[a-z]{6,}\b")


def dressed(corpus: Corpus, seed: int = 0) -> Corpus:
    """The same documents and sentences; the documents' typography is another, their words are not.

    Places of sentences are those in the documents as they were.
    """
    chance = random.Random(f"{seed} dressed")
    documents = tuple(_dressed(document, chance) for document in corpus.documents)
    return Corpus(documents, corpus.sentences)


def _dressed(document: Document, chance: random.Random) -> Document:
    paragraphs = [_paragraph(one, chance) for one in document.text.split("\n\n")]
    return replace(document, text=canonical("\n\n".join(paragraphs)), headings=(), furniture=())


def _paragraph(text: str, chance: random.Random) -> str:
    # what has marks of its own, or lines of its own, is left as it is
    if re.search(r"[#*_|`\[\]<>]|\n", text):
        return text
    text = re.sub(r'"([^"]*)"', r"“\1”", text)
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    text = WORD.sub(lambda word: _word(word[0], chance), text)
    lines = [""]
    for word in text.split(" "):
        lines = [*lines, word] if len(lines[-1]) > WIDTH else [*lines[:-1], f"{lines[-1]} {word}"]
    # a line must not begin like an item of a list
    joined = "\n".join(line.strip() for line in lines)
    return re.sub(r"\n(?=(?:[-+*•–—]|\d+[.)])\s)", " ", joined)


def _word(word: str, chance: random.Random) -> str:
    dice = chance.random()
    if dice < 0.04:
        place = chance.randrange(2, len(word) - 2)
        return f"{word[:place]}{chance.choice(['-', '‐'])}\n{word[place:]}"
    if dice < 0.08:
        return chance.choice(["*{}*", "**{}**", "_{}_", "[{}](https://a.example)"]).format(word)
    for letters, one in LIGATURES:
        word = word.replace(letters, one)
    return word
