"""A small folder of invented text, with a sentence or more for each rule."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from eval.make.draft import Draft
from eval.make.drafts import all_drafts
from eval.make.folder import Folder
from index.document import Document
from tests.conftest import write_files

HARBOUR: Mapping[str, str] = {
    "rules.md": (
        "---\ntitle: Rules of Tern Harbour\n---\n# Rules of Tern Harbour\n\n"
        "## Lights at night\n\n"
        "Visiting boats must show a white light if they anchor outside the wall. "
        "Fishing boats may not enter the inner basin at night.\n\n"
        "## Fees\n\n"
        "A berth costs 35 crowns, according to the Harbour Post. "
        "Under the Berth Act, pilots are exempted from all fees.\n\n"
        "The Royal Pilot Guild (RPG) sends six pilots to the harbour every spring. "
        "The Berth Act forbids open fires on all boats. "
        "The inner basin is closed in winter because of the ice.\n"
    ),
    "news.txt": (
        "A gate for the harbour\n\n"
        "Ada Marsh is the harbour master of Tern. "
        "The town council closed the old sea gate on 3 May 1987. "
        "The repair of the gate lasted for nine weeks, the Harbour Post reported. "
        "“We have never seen a storm like this one before,” said Ada Marsh.\n\n"
        "Rolf Quist, a fisherman from Tern, lost two boats in the storm of 1987. "
        "Rolf Quist wrote that the town had ignored all warnings about the wall.\n"
    ),
}


def folder_of(text: str) -> Folder:
    """A folder with one plain text."""
    return Folder.of([Document("a.txt", text, "text/plain")])


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """The folder with the two documents."""
    return write_files(tmp_path / "harbour", HARBOUR)


@pytest.fixture
def folder(harbour: Path) -> Folder:
    """The same, read."""
    return Folder.read(harbour)


@pytest.fixture
def drafts(folder: Folder) -> list[Draft]:
    """All that is drafted from it."""
    return all_drafts(folder)
