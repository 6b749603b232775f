"""E6: whoever asks while the index is rebuilt gets an answer, and all of it of one generation."""

import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from assistant.reply import Answer
from page.site import Site
from page.watch import Watch
from tests.page.conftest import make_site

# with real servers: test_servers.py
REBUILDS, ASKING = 20 if os.environ.get("CHAPTER_FULL") else 8, 3
QUESTION = "Which turn of the wheel does the miller count?"


def wheels(turn: int) -> str:
    said = (
        f"# Wheel {n}\n\nThe miller counts turn {turn} of the wheel of mill {n}." for n in range(8)
    )
    return "\n\n".join(said) + "\n"


def test_questions_during_rebuilds_are_all_answered_from_one_generation(
    tmp_path: Path,
) -> None:
    """E6: every passage of the file says which turn it is of."""
    site = make_site(tmp_path, {"wheels.md": wheels(0)})
    over, answered = Event(), [0] * ASKING

    def ask(number: int) -> list[set[str]]:
        found = []
        while not over.is_set():
            found.append(turns(site))
            answered[number] += 1
        return found

    with Watch(site, 0), ThreadPoolExecutor(ASKING) as pool:
        asking = [pool.submit(ask, number) for number in range(ASKING)]
        try:
            for turn in range(1, REBUILDS + 1):
                (tmp_path / "next.md").write_text(wheels(turn))
                (tmp_path / "next.md").replace(site.sources / "wheels.md")
                goal = [count + 2 for count in answered]
                while any(have < want for have, want in zip(answered, goal, strict=True)):
                    assert not any(one.done() for one in asking), [
                        one.exception() for one in asking
                    ]
                    time.sleep(0.01)
        finally:
            over.set()
        found = [turns for one in asking for turns in one.result()]
    assert all(len(turns) == 1 for turns in found)
    assert set.union(*found) >= {str(turn) for turn in range(1, REBUILDS)}


def turns(site: Site) -> set[str]:
    """Which turns a reply knows of, in its quotations and in all that was read for it."""
    reply = site.live.reply(QUESTION)
    assert isinstance(reply, Answer)
    texts = [quote.text for quote in reply.quotes]
    texts += [considered.hit.passage.text for considered in reply.considered]
    return set(re.findall(r"turn (\d+)", " ".join(texts)))
