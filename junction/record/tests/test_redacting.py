"""What is taken out of a text stays out, however it is written; places keep their meaning."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.record.rules.disclosure.finding import standing
from junction.record.rules.disclosure.papers import Leaf, Leaving, Paper, Said, named_apart
from junction.record.rules.disclosure.redacting import redact
from junction.record.rules.disclosure.rules import Rule, disclosure_rules
from junction.record.rules.source import Span

BOOK = disclosure_rules(date(2026, 11, 22))
S40, S42 = (BOOK.reasons[code].printed for code in ("S40", "S42"))


def rule(words="", number=1, *, reason="S40", scope="extract", **more):
    return Rule(number, scope, reason, BOOK.reasons[reason].printed, words, **more)


def out(text, *rules, **where):
    return redact(text, rules, BOOK.patterns, **where).text


@pytest.mark.parametrize(
    "written",
    [
        "Ann Lee",
        "ANN LEE",
        "ann   lee",
        "Ann\nLee",
        "Ann\u00a0Lee",
        "Ann-Lee",
        "Ann_Lee",
        "Ann, Lee",
        "An-\nn Lee",
        "Änn Lée",
        "A\u0301nn Le\u0301e",
        "Аnn Lее",
        "Ann L\u200bee",
        "AnnLee",
        "ＡＮＮ　Ｌee",
    ],
)
def test_a_name_is_taken_out_however_it_is_written(written):
    assert out(f"Ask {written} today", rule("Ann Lee")) == f"Ask {S40} today"
    assert out(f"({written}'s list)", rule("Ann Lee")) == f"({S40}'s list)"
    assert out(f"{written}2020.docx", rule("Ann Lee")) == f"{S40}2020.docx"


@pytest.mark.parametrize("written", ["planning", "Anna", "Joann", "annual"])
def test_words_inside_others_stay_unless_the_rule_says_so(written):
    assert out(written, rule("Ann")) == written
    assert "ann" not in out(written, rule("Ann", inside_words=True)).replace(S40, "").lower()


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("Ann Ann Ann", "Ann Ann", S40),
        ("ababa", "aba", S40),
        ("O’Brien and OBrien and O'BRIEN", "O'Brien", f"{S40} and {S40} and {S40}"),
        ("Smith\ufb01 stays", "Smith", "Smith\ufb01 stays"),
        ("straße, STRASSE", "Strasse", f"{S40}, {S40}"),
    ],
)
def test_no_part_of_a_match_is_left(text, words, left):
    assert out(text, rule(words, inside_words=words == "aba")) == left


def test_initials_go_where_the_rule_says_so():
    text = "AML and A.M.L. and A. M. Lee and A Lee; aml and et al stay"
    found = out(text, rule("Ann Mary Lee", initials=True))
    assert found == f"{S40} and {S40} and {S40} and {S40}; aml and et al stay"
    assert out(text, rule("Ann Mary Lee")) == text


def test_what_overlaps_goes_as_one_with_every_reason():
    rules = rule("Ann Lee", 1), rule("Lee Council", 2, reason="S42")
    found = redact("Dear Ann Lee Council", rules, BOOK.patterns)
    assert found.text == f"Dear {S40} {S42}"
    assert [(cut.rules, cut.reasons) for cut in found.cuts] == [((1, 2), ("S40", "S42"))]


@pytest.mark.parametrize(
    ("pattern", "text", "left"),
    [
        ("email", "Write ann.lee@\nexample.org.uk now", f"Write {S40} now"),
        ("phone", "Ring 0161 496 0000 or +44 (0)20 7946 0000, room 12", f"Ring {S40} or {S40}, room 12"),
        ("phone", "Ref 1234567890123456", "Ref 1234567890123456"),
        ("nhs-number", "NHS 943 476 5919, not 943 476 5918", f"NHS {S40}, not 943 476 5918"),
        ("postcode", "at M1 1AE, M33\n7ZF and item A1 2020", f"at {S40}, {S40} and item A1 2020"),
    ],
)
def test_patterns(pattern, text, left):
    assert out(text, rule(pattern=pattern)) == left


def test_a_rule_holds_where_it_says():
    here, there = {"document": 7, "is_body": True}, {"document": 8, "is_body": True}
    one = rule("Ann", scope="place", document=7, start=4, end=7)
    assert out("Ann Ann Ann", one, **here) == f"Ann {S40} Ann"
    assert out("Ann Ann Ann", one, **there) == "Ann Ann Ann"
    whole = rule("Ann", scope="document", document=7)
    assert (out("Ann", whole, **here), out("Ann", whole, **there), out("Ann", whole)) == (S40, "Ann", "Ann")


def test_places_move_with_the_text():
    text = "Ask Ann Lee by 1 May."
    found = redact(text, [rule("Ann Lee")], BOOK.patterns)
    assert found.text[found.moved(text.index("1 May")) :] == "1 May."
    assert found.quote([Span(4, 7), Span(15, 20)]) == f"{S40} 1 May"
    assert found.quote([Span(0, 9)]) == f"Ask {S40}"


def test_what_a_place_takes_out_is_gone_from_what_was_read_there():
    text = "From Ann Lee\nAnn Lee is a ward."
    said = (
        Said(0, "message", (Span(0, 12),), sender="Ann Lee", cells=(("from", "Ann Lee"),)),
        Said(1, "paragraph", (Span(13, len(text)),)),
    )
    paper = Paper(1, 7, "messages", "Chat", "chat.txt", "0" * 64, text, said=said)
    leaf = Leaf(paper, Leaving((rule("Ann Lee", scope="place", document=7, start=5, end=12),), BOOK.patterns))
    first, second = leaf.statements()
    assert (first["text"], first["sender"], first["cells"]) == (f"From {S40}", S40, {"from": S40})
    assert second["text"] == "Ann Lee is a ward."


NAMES = st.lists(
    st.sampled_from(["Ann", "Lee", "Zoë", "O'Brien", "Smith-Jones", "Bo", "77", "İx"]), min_size=1, max_size=3
)
SPACES = st.sampled_from([" ", "  ", "\n", "-", "\u00a0", ", ", "\t"])
RULES = st.lists(
    st.tuples(NAMES.map(" ".join), st.booleans(), st.sampled_from(["S40", "S42"])), min_size=1, max_size=4
)


@st.composite
def texts(draw):
    """Words of the rules in all sorts of writing, between and inside others."""
    parts = []
    for _ in range(draw(st.integers(0, 8))):
        word = draw(SPACES).join(draw(NAMES))
        form = draw(
            st.sampled_from([str, str.upper, str.lower, str.title, lambda w: unicodedata.normalize("NFD", w)])
        )
        parts += [form(word), draw(st.sampled_from([" ", "", "x", "\n", " by ", "_", "1"]))]
    return "".join(parts)


def built(asked):
    return [
        rule(words, number, reason=reason, inside_words=inside)
        for number, (words, inside, reason) in enumerate(asked)
    ]


@given(texts(), RULES)
def test_nothing_a_rule_names_is_left(text, asked):
    rules = built(asked)
    left = out(text, *rules).replace(S40, "\ue000").replace(S42, "\ue000")
    for one in rules:
        assert not standing(left, one.words, inside_words=one.inside_words)
        for variant in (str.casefold, str.upper):
            if one.inside_words:
                assert variant(one.words) not in variant(left)


@given(texts(), RULES)
def test_twice_is_once_and_the_order_does_not_matter(text, asked):
    rules = built(asked)
    once = out(text, *rules)
    assert out(once, *rules) == once
    assert out(text, *reversed(rules)) == once


@given(texts(), RULES)
def test_what_is_not_taken_out_stays_where_the_map_says(text, asked):
    found = redact(text, built(asked), BOOK.patterns)
    cut = {at for one in found.cuts for at in range(one.span.start, one.span.end)}
    for at, letter in enumerate(text):
        if at not in cut:
            assert found.text[found.moved(at)] == letter


def test_a_finding_of_an_earlier_extract_is_called_as_then_and_what_is_sought_since_as_now():
    then, now = (disclosure_rules(day).findings for day in (date(2020, 4, 20), date(2026, 11, 23)))
    assert then["text-under-box"].startswith("Text stands under a box")
    assert now["text-under-box"] != then["text-under-box"]
    assert then["in-the-file"] == now["in-the-file"] and then.keys() == now.keys()


def test_two_names_that_become_one_lose_nothing_of_what_they_name():
    properties = (("Ann", "ward 1"), ("Bo", "ward 2"), ("author", "Ann"))
    said = Said(0, "row", (Span(0, 1),), cells=(("Ann", "came"), ("Bo", "rang"), ("Day", "1 May")))
    paper = Paper(1, 7, "letter", "L", "l.txt", "0" * 64, "x", properties=properties, said=(said,))
    leaf = Leaf(paper, Leaving((rule("Ann"), rule("Bo")), BOOK.patterns))
    assert leaf.index()["properties"] == {S40: "ward 1", f"{S40} (2)": "ward 2", "author": S40}
    assert leaf.statements()[0]["cells"] == {S40: "came", f"{S40} (2)": "rang", "Day": "1 May"}
    assert named_apart([("a", "1"), ("a (2)", "2"), ("a", "3")]) == {"a": "1", "a (2)": "2", "a (3)": "3"}
