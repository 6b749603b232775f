"""Words that come to the same in a claim, words that are opposites, and words that add nothing.

Short lists made by hand: whatever stands in none of them counts as a difference of matter, and two
claims of different matters are never said to contradict each other.
"""

from index.terms import stem

# forms of one verb that have no stem in common
FORMS = {
    form: words.split()[0]
    for words in (
        "begin began begun", "break broke broken", "bring brought", "build built", "buy bought",
        "choose chose chosen", "come came", "draw drew drawn", "fall fell fallen", "find found",
        "give gave given", "go went gone", "grow grew grown", "hold held", "keep kept",
        "know knew known", "lead led", "leave left", "lose lost", "make made", "meet met",
        "pay paid", "rise rose risen", "run ran", "see saw seen", "sell sold", "send sent",
        "shoot shot", "speak spoke spoken", "stand stood", "steal stole stolen", "strike struck",
        "hear heard", "become became", "spend spent", "teach taught", "fight fought",
        "catch caught", "forbid forbade forbidden", "feel felt", "wear wore worn",
        "drive drove driven", "fly flew flown", "eat ate eaten", "swear swore sworn",
        "wake woke woken", "hide hid hidden", "throw threw thrown", "bind bound", "seek sought",
        "withdraw withdrew withdrawn",
        "take took taken lasts lasted", "tell told", "think thought", "win won",
        "write wrote written",
    )
    for form in words.split()[1:]
}  # fmt: skip
ALIKE = {
    stem(word): stem(words.split()[0])
    for words in (
        "cost pay price charge amount come", "worker employee staff personnel", "officer police",
        "people person anyone anybody someone somebody", "begin start commence",
        "end finish conclude expire", "establish founded", "build construct erect",
        "approve accept pass adopt grant", "detain hold", "take duration",
    )
    for word in words.split()
}  # fmt: skip
OPPOSITE = {
    stem(one): stem(two)
    for one, two in (
        ("closed", "open"), ("rejected", "approved"), ("refused", "approved"),
        ("denied", "approved"), ("unsafe", "safe"), ("dangerous", "safe"), ("unlawful", "lawful"),
        ("illegal", "legal"), ("innocent", "guilty"), ("dead", "alive"), ("false", "true"),
        ("opposed", "supported"), ("impossible", "possible"), ("unknown", "known"),
        ("invalid", "valid"), ("lose", "win"), ("unpaid", "pay"), ("absent", "present"),
        ("unarmed", "armed"), ("failed", "passed"), ("unnecessary", "necessary"),
        ("unable", "able"), ("unconstitutional", "constitutional"),
    )
}  # fmt: skip
HARMLESS = frozenset(
    map(stem, "now currently officially actually altogether total every each all any".split())
)


def stem_of(word: str) -> str:
    """The stem that the forms of a word have in common.

    >>> stem_of("gave") == stem_of("giving"), stem_of("Portland's")
    (True, 'portland')
    """
    bare = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    return stem(FORMS.get(bare, bare))


def meaning_of(word: str) -> str:
    """The stem that stands for all words that come to the same, opposites included.

    >>> meaning_of("closes"), meaning_of("employees"), meaning_of("tide")
    ('open', 'worker', 'tide')
    """
    bare = stem_of(word)
    same = OPPOSITE.get(bare, bare)
    return ALIKE.get(same, same)
