"""A copy of an index that is whole, made while others read it.

Copying the folder by hand is safe only while nobody opens the index: Chroma writes a row into its
database whenever it is opened, and a copy of that moment may be torn. This copies the database
through SQLite instead, holds the lock so that no generation is collected meanwhile, and checks the
seal of the copy. To restore, name the copy as the index: `--index COPY`.
"""

import shutil
from pathlib import Path

from index.database import DATABASE
from index.errors import BadInput
from index.generation import VECTORS, current, next_generation, writing
from index.seal import check_seal
from index.store import copy_store


def back_up(index: Path, copy: Path) -> Path:
    """Copy the current generation into a new index; gives the folder of the generation there.

    Raises:
        BadInput: there is something at that place already, or the vectors are on a server.
        NoIndex, DamagedIndex: there is no whole index to copy.
        IndexBusy: it is being written.
        NotWritten: the copy cannot be written.
    """
    if copy.exists():
        raise BadInput(f"There is something at {copy} already. Name a folder that is not there.")
    with writing(index):
        old = current(index)
        check_seal(old)
        if not (old / VECTORS / DATABASE).is_file():
            raise BadInput(
                f"The vectors of {index} are on a server: back that up by its own means. The texts "
                f"are in {old}, and `python -m index repair` makes new vectors of them."
            )
        with writing(copy), next_generation(copy) as new:
            copy_store(old / VECTORS, new / VECTORS)
            for path in old.iterdir():
                if path.is_dir() and path.name != VECTORS:
                    shutil.copytree(path, new / path.name)
                elif path.is_file():
                    shutil.copy2(path, new / path.name)
            check_seal(new)
    return current(copy)
