"""What does not fit in an extract is found without holding its documents, in the order they stand."""

import weakref

import pytest

from junction.record.rules.disclosure import consistency
from junction.record.rules.disclosure.papers import Leaving, Paper
from junction.record.rules.disclosure.rules import EXTRACT, Rule, disclosure_rules
from tests.cast import ON

MANY = 40


def paper(number: int, text: str) -> Paper:
    return Paper(number, number, "letter", f"Letter {number}", f"{number}.txt", "0" * 64, text, "", None, ON)


def leaving() -> Leaving:
    rule = Rule(1, EXTRACT, "S40", "[S40]", "Ann Lee", is_personal=True)
    return Leaving((rule,), disclosure_rules(ON).patterns)


def test_marks_and_names_are_found_between_documents_in_their_order():
    texts = [
        "The call was led by NR who said it was late.",
        "Ann Lee rang.",
        "The call was led by Tom Kay who said it was late. Lee came.",
        "The call was led by Jo Hay who said it was late.",
    ]
    papers = [paper(number, text) for number, text in enumerate(texts, start=1)]
    found = consistency.inconsistencies(lambda: iter(papers), leaving())
    assert [(one.kind, one.one.paper, one.other.paper if one.other else None) for one in found] == [
        ("part-of-name", 2, 3), ("named-elsewhere", 1, 3), ("named-elsewhere", 1, 4),
    ]  # fmt: skip


def test_no_more_than_a_few_documents_are_held_at_once(monkeypatch):
    made = consistency.Item
    refs, most = [], 0

    def counted(*said):
        nonlocal most
        item = made(*said)
        refs.append(weakref.ref(item))
        most = max(most, sum(ref() is not None for ref in refs))
        return item

    monkeypatch.setattr(consistency, "Item", counted)
    given = 0

    def papers():
        nonlocal given
        for number in range(1, MANY + 1):
            given += 1
            yield paper(number, f"Ann Lee wrote letter {number} to NR about it. Lee came.")

    found = consistency.inconsistencies(papers, leaving())
    assert sum(one.kind == "part-of-name" for one in found) == MANY
    assert given == 2 * MANY and most <= 4


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Lee came at ten.", ["part-of-name"]),
        ("A. Lee came at ten.", ["part-of-name", "initials"]),
        ("AL is to ring.", ["initials"]),
        ("Write to a.lee@hub.example now.", ["email"]),
        ("Nobody came at ten.", []),
    ],
)
def test_a_person_whom_a_rule_names_is_sought_where_the_name_as_said_stands_nowhere(text, kinds):
    found = consistency.inconsistencies(lambda: iter([paper(1, "A page."), paper(2, text)]), leaving())
    assert [one.kind for one in found] == kinds
    assert all((one.words, one.one.paper, one.other) == ("Ann Lee", 2, None) for one in found)
