"""python -m train late | judge | export | calibrate | scale | bench, each --data DIR.

The stages run in this order. A stage that was cut off goes on from its last checkpoint in the run
folder, where each keeps a log of loss and measures, too.
"""

import argparse
import logging
import os
import sys
from pathlib import Path

from index.command import run
from index.errors import BadInput

RUN = Path(".train")
DATA = Path("../shared/data")
MAKING = ("late", "judge", "export", "calibrate", "scale")
STAGES = (*MAKING, "bench")


def main(arguments: list[str] | None = None) -> int:
    """Run one stage, or all that make the weights; the exit code is 0, or 3 on a problem."""
    parser = argparse.ArgumentParser(prog="python -m train", description=__doc__)
    parser.add_argument("stage", choices=("all", *STAGES))
    parser.add_argument(
        "--data", type=Path, default=DATA, metavar="DIR", help="default: %(default)s"
    )
    parser.add_argument("--run", type=Path, default=RUN, metavar="DIR", help="default: %(default)s")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, metavar="N")
    options = parser.parse_args(arguments)
    logging.basicConfig(format="%(message)s", stream=sys.stdout)
    logging.getLogger("train").setLevel(logging.INFO)
    os.environ["HF_HUB_OFFLINE"] = "1"
    return run(lambda: _run(options))


def _run(options: argparse.Namespace) -> int:
    if not (options.data / "answer-sentences").is_dir():
        raise BadInput(f"{options.data} holds no answer-sentences/; name the data with --data DIR.")
    # late: PyTorch takes seconds to import, and the threads are set before anything uses it
    import torch

    from train import stages

    torch.set_num_threads(options.threads)
    for stage in MAKING if options.stage == "all" else (options.stage,):
        getattr(stages, stage)(options.data, options.run)
    return 0


if __name__ == "__main__":
    sys.exit(main())
