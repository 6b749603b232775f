import pytest

from assistant.checking.check import Checker, Replaced, Verdict
from assistant.checking.fold import fold
from index.canonical import canonical
from index.document import Document
from tests.assistant.checking.conftest import Check

VERIFIED, ALTERED = Verdict.VERIFIED, Verdict.ALTERED
TWO_MADE_ONE = "makes one sentence of two, without “left. There were 30 of\nthem. The keeper”"
ELSEWHERE, NOT_FOUND = Verdict.ELSEWHERE, Verdict.NOT_FOUND


@pytest.mark.parametrize(
    "quote",
    [
        "Every boat must show a light at night.",
        "every boat must show",  # the first letter
        "Every boat must show a light,",  # the comma of the sentence that quotes
        "The fee rose by 3.5% to $1,200 - not to $1.200 -- in 2019-20.",
        "rose by 3.5\u00a0% to $ 1,200—not to $1.200—in 2019–20",
        "It was -5 degrees",
        "‘Engines,’ the master wrote, ‘are an ordinary nuisance.’",
        "Engines, the master wrote, are an ordinary nuisance",
        "an **ordinary** `nuisance`",
        "a ‘zone\nof terror’ and said",
        "the office’s non‐compliance is well-\nknown",
        "the em\u00adploy\u00adees’ cafe\u0301 closed",
        "Nobody knows who lit the first lamp; the office burned down",
        "Nobody knows who lit the ﬁrst lamp; the of-\nfice burned down",
        "Pay the fee. Open the gate.",
        "- Pay the fee.\n- Open the gate.",
        "…said that the office's non-compliance is well-known…",
        "the office",
        "The master",
    ],
)
def test_typography_is_forgiven(check: Check, checker: Checker, quote: str) -> None:
    (one,) = [one for one in check(f"It says “{quote}” there.") if one.quote == quote]
    assert one.verdict is VERIFIED
    (document,) = [d for d in checker.documents if d.uri == one.source]
    cut = fold(document.text[one.start : one.end]).key
    assert cut.rstrip(".,…").casefold() == fold(canonical(quote)).key.strip(".,…").casefold()


@pytest.mark.parametrize(
    "quote",
    [
        "Every boat may show a light at night",
        "Every boat show a light at night",
        "Every Boat must show a light at night",
        "Every boat must show a light a night",
        "Every boat must, show a light at night",
        "The master may leave before 9:30",
        "may not leave before 9",  # in the middle of a number
        "may not leave before 930",
        "The fee rose by 35 %",
        "The fee rose by 3,5 %",
        "The fee rose by 3.5",  # without its unit
        "The fee rose by 3.",
        "5 % to $1,200",
        "to $1.200 – not",
        "to 1,200",
        "1,200 – not to $1.200",
        "not to $1.200 – in 201920",
        "It was 5 degrees",
        "—5 degrees",
        "- 30 of them",
        "must ~~never~~ sleep",
        "5 degrees",
        "It was — 5 degrees",
        "compliance is well-known",
        "is well",
        "is well known",
        "It can be proven, probably",
        "It can",
        "can't be proven, that",
        "employees cafe closed",
        "engines, the master wrote",  # behind its marks
        "the two boats may not pass",
        "ovens burned down",
    ],
)
def test_a_word_a_sign_or_a_letter_is_not(check: Check, quote: str) -> None:
    expected = quote.startswith("engines")
    (one,) = check(f"It says “{quote}” there.")
    assert (one.verdict is VERIFIED) is expected


@pytest.mark.parametrize(
    ("quote", "difference"),
    [
        ("Every boat may show a light", "“may” where the source says “must”"),
        ("The master may leave before 9:30", "leaves out “not”"),
        ("the two boats may surely pass", "adds “surely”"),
        ("The fee rose by 3.5 to $1,200", "leaves out “%”"),
        ("seen from TWENTY miles away", "“TWENTY” where the source says “twenty”"),
        ("the master may … leave before 9:30", "leaves out “not”"),
        ("It can't be proven … that the employees' café closed", "leaves out “, probably,”"),
        ("The boats … opened the gate at noon", TWO_MADE_ONE),
        ("The keeper [happily] never sleep", "puts “happily” for “must”"),
        ("The keeper must [not] never sleep", "adds “not”"),
        ("[The fee] rose by 3.5 % to [some] – not", "puts “some” for “$1,200”"),
    ],
)  # fmt: skip
def test_the_difference_is_told_in_words(check: Check, quote: str, difference: str) -> None:
    (one,) = check(f"It says “{quote}” there.")
    assert (one.verdict, one.difference) == (ALTERED, difference)
    assert one.source is not None


def test_an_ellipsis_leaves_out_what_is_near_and_tells_it(check: Check) -> None:
    (one,) = check("“Every boat … show a light at night. … The fee rose by 3.5 %”")
    assert one.verdict is ALTERED  # it is "must" that is left out
    (one,) = check("“Every boat must show … at night. […] The fee rose by 3.5 %”")
    assert one.verdict is VERIFIED
    assert one.left_out[0] == "a light"
    assert one.left_out[1].startswith(". The master may not leave")


@pytest.mark.parametrize(
    "quote",
    [
        "Every boat must show a light The boats left",  # two places
        "The boats left. … Every boat must show",  # the wrong order
        "Every boat must show … the two boats may pass",  # two documents
        "The … the … at",  # too few words to tell a place by
        "Every boat must … employ",  # half a word
    ],
)
def test_places_are_not_stitched_together(check: Check, quote: str) -> None:
    assert VERIFIED not in [one.verdict for one in check(f"“{quote}”")]


def test_an_ellipsis_has_a_limited_reach() -> None:
    def verdict(between: int) -> Verdict:
        text = f"It begins here. {'So it went on. ' * between}It ends over there."
        (one,) = Checker([Document("a.md", text, "text/markdown")]).check(
            "“It begins here. … It ends over there.”"
        )
        return one.verdict

    assert verdict(20) is VERIFIED
    assert verdict(40) is not VERIFIED


@pytest.mark.parametrize(
    ("quote", "swapped"),
    [
        ("[The harbourmaster] called it a “zone of terror”", [("He", "The harbourmaster")]),
        ("and said that [the keeper's] non-compliance", [("the office's", "the keeper's")]),
        ("Every boat [sic] must show a light", []),
        ("Every boat [of the island] must show a light", []),
        ("[e]very boat must [s]how a light", []),
        ("[E]very boat must show a light [emphasis added].", []),
        ("Every boat[s] must show a light", []),
        ("Perhaps [the café] did.", [("it", "the café")]),
    ],
)
def test_brackets_are_an_editors_and_told(
    check: Check, quote: str, swapped: list[tuple[str, str]]
) -> None:
    one = check(f"It says «{quote}» there.")[0]
    assert (one.verdict, one.quote) == (VERIFIED, quote)
    assert one.replaced == tuple(Replaced(words, by) for words, by in swapped)


@pytest.mark.parametrize(
    "quote",
    [
        "The master may [quickly] leave",
        "The master [quickly] leave",
        "[The mate] leave before 9:30",  # "may not" lies before it
        "[She] not leave before",
        "the two [ships] pass",
        "the [seven] boats may pass",
        "[un]ordinary nuisance",
        "the office[less] non-compliance",
        "wom[e]n of terror",
        "The boats [had gone and the keeper then] opened the gate",
        "[a] boats [b]",
        "[All] boats left",
        "Every boat must show … [two] at night",
    ],
)
def test_nothing_that_matters_is_lost_in_brackets(check: Check, quote: str) -> None:
    assert check(f"“{quote}”")[0].verdict in (ALTERED, NOT_FOUND)


@pytest.mark.parametrize(
    "text",
    [
        "According to keepers-log.md, {}",
        "{} (keepers-log.md)",
        "*The keeper's log* says: {}",
        "## From the document “The keeper's log”\n\n{}",
        "The lamp is old. The keeper's log has it that {}.",
        "{} — The keeper's log",
        "> Every boat must show a light at night.\n> — The keeper's log",
        "The keeper's log has this.\n\n> Every boat must show a light at night.",
    ],
)
def test_words_of_another_document_than_the_one_named_stand_elsewhere(
    check: Check, text: str
) -> None:
    (one,) = check(text.format("“Every boat must show a light at night”"))
    assert (one.verdict, one.source) == (ELSEWHERE, "rules.md")
    assert one.named == ("keepers-log.md",)
    right = text.replace("keepers-log.md", "Harbour Office").replace(
        "The keeper's log", "Rules of the Harbour"
    )
    (one,) = check(right.format("“Every boat must show a light at night”"))
    assert (one.verdict, one.named) == (VERIFIED, ("rules.md",))


def test_each_quotation_has_the_name_beside_it(check: Check) -> None:
    text = (
        "Rules of the harbour says “the office's non-compliance” and The keeper's log says "
        "“the two boats may pass”. Then “Every boat must show a light.” The keeper's log goes on: "
        "“Nobody knows who lit the first lamp”."
    )
    assert [one.verdict for one in check(text)] == [VERIFIED, VERIFIED, ELSEWHERE, VERIFIED]


def test_the_name_of_a_document_in_quotation_marks_is_no_quotation(check: Check) -> None:
    assert check("“keepers-log.md” and “Harbour Office” are fine names.") == ()


def test_a_word_in_quotation_marks_is_looked_up_like_others(check: Check) -> None:
    found = check("A “lamp”, a “submarine”, and a 'keeper'.")
    assert [one.verdict for one in found] == [VERIFIED, NOT_FOUND, VERIFIED]
    assert (found[1].source, found[1].start, found[1].end) == (None, None, None)


def test_a_quotation_has_its_line(check: Check) -> None:
    found = check("One\r\n\r\n“The boats left.”\r\nand “lamp”\n\n> Perhaps it did.")
    assert [(one.quote, one.line) for one in found] == [
        ("The boats left.", 3), ("lamp", 4), ("Perhaps it did.", 6)
    ]  # fmt: skip


def test_what_the_source_has_in_brackets_is_its_own() -> None:
    source = Document("a.md", "They [the boats] left … at noon.", "text/markdown")
    (one,) = Checker([source]).check("“They [the boats] left … at noon.”")
    assert (one.verdict, one.left_out, one.replaced) == (VERIFIED, (), ())


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        ("It cost 3 million.", "It cost 3"),
        ("It lost −$5 in all.", "$5 in all"),
        ("The gate, which nobody in the town liked, fell.", "The gate … fell"),
        ("The boats left. It was late. So they slept.", "boats … So they slept"),
        (
            "He went down to the old town hall and spoke at noon there to them.",
            "He [walked] and spoke at noon there to them",
        ),
        ("The office is careless of it.", "The office is care[s] of it"),
        ("They left. Birds sang there that day.", "They [loudly] sang there that day"),
        ("The old men sang there.", "The [two] men sang there"),
    ],
)
def test_what_an_editor_or_a_cut_could_hide_is_altered(source: str, quote: str) -> None:
    assert Checker([Document("a.md", source, "text/markdown")]).look_up(quote).verdict is ALTERED


def test_a_name_in_brackets_behind_a_quotation_counts_before_all_others(check: Check) -> None:
    (one,) = check("As Rules of the harbour has it, “the two boats may pass” (keepers-log.md).")
    assert (one.verdict, one.named) == (VERIFIED, ("keepers-log.md",))


def test_what_leads_up_to_the_next_quotation_names_nothing_for_this_one(check: Check) -> None:
    found = check("“The boats left.” The keeper's log says “the two boats may pass”")
    assert [one.named for one in found] == [(), ("keepers-log.md",)]


def test_the_nearest_place_is_no_longer_than_it_must_be() -> None:
    text = f"The boats came. {'So it went on. ' * 5}The crews must leave at noon."
    near = Checker([Document("a.md", text, "text/markdown")]).look_up("boats must leave at noon")
    assert near.verdict is ALTERED
    assert text[near.start : near.end] == "crews must leave at noon"
