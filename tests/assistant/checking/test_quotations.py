import pytest

from assistant.checking.quotations import quotations


def found(text: str) -> list[str]:
    return [one.text for one in quotations(text)]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "open it" and “close it”.', ["open it", "close it"]),
        ("‘Open it’ and 'close it', and don't.", ["Open it", "close it"]),
        ("«ouvrez» « fermez » »auf«", ["ouvrez", " fermez ", "auf"]),
        ("„zu“ ‚nie‘ ‹non›", ["zu", "nie", "non"]),
        ("”Svenska” och »finska»", ["Svenska", "finska"]),
        ("“A ‘b’ c”", ["A ‘b’ c", "b"]),
        ('"A "b" c"', ['A "b" c', "b"]),
        ('"A" "b" ("c")—"d"', ["A", "b", "c", "d"]),
        ('“mixed" and "so”', ["mixed", "so"]),
        ("**“bold”** _'thin'_ [“link”](a.md 'title') <“x”>", ["bold", "thin", "link", "x"]),
        ('- "item one"\n- "item two"', ["item one", "item two"]),
        ("“two\nlines”", ["two\nlines"]),
        ("‘the employees’ rights are old’", ["the employees’ rights are old"]),
        ("'it's the boss's', she said", ["it's the boss's"]),
        ("'We like rock 'n' roll', he said", ["We like rock 'n' roll"]),
        ("in the '90s the boss' son", []),
    ],
)  # fmt: skip
def test_marks_of_all_kinds_are_paired(text: str, quoted: list[str]) -> None:
    assert found(text) == quoted


@pytest.mark.parametrize(
    "text",
    [
        "don't, employees', the '90s or ’tis; rock 'n' roll, O'Neill's",
        "It is 6' tall, 5\" wide and 6'2\" long.",
        '"" “” \'\' «»  "…" ',
        "a > b and 5 > 3",
        'see [the rules](rules.md "a title")',
    ],
)
def test_an_apostrophe_and_a_measure_are_no_quotation_marks(text: str) -> None:
    assert found(text) == []


def test_a_block_quote_is_a_quotation_without_its_speaker() -> None:
    text = "So:\n\n> One line\n> and one more.\n>\n> Next.\n> — The keeper\n\nEnd."
    assert found(text) == ["One line\nand one more.", "Next."]
    assert found("> “In marks, too.”") == ["In marks, too."]
    assert found("> [!NOTE]\n> Mind the gap.") == ["Mind the gap."]


def test_marks_that_are_never_closed_end_with_their_paragraph() -> None:
    assert found("“Never closed at all\n\nAnother “one” here") == ["Never closed at all", "one"]
    assert found('"One is not closed, "two" is') == ["One is not closed,", "two"]
    # the older custom: each paragraph of a long quotation is opened, the last one closed
    assert found("“The first of two.\n\n“The second.”") == ["The first of two.", "The second."]
    assert found("a ‘lone mark is an apostrophe\n\nand 'so is' n't") == ["so is"]
