"""The stages of training, each a function of the data's folder and the run's folder."""

import json
import logging
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import torch

from assistant.answerability import CALIBRATION
from assistant.judge import TrainedJudge
from eval.__main__ import CASES
from eval.case import Corpus, load_cases
from index.command import SOURCES
from index.minilm import MiniLM
from index.weights import MODEL
from train import calibrate as calibration
from train import data as sets
from train import judge as judging
from train import late as lateness
from train import mine as mining
from train.contest import Sizes, contest
from train.data import Lesson
from train.eight import write_eight
from train.encoder import WIDTH, Encoder, Judge, LateModel
from train.export import export_judge, export_late, note_hashes
from train.fit import fit, mean_of, weights_of
from train.platt import fit_line, moved, outcomes
from train.worlds import groups

RATE_LATE, RATE_JUDGE, RATE_LAST = 5e-5, 8e-5, 4e-5
RATE_MORE = 5e-5
MINED, SOME = 550, 420  # paragraphs whose questions get BM25's mistakes; own documents beside them
FIRST = 900  # steps of the judge on public sets: then held-out accuracy had stopped rising
FOURTH = 1150  # and of its fourth stage, where time was up
ALL = 10**6
KEPT = ("judge-3", "judge-4", "judge-5", "judge-6")  # what is shipped is their mean
SWAPS = 0.1  # of the questions are asked again with a name exchanged
SAMPLED = 150  # passages whose token vectors give the first directions of the projection


def late(data: Path, run: Path) -> None:
    """Late interaction: on public sets, then on our own questions with half of those again."""
    torch.manual_seed(0)
    public, own = lateness.ready(_public(data)), lateness.ready(sets.own(data))
    taught = [one for one in public if not one.lesson.held_out]
    measure = lateness.measure([one for one in public + own if one.lesson.held_out])
    rng = random.Random(0)
    model = LateModel(_directions(rng.sample(taught, SAMPLED)))
    first = lateness.steps(taught, 2, rng)
    fit(model, "late-1", first, lateness.loss, measure, run, RATE_LATE)
    second = lateness.steps([one for one in own if not one.lesson.held_out], 3, rng)
    second += lateness.steps(rng.sample(taught, len(taught) // 2), 1, rng)
    rng.shuffle(second)
    start = weights_of(run, "late-1")
    fit(LateModel(), "late-2", second, lateness.loss, measure, run, RATE_LATE, start=start)
    third = _mined(sets.paragraphs(data), sets.own(data))
    start = weights_of(run, "late-2")
    fit(LateModel(), "late-3", third, lateness.loss, measure, run, RATE_LAST, start=start)


def _mined(paragraphs: Sequence[Lesson], own: Sequence[Lesson]) -> list[list[lateness.Ready]]:
    """Questions with BM25's mistakes beside them; our own documents as before.

    Questions about our own documents fit many of them ("can my manager see it?"), so that what BM25
    finds for one is no mistake.
    """
    rng = random.Random(7)
    held = {one.title for one in paragraphs if one.held_out and one.asks}
    pool = mining.Pool([one for one in paragraphs if one.title not in held])
    squad = [one for one in paragraphs if one.asks and not one.held_out]
    wiki, documents = (
        [one for one in own if one.family == family and not one.held_out]
        for family in ("wiki", "own")
    )
    asked = rng.sample(squad, min(MINED, len(squad))) + rng.sample(wiki, min(MINED // 2, len(wiki)))
    found = mining.steps(asked, pool, rng)
    found += lateness.steps(
        lateness.ready(rng.sample(documents, min(SOME, len(documents)))), 1, rng
    )
    rng.shuffle(found)
    return found


def judge(data: Path, run: Path) -> None:
    """The judge: on public sets, then on our own questions in the order in which they came."""
    torch.manual_seed(0)
    public, own = _public(data), sets.own(data)
    easy = [one for one in public if not one.held_out]
    earlier, later, last, press = (
        [one for one in own if not one.held_out and one.round == number] for number in (1, 2, 3, 4)
    )
    measure = judging.measure([one for one in public + own if one.held_out])
    late, rng = _finder(run), random.Random(0)

    def stage(
        name: str, found: Sequence[judging.Case], rate: float, most: int, *before: str
    ) -> None:
        steps, start = judging.steps(found, rng)[:most], mean_of(run, before) if before else None
        fit(Judge(), name, steps, judging.loss, measure, run, rate, fresh=5, start=start)

    stage("judge-1", judging.cases(easy, rng), RATE_JUDGE, FIRST)
    found = judging.cases(earlier, rng) + judging.cases(_some(easy, 4, rng), rng)
    stage("judge-2", found, RATE_JUDGE, ALL, "judge-1")
    again = [one for one in earlier if one.family == "own"]
    again += _some([one for one in earlier if one.family == "wiki"], 4, rng)
    found = judging.cases(again, rng, wrong=3, swaps=0, tempting=late)
    stage("judge-3", found, RATE_LAST, ALL, "judge-2")
    found = judging.cases(later, rng, swaps=SWAPS, tempting=late)
    found += judging.cases(_some(earlier, 2, rng) + _some(easy, 12, rng), rng, swaps=SWAPS)
    stage("judge-4", found, RATE_MORE, FOURTH, "judge-3")
    fifth = last + _some(later, 4, rng) + _some(earlier, 12, rng) + _some(easy, 30, rng)
    stage("judge-5", judging.cases(fifth, rng, swaps=SWAPS), RATE_MORE, ALL, "judge-4")
    found = judging.cases(press, rng, swaps=SWAPS) + judging.cases(press, rng, 3, SWAPS)
    older = _some(later + last, 7, rng) + _some(earlier, 12, rng) + _some(easy, 20, rng)
    found += judging.cases(older, rng, swaps=SWAPS)
    stage("judge-6", found, RATE_MORE, ALL, *KEPT[:3])


def _some(lessons: Sequence[Lesson], share: int, rng: random.Random) -> list[Lesson]:
    """One in so many."""
    return rng.sample(lessons, len(lessons) // share)


def _finder(run: Path) -> Callable[[Lesson], list[list[float]]]:
    """What late interaction confuses, as `train.judge.cases` wants it."""
    model = LateModel()
    model.load_state_dict(weights_of(run, "late-2"))
    return lateness.ranking(model)


def export(data: Path, run: Path) -> None:
    """Write what is shipped to index/model."""
    late_model, judge_model = LateModel(), Judge()
    late_model.load_state_dict(weights_of(run, "late-3"))
    judge_model.load_state_dict(mean_of(run, KEPT))
    MODEL.mkdir(exist_ok=True)
    export_late(late_model, MODEL)
    export_judge(judge_model, MODEL)
    write_eight(MODEL)
    note_hashes(MODEL)


def calibrate(data: Path, run: Path) -> None:
    """Fit what turns the readers' signals into probabilities; write assistant/calibration.json."""
    corpora = _held_out(data)
    trained = calibration.gather(corpora, MiniLM(threads()), TrainedJudge(threads()))
    plain = calibration.gather(corpora, MiniLM(threads(), trained=False), None)
    found, report = {}, {}
    for name, rows in (("judged", trained), ("late", trained), ("plain", plain)):
        found[name], report[name] = calibration.fit_and_measure(rows, judged=name == "judged")
    CALIBRATION.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    run.mkdir(parents=True, exist_ok=True)
    (run / "calibration.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")


def bench(data: Path, run: Path) -> None:
    """Print every reader on every measure."""
    logging.getLogger("train").info("\n%s", contest(data, run, Sizes()))


def threads() -> int:
    """As many as the run was given."""
    return torch.get_num_threads()


def scale(data: Path, run: Path) -> None:
    """Move the judge's probabilities to what they mean on the development half of our cases."""
    cases = load_cases([CASES / "dev.yaml"])
    folders = {Corpus.BRIEFS: SOURCES, Corpus.ORIGINALS: data.parent / "seeds"}
    seen = [
        outcome
        for corpus, folder in folders.items()
        if folder.is_dir()
        for outcome in outcomes(cases, corpus, folder, MiniLM(threads()), TrainedJudge(threads()))
    ]
    line = fit_line(seen)
    logging.getLogger("train").info("%s over %d questions", line, len(seen))
    kept = json.loads(CALIBRATION.read_text("utf-8"))
    kept["judged"] = moved(kept["judged"], line)
    CALIBRATION.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


def _held_out(data: Path) -> dict[str, list[list[Lesson]]]:
    """What no network was trained on, by corpus, in groups that are an index each.

    Questions about our own documents were written for one document, as readers ask who know what
    lies before them ("can my manager see it?"), so these are in groups of a few.
    """
    own = [one for one in sets.own(data) if one.held_out]
    return {
        "own": groups([one for one in own if one.family == "own"]),
        "wiki": [[one for one in own if one.family == "wiki"]],
        "squad": [[one for one in sets.squad(data) if one.held_out]],
        "squad2": [[one for one in sets.squad2(data) if one.held_out]],
    }


def _public(data: Path) -> list[Lesson]:
    return sets.squad(data) + sets.selqa(data) + sets.squad2(data)


@torch.no_grad()
def _directions(lessons: Sequence[lateness.Ready]) -> torch.Tensor:
    """The WIDTH directions in which the token vectors of some passages differ most."""
    encoder, vectors = Encoder().eval(), []
    for one in lessons:
        ids = torch.tensor([one.passage.ids])
        states = encoder(ids, torch.ones_like(ids), torch.zeros_like(ids))
        vectors.append(torch.nn.functional.normalize(states[0, 1:-1], dim=-1))
    every = torch.cat(vectors)
    _, directions = torch.linalg.eigh(every.T @ every)
    chosen: torch.Tensor = directions[:, -WIDTH:].T.contiguous()
    return chosen
