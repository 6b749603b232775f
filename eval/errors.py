"""What can go wrong in an evaluation; the tree begins in `index.errors`.

Problem
└── BadInput
    ├── BadCases        a case file that cannot be read, or a case that cannot be right
    ├── BadThresholds   a thresholds file with a mistake in it
    ├── BadRun          a file that is no run of an evaluation, or two that cannot be compared
    ├── BadJudge        a language model that cannot be asked for its opinion, or gave none
    └── BadData         a public data set that is missing or not in its published form
"""

from index.errors import BadInput


class BadCases(BadInput):
    """A case file that cannot be read, or a case that contradicts itself or its sources."""


class BadThresholds(BadInput):
    """A thresholds file with an unknown name or an impossible value."""


class BadRun(BadInput):
    """A file that is no run of an evaluation, or two runs that cannot be compared."""


class BadData(BadInput):
    """A public data set that is missing, or not in the form in which it was published."""


class BadJudge(BadInput):
    """The optional judge is not installed, its model cannot be used, or it judged nothing."""
