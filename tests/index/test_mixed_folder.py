"""Fifty files of six formats, ten of them broken in ten ways: forty answer, ten are explained."""

import io
import os
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from fpdf import FPDF

from assistant.open import open_assistant
from assistant.reply import Answer
from index.__main__ import main
from index.ledger import read_report
from index.report import Outcome
from tests.conftest import write_files
from tests.index.office import docx, eml, members, package, pptx
from tests.index.pdfs import pdf

pytestmark = pytest.mark.model

TOWNS = """Aldford Birkham Cresby Dunholme Elmstead Farnley Gorseby Hartwell Ingleby Jarrowby
Kelston Lindale Marbury Norholme Oakworth Penrose Quarmby Redcastle Selwick Thornby
Ulverby Vardon Wexcombe Yarnley Zealby Ashcombe Bramfield Coldred Denstone Eastling
Fairlight Glenmoor Holbeck Ivinghoe Kingsfold Langrick Melbury Netherby Otterham Pickworth
""".split()
WORKS = ["lighthouse", "harbour", "town hall", "market hall", "stone bridge"]


@dataclass(frozen=True)
class Written:
    """A document about a town: what stands in it, and on which of its pages."""

    town: str
    number: int

    @property
    def work(self) -> str:
        return WORKS[self.number % len(WORKS)]

    @property
    def year(self) -> str:
        return str(1700 + 7 * self.number)

    @property
    def fact(self) -> str:
        return f"The {self.work} of {self.town} was built in {self.year}."

    @property
    def question(self) -> str:
        return f"When was the {self.work} of {self.town} built?"

    @property
    def page(self) -> int:
        """Where the fact stands, in a format that has pages."""
        return 1 + self.number % 3

    def pages(self) -> list[str]:
        """Three pages about the town; the fact is on one of them."""
        said = [
            f"The council of {self.town} meets on the first Monday of each month.",
            f"The people of {self.town} keep bees and sell the honey to travellers.",
            f"The river at {self.town} freezes in most winters and floods in some springs.",
        ]
        said[self.page - 1] += f" {self.fact}"
        return said


def forty() -> tuple[dict[str, bytes], dict[str, Written]]:
    """The files that can be read, and what each is about."""
    files: dict[str, bytes] = {}
    about: dict[str, Written] = {}
    for number, town in enumerate(TOWNS):
        written = Written(town, number)
        ending, data = as_file(written)
        name = f"{town.lower()}{ending}" if number % 2 else f"{ending[1:]}/{town.lower()}{ending}"
        files[name], about[name] = data, written
    return files, about


def as_file(written: Written) -> tuple[str, bytes]:
    title, pages = f"A short account of {written.town}", written.pages()
    whole = "\n\n".join(pages)
    match written.number % 8:
        case 0 | 1:
            return ".pdf", pdf([f"# {title}\n\n{page}" for page in pages], title=title)
        case 2:
            return ".docx", docx(*pages, title=title)
        case 3 | 4:
            slides = [(f"{written.town}, part {n}", page) for n, page in enumerate(pages, 1)]
            return ".pptx", pptx(*slides)
        case 5:
            text = "".join(f"<p>{page}</p>" for page in pages)
            return ".html", f"<html><title>{title}</title><h1>{title}</h1>{text}</html>".encode()
        case 6:
            return ".eml", eml(whole, subject=title)
        case _:
            return ".md", f"# {title}\n\n{whole}\n".encode()


def locked() -> bytes:
    paper = FPDF()
    paper.add_page()
    paper.set_font("Helvetica")
    paper.cell(0, 10, "The moon pulls the sea.")
    paper.set_encryption("owner", "user")
    return bytes(paper.output())


def scanned() -> bytes:
    paper = FPDF()
    paper.add_page()
    paper.rect(20, 20, 100, 100, style="F")
    return bytes(paper.output())


def bomb() -> bytes:
    parts = members(docx("The moon pulls the sea."))
    return package({**parts, "word/media/image1.png": bytes(60_000_000)})


def deep() -> bytes:
    return b"<html><body>" + b"<div>" * 10_000 + b"<p>The moon.</p></body></html>"


def ten() -> Mapping[str, tuple[bytes, Outcome]]:
    whole = pdf(["The moon pulls the sea, and the tide turns at noon."])
    word = docx("The moon pulls the sea, and the tide turns at noon.")
    return {
        "locked.pdf": (locked(), Outcome.ENCRYPTED),
        "scan.pdf": (scanned(), Outcome.NEEDS_OCR),
        "half.pdf": (whole[: len(whole) // 2], Outcome.REFUSED),
        "picture.pdf": (b"\x89PNG\r\n\x1a\n" + bytes(500), Outcome.WRONG_TYPE),
        "half.docx": (word[: len(word) // 2], Outcome.REFUSED),
        "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000), Outcome.WRONG_TYPE),
        "bomb.docx": (bomb(), Outcome.TOO_LARGE),
        "deep.html": (deep(), Outcome.TOO_LARGE),
        "noise.txt": (bytes(range(1, 256)) * 4, Outcome.REFUSED),
        "nothing.md": (b"", Outcome.EMPTY),
    }


def test_fifty_files_of_which_ten_are_broken(tmp_path: Path) -> None:
    good, about = forty()
    bad = ten()
    assert (len(good), len(bad)) == (40, 10)
    folder = write_files(
        tmp_path / "s", {**good, **{name: data for name, (data, _) in bad.items()}}
    )
    index, err = tmp_path / "index", io.StringIO()
    with redirect_stderr(err), redirect_stdout(io.StringIO()):
        code = main(["build", "--sources", str(folder), "--index", str(index)])
    assert code == 2
    ledger = read_report(index)
    assert ledger
    told = {file.uri: file for file in ledger.files}
    assert {name: told[name].outcome for name in bad} == {n: bad[n][1] for n in bad}
    assert all(told[name].why and f"{name}  ({told[name].why})" in err.getvalue() for name in bad)
    assert {name for name, file in told.items() if file.outcome is Outcome.INDEXED} == set(good)

    assistant = open_assistant(index)
    asked = list(about) if os.environ.get("CHAPTER_FULL") else list(about)[::4]
    wrong = []
    for name in asked:
        written = about[name]
        reply = assistant.reply(written.question)
        places = [
            (quote.document.uri, quote.document.page(quote.span.start))
            for quote in (reply.quotes if isinstance(reply, Answer) else ())
            if written.year in quote.text
        ]
        page = written.page if name.endswith((".pdf", ".pptx")) else None
        if (name, page) not in places:
            wrong.append((name, page, places))
    assert wrong == []
