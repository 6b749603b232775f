"""What can go wrong in an evaluation; the tree begins in `index.errors`.

Problem
├── FeedbackProblem     the file of feedback cannot be read or written, or is full
└── BadInput
    ├── BadCases        a case file that cannot be read, or a case that cannot be right
    ├── BadFeedback     feedback that does not fit the reply that it is on
    ├── BadThresholds   a thresholds file with a mistake in it
    ├── BadRun          a file that is no run of an evaluation, or two that cannot be compared
    ├── BadJudge        a language model that cannot be asked for its opinion, or gave none
    └── BadData         a public data set that is missing or not in its published form
"""

from index.errors import BadInput, Problem


class FeedbackProblem(Problem):
    """The file of feedback cannot be read or written, or holds as much as may be kept."""


class BadFeedback(BadInput):
    """Feedback that does not fit the reply that it is on, or with a comment that is too long."""


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
