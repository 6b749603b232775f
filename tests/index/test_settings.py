from pathlib import Path

import pytest

from index.errors import BadSettings
from index.settings import IndexSettings, load_settings


def load(folder: Path, text: str) -> IndexSettings:
    file = folder / "settings.toml"
    file.write_text(text, "utf-8")
    return load_settings(IndexSettings, "index", file)


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(IndexSettings, "index") == IndexSettings()


def test_the_file_of_the_working_folder_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    load(tmp_path, "[index]\npassage_tokens = 50")
    assert load_settings(IndexSettings, "index").passage_tokens == 50


def test_a_file_without_the_table_leaves_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path, "[assistant]\nanything = 1") == IndexSettings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[index]\npasage_tokens = 50", 'has no "pasage_tokens". Did you mean "passage_tokens"?'),
        ("[index]\nqqq = 50", 'has no "qqq". Known are: passage_tokens, late, store_tokens, url.'),
        ("[indx]\npassage_tokens = 50", 'there is no table [indx]. Did you mean "index"?'),
        ("[index]\npassage_tokens = 5000", '"passage_tokens": Input should be less than'),
        ("[index]\npassage_tokens = 'many'", '"passage_tokens": Input should be a valid integer'),
        ("index = 3", "[index] must be a table"),
        ("[index", "cannot be read as settings"),
    ],
)
def test_a_mistake_is_refused_and_says_what_was_meant(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadSettings) as caught:
        load(tmp_path, text)
    assert said in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "settings.toml"))


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="No such file"):
        load_settings(IndexSettings, "index", tmp_path / "none.toml")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes("# é".encode("latin-1"))
    with pytest.raises(BadSettings, match="cannot be read as settings"):
        load_settings(IndexSettings, "index", tmp_path / "a.toml")
