"""False premises, questions for yes or no, and questions in parts, measured over sources/.

Each bar is asserted on what is measured; `pytest -s` prints the figures.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.assistant import Assistant
from assistant.open import open_assistant
from assistant.parts import parts_of
from assistant.reply import Answer, Refusal, Reply
from index.build import build
from index.models import open_embedder
from index.settings import IndexSettings
from tests.conftest import REPOSITORY

HERE = Path(__file__).parent
DECIDED = 0.45  # share of the questions for yes or no that the sources decide: a little less
TURNED_DOWN = 0.90  # share of false premises that are contradicted, or refused
KEPT = 0.95  # share of plain questions that are answered with a true premise too
RIGHT = 0.78  # share of parts that are answered rightly or named: a little less

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def briefs(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over the five briefs."""
    folder = tmp_path_factory.mktemp("briefs") / "index"
    how = IndexSettings()
    build(REPOSITORY / "sources", folder, open_embedder(how), how)
    return open_assistant(folder)


def rows(name: str) -> list[Any]:
    found: list[Any] = yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))
    return found


def test_no_yes_or_no_is_wrong_and_half_of_those_that_can_be_are_decided(
    briefs: Assistant,
) -> None:
    for half in (0, 1):
        asked = [(truth, said(briefs.reply(one))) for truth, one in rows("yes_no")[half::2]]
        decided = [(truth, verdict) for truth, verdict in asked if verdict]
        can_be = sum(truth != "none" for truth, _ in asked)
        print(f"half {half}: {len(asked)} asked, {len(decided)} of {can_be} decided")
        assert [pair for pair in decided if pair[0] != pair[1]] == []
        assert len(decided) >= DECIDED * can_be


def test_no_false_premise_is_endorsed_and_no_true_one_loses_its_answer(briefs: Assistant) -> None:
    endorsed, turned_down, kept, plainly, accused = [], 0, 0, 0, []
    pairs = rows("pairs")
    for false, true, plain, phrases in pairs:
        reply = briefs.reply(false)
        shown = isinstance(reply, Refusal) or any(p in quoted(reply) for p in phrases.split("|"))
        turned_down += shown
        if not shown and not against(reply) and not (isinstance(reply, Answer) and reply.unfounded):
            endorsed.append(false)
        with_it, without = briefs.reply(true), briefs.reply(plain)
        if answers(without):
            plainly += 1
            kept += answers(with_it)
        accused += [one.question for one in (with_it, without) if against(one)]
    print(f"{len(pairs)} pairs: {turned_down} turned down; {kept} of {plainly} true ones answered")
    assert endorsed == []
    assert accused == []
    assert turned_down >= TURNED_DOWN * len(pairs)
    assert kept >= KEPT * plainly


def test_most_parts_are_answered_rightly_or_named_as_unanswered(briefs: Assistant) -> None:
    right = asked = 0
    for row in rows("parts"):
        reply = briefs.reply(row["question"])
        names = [part.words for part in parts_of(row["question"])]
        assert len(names) == len(row["parts"])
        asked += len(names)
        right += sum(map(part_is_right, [reply] * len(names), names, row["parts"]))
    print(f"{right} of {asked} parts are right")
    assert right >= RIGHT * asked


def part_is_right(reply: Reply, name: str, phrase: str | None) -> bool:
    if isinstance(reply, Refusal):
        return phrase is None
    if phrase is None:
        return name in reply.unanswered
    own = [one for one in reply.statements if one.part == name]
    return any(phrase in quote.text for one in own for quote in one.quotes)


def said(reply: Reply) -> str | None:
    statements = reply.statements if isinstance(reply, Answer) else ()
    return next((one.decides.value for one in statements if one.decides), None)


def against(reply: Reply) -> bool:
    return isinstance(reply, Answer) and any(one.against for one in reply.statements)


def answers(reply: Reply) -> bool:
    return isinstance(reply, Answer) and not against(reply)


def quoted(reply: Reply) -> str:
    return "\n".join(quote.text for quote in reply.quotes) if isinstance(reply, Answer) else ""
