"""Rule books: a version may inherit from an earlier one what it does not change."""

from datetime import date

import pytest

from junction.core.playbook import parse

INHERITING = """
name = "days"

[[version]]
version = "2020-01-01"
in_force_from = 2020-01-01
source = "A"
[version.values]
days = 0
kinds = { flu = "Influenza", gut = "Vomiting" }

[[version]]
version = "2020-09-18"
in_force_from = 2020-09-18
inherits = "2020-01-01"
source = "B"
[version.values]
days = 20
words = ["a"]
"""


def test_a_version_has_what_it_inherits_and_what_it_says_itself():
    book = parse(INHERITING, called="days.toml")
    kinds = {"flu": "Influenza", "gut": "Vomiting"}
    assert book.on(date(2020, 9, 18)).values == {"days": 20, "kinds": kinds, "words": ("a",)}
    assert book.on(date(2020, 1, 1)).values == {"days": 0, "kinds": kinds}
    assert book.on(date(2020, 9, 18)).source == "B"


def test_a_table_that_a_version_gives_itself_is_whole():
    text = INHERITING.replace('words = ["a"]', 'kinds = { flu = "Flu" }')
    assert parse(text, called="days.toml").on(date(2020, 9, 18)).values["kinds"] == {"flu": "Flu"}


@pytest.mark.parametrize("other", ["2020-09-18", "2021-01-01"])
def test_a_version_inherits_only_from_one_before_it(other):
    with pytest.raises(ValueError, match=r"days\.toml: a version inherits from none before it"):
        parse(INHERITING.replace('inherits = "2020-01-01"', f'inherits = "{other}"'), called="days.toml")


def test_a_table_of_the_earlier_version_cannot_be_changed_through_the_later():
    values = parse(INHERITING, called="days.toml").on(date(2020, 9, 18)).values
    with pytest.raises(TypeError):
        values["kinds"]["flu"] = "Flu"


def test_what_a_version_adds_is_laid_over_what_it_inherits():
    text = (
        INHERITING
        + """
[[version]]
version = "2020-10-01"
in_force_from = 2020-10-01
inherits = "2020-09-18"
source = "C"
[version.adds]
words = ["b"]
kinds = { cold = "Cold" }
limits = { most = 3 }
"""
    )
    book = parse(text, called="days.toml")
    kinds = {"flu": "Influenza", "gut": "Vomiting"}
    assert book.on(date(2020, 10, 1)).values == {
        "days": 20, "words": ("a", "b"), "kinds": kinds | {"cold": "Cold"}, "limits": {"most": 3},
    }  # fmt: skip
    assert book.on(date(2020, 9, 30)).values == {"days": 20, "words": ("a",), "kinds": kinds}


def test_what_is_added_without_inheriting_is_the_whole():
    text = INHERITING.replace(
        "[version.values]\ndays = 0", "[version.adds]\nmore = { a = [1] }\n[version.values]\ndays = 0"
    )
    assert parse(text, called="days.toml").on(date(2020, 1, 1)).values["more"] == {"a": (1,)}
