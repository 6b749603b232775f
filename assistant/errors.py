"""What can go wrong between a question and a reply; the tree begins in `index.errors`.

Problem
├── QuoteMismatch   a quotation is not what its source holds; nothing is shown
├── SourceChanged   a file has changed since it was read; nothing of it is shown
├── BadAnswerFile   a saved answer that cannot be read
└── BadModel        a language model that cannot be made from its settings
"""

from index.errors import Problem


class QuoteMismatch(Problem):
    """A quotation is not the slice of the document that it claims to be."""


class SourceChanged(Problem):
    """The file behind a quotation is not the one that was read, or is gone."""


class BadAnswerFile(Problem):
    """A saved answer that is not in the form that `python -m assistant --json` prints."""


class BadModel(Problem):
    """A language model that cannot be made: packages, a name or a setting are wrong."""
