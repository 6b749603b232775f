"""python -m index build | report | search | stats | text | check | repair | backup."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from index.command import SOME_FAILED, add_index_options, read_batch, run, write_json
from index.console import build_and_tell, report_as_text
from index.document import Document
from index.errors import BadInput, NoIndex
from index.ledger import as_json, read_report
from index.models import open_embedder
from index.present import document_as_json, hit_as_json, pages_as_text
from index.retrieve import Index
from index.settings import IndexSettings, load_settings
from index.upkeep import add_upkeep

PREVIEW = 300  # characters of a passage that `search` prints


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0, 2 where some files failed, 3 for a problem."""
    options = _parser().parse_args(arguments)
    return run(lambda: int(options.command(options)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m index", description="Build an index and look into it."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    make = commands.add_parser("build", help="read the sources, as far as they have changed")
    add_index_options(make, sources=True)
    make.add_argument(
        "--ray", action="store_true", help="read the passages on a Ray cluster (RAY_ADDRESS)"
    )
    make.set_defaults(command=_build)

    search = commands.add_parser("search", help="the passages nearest to a question")
    search.add_argument("question", nargs="?")
    search.add_argument(
        "--batch", type=Path, metavar="FILE", help='JSON lines with "id" and "question"'
    )
    search.add_argument(
        "--k", type=int, default=5, metavar="N", help="how many passages (default: 5)"
    )
    search.add_argument("--json", action="store_true", help="print JSON")
    add_index_options(search)
    search.set_defaults(command=_search)

    for name, command, words in (
        ("stats", _stats, "what the index holds"),
        ("report", _report, "what became of each file at the last build"),
    ):
        look = commands.add_parser(name, help=words)
        look.add_argument("--json", action="store_true", help="print JSON")
        add_index_options(look)
        look.set_defaults(command=command)

    text = commands.add_parser("text", help="a document's canonical text, in which offsets count")
    text.add_argument("document", help="its path within the sources, as `stats` lists it")
    add_index_options(text)
    text.set_defaults(command=_text)
    add_upkeep(commands)
    return parser


def _build(options: argparse.Namespace) -> int:
    result = build_and_tell(options.sources, options.index, options.settings, options.ray)
    return SOME_FAILED if result.failed else 0


def _report(options: argparse.Namespace) -> int:
    ledger = read_report(options.index)
    if ledger is None:
        raise NoIndex(
            f"There is no report at {options.index}. "
            f"Run `python -m index build --index {options.index}` to make one."
        )
    if options.json:
        print(json.dumps(as_json(ledger), indent=2))
    else:
        print(report_as_text(ledger))
    return SOME_FAILED if any(file.failed for file in ledger.files) else 0


def _search(options: argparse.Namespace) -> int:
    if (options.question is None) == (options.batch is None):
        raise BadInput(
            'Give a question, or --batch FILE. Example: python -m index search "who signed it?"'
        )
    if options.k < 1:
        raise BadInput(f"--k must be at least 1, not {options.k}.")
    index = _open(options)
    if options.batch:
        return _search_batch(index, options.batch, options.k)
    hits = index.search(options.question, options.k)
    if options.json:
        print(json.dumps([hit_as_json(hit) for hit in hits], indent=2, ensure_ascii=False))
        return 0
    for hit in hits:
        passage = hit.passage
        words = " ".join(passage.text.split())
        shown = words if len(words) <= PREVIEW else words[:PREVIEW] + " …"
        where = f"{passage.document.uri} {passage.span.start}-{passage.span.end}"
        pages = pages_as_text(passage.document, passage.span)
        print(f"{hit.rank}. {where}{pages and f', {pages}'}  score {hit.score:.3f}")
        print(f"   {passage.context}\n   {shown}\n")
    return 0


def _search_batch(index: Index, file: Path, count: int) -> int:
    failed = False
    for name, question in read_batch(file):
        try:
            hits = index.search(question, count)
        except BadInput as problem:
            failed = True  # one bad question must not lose the others
            write_json({"id": name, "error": str(problem)})
        else:
            write_json({"id": name, "passages": [hit_as_json(hit) for hit in hits]})
    return SOME_FAILED if failed else 0


def _stats(options: argparse.Namespace) -> int:
    index = _open(options)
    rows = [_document_as_json(index, document) for document in index.documents.values()]
    if options.json:
        whole = {"documents": rows, "passages": len(index.passages), **vars(index.manifest)}
        print(json.dumps(whole, indent=2, ensure_ascii=False))
        return 0
    for row in rows:
        print(
            f"{row['source']}  {row['passages']} passages, "
            f"{row['characters']:,} characters, {row['tokens']:,} tokens"
        )
        print(
            "   "
            + " · ".join(
                str(row[name]) for name in ("title", "publisher", "published") if row[name]
            )
        )
    print(
        f"\n{len(rows)} documents, {len(index.passages)} passages\nbuilt {index.manifest.built} "
        f"from {index.manifest.sources}\nmodel {index.manifest.model}"
    )
    return 0


def _document_as_json(index: Index, document: Document) -> dict[str, Any]:
    passages = [passage for passage in index.passages if passage.document is document]
    return {
        **document_as_json(document),
        "passages": len(passages),
        "tokens": sum(passage.tokens for passage in passages),
    }


def _text(options: argparse.Namespace) -> int:
    # bytes, not print: the newlines and characters must be just those that offsets count
    sys.stdout.buffer.write(_open(options).document(options.document).text.encode())
    return 0


def _open(options: argparse.Namespace) -> Index:
    settings = load_settings(IndexSettings, "index", options.settings)
    return Index.open(options.index, open_embedder(settings), settings)


if __name__ == "__main__":
    sys.exit(main())
