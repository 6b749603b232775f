"""Everything that can go wrong between a folder of files and a search, as one small tree.

    Problem
    ├── SourcesMissing      the folder of sources is not there, or holds nothing to read
    ├── Unreadable          one file is refused; those that say more:
    │   ├── Empty           it has no text
    │   ├── NeedsOcr        its pages are pictures
    │   ├── Encrypted       a password is needed
    │   ├── TooLarge        more bytes, pages or text than are read
    │   └── WrongType       it is not what its ending says
    ├── NotStarted          a process that reads files or builds cannot be started
    ├── BuildEnded          the process that builds the index has ended before it was done
    ├── NoIndex             nothing has been built yet
    ├── StaleIndex          built by another model, other settings or another version
    ├── DamagedIndex        a file of the index is missing or not what was written
    ├── IndexBusy           another process is writing
    ├── NotWritten          the index cannot be written: a full disk, missing rights
    ├── ServerAway          the Chroma server of the settings does not answer, or refuses us
    ├── ClusterAway         the Ray cluster does not answer, or gave up
    ├── ModelProblem        the embedding model is missing or altered
    ├── BadSettings         a settings file with a mistake in it
    └── BadInput            an argument or an input file that cannot be used

Each message is written for the person who meets it: what, where, and what next, on one line.
"""

import traceback


class Problem(Exception):
    """Something that a person can put right; its message says how."""


class SourcesMissing(Problem):
    """The folder of sources is not there, or holds nothing to read."""


class Unreadable(Problem):
    """One file could not be read; the message is the reason alone, the caller names the file."""


class Empty(Unreadable):
    """The file has no text."""


class NeedsOcr(Unreadable):
    """The pages of the file are pictures, without a layer of text."""


class Encrypted(Unreadable):
    """The file opens with a password only."""


class TooLarge(Unreadable):
    """The file holds more bytes, pages or text than are read."""


class WrongType(Unreadable):
    """The file is not what its ending says."""


class NotStarted(Problem):
    """A process that reads files or builds cannot be started; nothing is said of any file."""


class BuildEnded(Problem):
    """The process that builds the index has ended before it was done; the old index is kept."""


class NoIndex(Problem):
    """Nothing has been built yet at the place asked for."""


class StaleIndex(Problem):
    """The index was built by another model, with other settings, or by another version."""


class DamagedIndex(Problem):
    """A file of the index is missing or is not what was written."""


class IndexBusy(Problem):
    """Another process is writing to the index."""


class NotWritten(Problem):
    """The index cannot be written, for want of room or of rights; the old one is kept."""


class ServerAway(Problem):
    """The Chroma server of the settings does not answer, or refuses the token."""


class ClusterAway(Problem):
    """The Ray cluster that should read the passages does not answer, or gave up."""


class ModelProblem(Problem):
    """The embedding model is missing, or its files are not the ones that we know."""


class BadSettings(Problem):
    """A settings file with an unknown key or an impossible value."""


class BadInput(Problem):
    """An argument or an input file that cannot be used."""


def came_from(error: BaseException) -> list[str]:
    """The calls that led to an error, outermost first, and without its words.

    >>> try:
    ...     int("a secret")
    ... except ValueError as error:
    ...     [call.split(":")[0] for call in came_from(error)]
    ['<doctest index.errors.came_from[0]>']
    """
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
