"""Two documents about a harbour, and what the checker says of a text about them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.checking.check import Checked, Checker
from index.load import list_sources, read_document
from tests.conftest import write_files

RULES = """---
title: Rules of the harbour
publisher: Harbour Office
---
# Rules of the harbour

Every boat must show a light at night. The master may not leave before 9:30, the office said.
The fee rose by 3.5 % to $1,200 – not to $1.200 – in 2019–20. It was −5 degrees.

## Noise

"Engines," the master wrote, "are an *ordinary* [nuisance](noise.md)." He called it a “zone of
terror” and said that the office's non-compliance is well-known. It can't be proven, probably, that
the employees' café closed. Perhaps it did. The boats left. There were 30 of
them. The keeper opened the gate at noon.

1. Pay the fee.
2. Open the gate.
"""
LIGHTS = """---
title: The keeper's log
---

The lamp is seen from twenty miles away. Nobody knows who lit the ﬁrst lamp; the of-
fice burned down in 1881. The keeper must never sleep, and the two boats may pass.
"""

Check = Callable[[str], tuple[Checked, ...]]


@pytest.fixture
def harbours(tmp_path: Path) -> Path:
    return write_files(tmp_path / "harbours", {"rules.md": RULES, "keepers-log.md": LIGHTS})


@pytest.fixture
def checker(harbours: Path) -> Checker:
    return Checker([read_document(one, one.data()) for one in list_sources(harbours)])


@pytest.fixture
def check(checker: Checker) -> Check:
    return checker.check
