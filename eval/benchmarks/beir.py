"""BEIR (Thakur et al. 2021): retrieval sets of many fields in one form.

A folder holds `corpus.jsonl`, `queries.jsonl` and `qrels/test.tsv`.
"""

from eval.benchmarks import judged
from eval.benchmarks.outcome import Built, Outcome, Run
from eval.benchmarks.rows import find

PARTS = ("test", "dev", "train")


def run(how: Run) -> Outcome:
    """Search for every judged question; parts are the files in `qrels`, the first that is there.

    The corpus is always indexed whole, whatever the limit: a smaller one would be an easier set.
    """
    judgements = find(how.data, *(f"qrels/{part}.tsv" for part in how.parts))
    asked = judged.questions(find(how.data, "queries.jsonl"), judged.qrels(judgements))
    with how.shelve(judged.corpus(find(how.data, "corpus.jsonl")), "beir") as shelf:
        figures = tuple(judged.measure(how, shelf, judgements.stem, asked))
        return Outcome((Built.of(shelf),), figures)
