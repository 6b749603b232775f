import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.case import Corpus, check_cases, load_cases
from eval.make.folder import Folder
from eval.make.judge import Reliance, reliance
from eval.make.page import SCRIPT
from index.embed import HashingEmbedder
from tests.conftest import write_files


@pytest.fixture
def made(harbour: Path, tmp_path: Path) -> Path:
    """A folder with all that `make` writes."""
    out = tmp_path / "made"
    out.mkdir()
    code = main([
        "make", f"--sources={harbour}", f"--out={out / 'own.yaml'}",
        f"--page={out / 'own.html'}", f"--counterfactual={out / 'changed'}",
    ])  # fmt: skip
    assert code == 0
    return out


def test_what_is_drafted_is_a_case_file_for_the_folder(made: Path, harbour: Path) -> None:
    cases = load_cases([made / "own.yaml"])
    check_cases(cases, Corpus.BRIEFS, Folder.read(harbour).documents)
    assert len({case.id for case in cases}) == len(cases) > 15
    assert {case.answerable for case in cases} == {True, False}
    assert all(case.why.startswith("draft by rule, ") for case in cases)


def test_each_case_stands_under_its_sentence(made: Path) -> None:
    text = (made / "own.yaml").read_text("utf-8")
    said = "# news.txt: The town council closed the old sea gate on 3 May 1987.\n- id: when-did"
    assert said in text


def test_a_case_that_was_dropped_is_not_asked(made: Path) -> None:
    file = made / "own.yaml"
    before = load_cases([file])
    text = file.read_text("utf-8")
    file.write_text(text.replace("keep: true", "keep: false", 1), "utf-8")
    assert load_cases([file]) == before[1:]


class Page(HTMLParser):
    """The attributes of a page by element, and its data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.data = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.seen and self.seen[-1] == ("script", {"type": "application/json", "id": "data"}):
            self.data += data


def test_the_page_holds_the_same_cases_and_fetches_nothing(made: Path) -> None:
    text = (made / "own.html").read_text("utf-8")
    page = Page(text)
    data = json.loads(page.data)
    assert data["name"] == "own.yaml"
    # the page writes JSON, which is YAML too
    copy = made / "copy.yaml"
    copy.write_text("".join(f"- {json.dumps(case)}\n" for case in data["cases"]), "utf-8")
    assert [c.question for c in load_cases([copy])] == [
        c.question for c in load_cases([made / "own.yaml"])
    ]
    boxes = [attrs for tag, attrs in page.seen if attrs.get("type") == "checkbox"]
    assert len(boxes) == len(data["cases"])
    assert not [attrs for _, attrs in page.seen if "src" in attrs or "href" in attrs]
    assert "default-src 'none'" in text
    assert SCRIPT.read_text("utf-8") in text


def test_words_of_a_source_stay_words_on_the_page(tmp_path: Path) -> None:
    hostile = '</script><b onclick="x"> had come at last'
    text = f"About the port\n\nIt was late. Ada Marsh wrote that {hostile}.\n"
    sources = write_files(tmp_path / "s", {"a.txt": text})
    out = tmp_path / "own.yaml"
    assert main(["make", f"--sources={sources}", f"--out={out}", f"--page={tmp_path / 'p'}"]) == 0
    text = (tmp_path / "p").read_text("utf-8")
    assert "<b" not in text.replace("<blockquote", "").replace("<body", "").replace("<button", "")
    assert text.count("</script>") == 2


def test_the_changed_copy_differs_where_its_cases_say(made: Path, harbour: Path) -> None:
    changed = Folder.read(made / "changed" / "sources").documents
    cases = load_cases([made / "changed" / "cases.yaml"])
    check_cases(cases, Corpus.BRIEFS, changed)
    assert len(cases) >= 4
    before = Folder.read(harbour).documents
    for case in cases:
        (gold,) = case.facts[0].briefs
        new, old = re.findall(r"counterfactual: (.*) was (.*) in ", case.why)[0]
        assert new in gold.phrase
        assert gold.phrase not in before[gold.document].text
        assert old not in gold.phrase
    assert {case.id for case in cases} <= {c.id for c in load_cases([made / "own.yaml"])}


def test_the_kept_cases_are_asked_and_reliance_is_measured(
    harbour: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # few, since the real reader reads them
    few, changed = tmp_path / "few.yaml", tmp_path / "changed"
    options = [f"--out={few}", f"--counterfactual={changed}", "--count=4"]
    assert main(["make", f"--sources={harbour}", *options]) == 0
    code = main(
        ["run", f"--cases={few}", f"--sources={harbour}", "--failures",
         f"--counterfactual={changed}", f"--json={tmp_path / 'r.json'}",
         f"--html={tmp_path / 'r.html'}"],
        HashingEmbedder(),
    )  # fmt: skip
    out = capsys.readouterr().out
    assert code == 0
    assert "harbour: " in out
    assert "factual_accuracy" in out
    assert "reliance  " in out
    first, second = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert len(first["cases"]) == 4 > len(second["cases"]) > 0
    (asked, *_) = load_cases([few])
    assert asked.question in (tmp_path / "r.html").read_text("utf-8")


def test_whoever_keeps_the_old_answer_does_not_rely_on_the_source() -> None:
    def record(name: str, *, right: bool, answered: bool = True) -> object:
        return type("Seen", (), {
            "id": name, "right": right, "answered": answered, "answerable": True
        })()  # fmt: skip

    before = [record(name, right=name != "wrong") for name in ("a", "b", "c", "wrong", "other")]
    after = [
        record("a", right=True), record("b", right=False, answered=False),
        record("c", right=False), record("wrong", right=True),
    ]  # fmt: skip
    assert reliance(before, after) == Reliance(("a",), ("b",), ("c",))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["make", "--sources=nowhere", "--out=x.yaml"], "There is no folder of sources at nowhere"),
        (
            ["make", "--sources={harbour}", "--out=x.yaml", "--count=0"],
            "--count must be at least 1",
        ),
        (["make", "--sources={harbour}", "--out=no/x.yaml"], "no/x.yaml cannot be written"),
        (["make", "--sources={harbour}", "--out={harbour}/news.txt"], "news.txt is there already"),
        (["run", "--cases=none.yaml", "--sources={harbour}"], "none.yaml cannot be read"),
    ],
)
def test_a_problem_is_one_line_that_names_the_file(
    harbour: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [one.replace("{harbour}", str(harbour)) for one in arguments]
    assert main(given, HashingEmbedder()) == 3
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_copy_is_not_written_over_another(
    made: Path, harbour: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = [f"--out={made / 'b.yaml'}", f"--counterfactual={made / 'changed'}"]
    assert main(["make", f"--sources={harbour}", *options]) == 3
    assert "changed is there already" in capsys.readouterr().err


def test_a_folder_without_a_plain_sentence_gives_no_draft(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = write_files(tmp_path / "s", {"a.txt": "Bonjour tout le monde."})
    assert main(["make", f"--sources={sources}", f"--out={tmp_path / 'o.yaml'}"]) == 3
    assert "No rule drafts a case from" in capsys.readouterr().err


def test_a_case_that_does_not_fit_the_folder_is_named(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = write_files(tmp_path / "other", {"a.txt": "A boat."})
    assert main(
        ["run", f"--cases={made / 'own.yaml'}", f"--sources={other}"], HashingEmbedder()
    ) == 3  # fmt: skip
    assert "own.yaml: " in capsys.readouterr().err
