"""How much two texts share, by their words."""

from index.idf import background_idf
from index.terms import terms


def overlap(question: str, sentence: str) -> float:
    """The IDF mass of the words that both have."""
    return sum(background_idf(word) for word in set(terms(question)) & set(terms(sentence)))
