"""Which public sets there are, by the names of the command line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from eval.benchmarks import alce, beir, canard, chunks, clapnq, litrag, mtrag, rgb, squad2
from eval.benchmarks.outcome import Outcome, Run


@dataclass(frozen=True)
class Benchmark:
    """A public set: what it holds in a few words, its parts, and how it is run."""

    about: str
    parts: tuple[str, ...]
    run: Callable[[Run], Outcome]


BENCHMARKS: Mapping[str, Benchmark] = {
    "squad2": Benchmark("SQuAD 2.0 in JSON", squad2.PARTS, squad2.run),
    "beir": Benchmark("a folder in BEIR's form", beir.PARTS, beir.run),
    "chunks": Benchmark("Chroma's chunking evaluation", chunks.PARTS, chunks.run),
    "clapnq": Benchmark("IBM's CLAP NQ", clapnq.PARTS, clapnq.run),
    "litrag": Benchmark("LIT-RAGBench", litrag.PARTS, litrag.run),
    "rgb": Benchmark("RGB, English", rgb.PARTS, rgb.run),
    "mtrag": Benchmark("IBM's MTRAG", mtrag.PARTS, mtrag.run),
    "canard": Benchmark("CANARD: follow-ups and their rewritings", canard.PARTS, canard.run),
    "alce": Benchmark("ALCE's files: ASQA, QAMPARI, ELI5", alce.PARTS, alce.run),
}
