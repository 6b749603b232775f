import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from index.__main__ import main
from index.build import build
from index.embed import HashingEmbedder
from tests.conftest import REPOSITORY, TIDES, Write, write_files

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder of its own, where no settings.toml and no .index lie about."""
    monkeypatch.chdir(tmp_path)


def refused(capsys: Captured, *arguments: str | Path) -> str:
    """The one line with which a command ends."""
    assert main([str(argument) for argument in arguments]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    lines = [line for line in said.err.split("\n") if line.startswith("error: ")]
    assert len(lines) == 1
    assert "Traceback" not in said.err
    return lines[0]


def test_no_folder_of_sources(capsys: Captured) -> None:
    assert "no folder of sources at nowhere" in refused(capsys, "build", "--sources", "nowhere")


def test_an_empty_folder_of_sources(capsys: Captured, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    assert "holds no document that can be read" in refused(capsys, "build")


def test_sources_of_which_none_can_be_read(capsys: Captured, write: Write) -> None:
    write({"a.txt": b"\x89PNG", "b\nerror: forged.txt": "x"})
    assert "Not one of the files" in refused(capsys, "build")


@pytest.mark.parametrize("command", [["search", "who?"], ["stats"], ["text", "a.md"]])
def test_no_index(capsys: Captured, command: list[str]) -> None:
    assert "Run `python -m index build --index .index`" in refused(capsys, *command)


def test_the_index_of_another_model(capsys: Captured, tides: Path, tmp_path: Path) -> None:
    build(tides, tmp_path / ".index", HashingEmbedder())
    said = refused(capsys, "search", "who?")
    assert "built with the model 'hashing'" in said
    assert f"Run `python -m index build --sources {tides} --index .index`" in said


@pytest.mark.parametrize("k", ["0", "-1"])
def test_no_passages_asked_for(capsys: Captured, k: str) -> None:
    assert f"--k must be at least 1, not {k}" in refused(capsys, "search", "who?", "--k", k)


@pytest.mark.parametrize("arguments", [[], ["who?", "--batch", "a.jsonl"]])
def test_neither_or_both_of_a_question_and_a_file(capsys: Captured, arguments: list[str]) -> None:
    assert "Give a question, or --batch FILE" in refused(capsys, "search", *arguments)


def test_a_misspelt_setting(capsys: Captured, tides: Path) -> None:
    Path("settings.toml").write_text("[index]\npassage_token = 50\n")
    assert 'Did you mean "passage_tokens"?' in refused(capsys, "build")
    assert "No such file" in refused(capsys, "build", "--settings", "other.toml")


def test_an_index_where_a_file_lies(capsys: Captured, tides: Path) -> None:
    Path("file").write_text("no folder")
    assert "cannot be written" in refused(capsys, "build", "--index", "file")


def test_help_is_given_without_the_heavy_libraries() -> None:
    code = (
        "import sys, contextlib, io\nfrom index.__main__ import main\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
        "    main(['build', '--help'])\n"
        "print({'torch', 'chromadb', 'trafilatura', 'bm25s'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with sources and the index that the command made of them."""
    folder = tmp_path_factory.mktemp("command")
    bad: dict[str, str | bytes] = {
        "bad.txt": b"\x89PNG\r\n",
        "odd\nname.txt": "The moon.",
        "z.mp3": b"ID3",
    }
    write_files(folder / "sources", {**TIDES, **bad})
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(
            ["build", "--sources", str(folder / "sources"), "--index", str(folder / ".index")]
        )
    (folder / "said").write_text(json.dumps([code, out.getvalue(), err.getvalue()]))
    return folder


def ask(built: Path, *arguments: str) -> list[str]:
    return [*arguments, "--index", str(built / ".index")]


@pytest.mark.model
def test_a_build_names_every_file_and_its_exit_says_that_some_failed(built: Path) -> None:
    code, out, err = json.loads((built / "said").read_text())
    assert code == 2
    assert out.startswith(f"{built / '.index'}: 3 documents, ")
    assert "(3 indexed, 1 skipped, 1 wrong type, 1 refused)" in out
    assert "wrong type      bad.txt  (it is a PNG picture" in err
    assert "refused         odd\\nname.txt  (its name holds control characters" in err
    assert "skipped         z.mp3  (no reader for .mp3)" in err
    assert "Traceback" not in err


@pytest.mark.model
def test_the_report_is_shown_again_as_text_and_as_json(built: Path, capsys: Captured) -> None:
    assert main(ask(built, "report")) == 2
    lines = capsys.readouterr().out.split("\n")
    assert lines[0].startswith("wrong type      bad.txt        (it is a PNG picture")
    assert lines[1].startswith("indexed         harbour.txt    (1 passages, ")
    assert lines[3].startswith("refused         odd\\nname.txt  (its name holds")
    assert lines[7] == "6 files (3 indexed, 1 skipped, 1 wrong type, 1 refused)"
    assert main(ask(built, "report", "--json")) == 2
    whole = json.loads(capsys.readouterr().out)
    assert [file["uri"] for file in whole["files"]] == [
        "bad.txt", "harbour.txt", "lights.html", "odd\nname.txt", "tides.md", "z.mp3"
    ]  # fmt: skip
    assert whole["sources"] == str(built / "sources")


def test_no_report(capsys: Captured) -> None:
    said = refused(capsys, "report")
    assert "There is no report at .index. Run `python -m index build --index .index`" in said


@pytest.mark.model
def test_a_build_that_changes_nothing_says_so_in_a_line(
    built: Path, tmp_path: Path, capsys: Captured
) -> None:
    sources, index = write_files(tmp_path / "sources", TIDES), tmp_path / "index"
    make = ["build", "--sources", str(sources), "--index", str(index)]
    assert main(make) == 0
    capsys.readouterr()
    assert main(make) == 0
    said = capsys.readouterr()
    assert said.out.endswith("(3 unchanged). Nothing had changed.\n")
    assert said.err == ""


@pytest.mark.model
def test_a_search_shows_where_each_passage_stands(built: Path, capsys: Captured) -> None:
    assert main(ask(built, "search", "may I walk to the island?", "--k", "2")) == 0
    out = capsys.readouterr().out
    assert out.startswith("1. tides.md ")
    assert "Do not walk to the island after noon." in out
    assert "The tides · Harbour office · 2021-05-03" in out
    assert "\n2. " in out
    assert "\n3. " not in out


@pytest.mark.model
def test_offsets_of_a_search_cut_what_text_prints(
    built: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(ask(built, "search", "may I walk to the island?", "--json")) == 0
    hits = json.loads(capfdbinary.readouterr().out)
    assert [hit["rank"] for hit in hits] == list(range(1, len(hits) + 1))
    for hit in hits:
        assert main(ask(built, "text", hit["source"])) == 0
        text = capfdbinary.readouterr().out.decode()
        assert text[hit["start"] : hit["end"]] == hit["text"]
        assert 0 <= hit["score"] <= 1


@pytest.mark.model
def test_a_batch_answers_every_line_and_one_bad_question_loses_no_other(
    built: Path, capsys: Captured
) -> None:
    rows: list[dict[str, object]] = [
        {"id": "a", "question": "when was\u2028the lighthouse built?"},
        {"id": 2, "question": "?"},
        {"id": "c\ud800", "question": "who pays the fee\ud800?"},
    ]
    text = "\ufeff" + "\n\n".join(json.dumps(row, ensure_ascii=row["id"] != "a") for row in rows)
    Path("batch.jsonl").write_text(text, "utf-8")
    assert main(ask(built, "search", "--batch", "batch.jsonl", "--k", "1")) == 2
    found = [json.loads(line) for line in capsys.readouterr().out.split("\n") if line]
    assert [row["id"] for row in found] == ["a", "2", "c?"]
    assert [row["passages"][0]["source"] for row in (found[0], found[2])] == [
        "lights.html",
        "harbour.txt",
    ]
    assert "Type a question in words" in found[1]["error"]


@pytest.mark.model
@pytest.mark.parametrize(
    "line",
    ["{", "[]", "5", "[" * 100_000, '{"id": "1"}', '{"question": "who?"}',
     '{"id": 1, "question": null}', '{"id": null, "question": "who?"}',
     '{"id": "1", "question": ["who?"]}'],
)  # fmt: skip
def test_a_line_that_is_no_question_is_named(built: Path, capsys: Captured, line: str) -> None:
    Path("batch.jsonl").write_text(f"\n{line}\n")
    said = refused(capsys, *ask(built, "search", "--batch", "batch.jsonl"))
    assert 'batch.jsonl, line 2: each line must be JSON such as {"id"' in said


@pytest.mark.model
def test_a_batch_file_that_cannot_be_read(built: Path, capsys: Captured) -> None:
    Path("latin.jsonl").write_bytes('{"id": "é"}'.encode("latin-1"))
    for name in ("none.jsonl", "latin.jsonl", "."):
        said = refused(capsys, *ask(built, "search", "--batch", name))
        assert f"{name} cannot be read" in said


@pytest.mark.model
def test_stats_list_the_documents(built: Path, capsys: Captured) -> None:
    assert main(ask(built, "stats")) == 0
    out = capsys.readouterr().out
    assert "tides.md  " in out
    assert "3 documents, " in out
    assert main(ask(built, "stats", "--json")) == 0
    whole = json.loads(capsys.readouterr().out)
    assert [row["source"] for row in whole["documents"]] == [
        "harbour.txt",
        "lights.html",
        "tides.md",
    ]
    assert whole["passages"] == sum(row["passages"] for row in whole["documents"])
    assert whole["documents"][2]["published"] == "2021-05-03"


@pytest.mark.model
def test_text_of_a_document_that_is_not_there(built: Path, capsys: Captured) -> None:
    assert "no document 'none.md'" in refused(capsys, *ask(built, "text", "none.md"))


@pytest.mark.model
def test_a_reader_that_leaves_early_sees_no_traceback(built: Path) -> None:
    code = "import sys\nfrom index.__main__ import main\nsys.exit(main(sys.argv[1:]))"
    with subprocess.Popen(
        [sys.executable, "-c", code, *ask(built, "text", "tides.md")],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 3
