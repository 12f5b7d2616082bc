"""What a text requires, of whom, how strongly, and of what kind."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.record.rules.requirements import BOOK, requirement_in

DAY = date(2021, 10, 4)


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Councils must tell homes, and should tell families.", "must"),
        ("Care homes are required to report each outbreak.", "required"),
        ("GPs will visit, and councils should help them.", "should"),
        ("The NHS will continue to visit homes. This will include hospices.", "will-continue"),
        ("Councils should consider a second store.", "should"),
        ("Councils may wish to open a second store.", "may"),
        ("Councils could consider a second store.", "may"),
        ("Care homes are not required to report.", "may"),
        ("Letters were sent.", ""),
    ],
)
def test_the_strongest_word_that_binds_an_actor_counts(text, strength):
    assert requirement_in(text).strength == strength


def test_what_things_must_be_counts_only_where_no_actor_is_bound():
    assert requirement_in("Plans must be short. Councils should send them.").strength == "should"
    alone = requirement_in("Plans must be short.")
    assert (alone.strength, alone.duty.binds) == ("must", False)


def test_a_lead_in_binds_what_follows_it_and_joined_actors_are_all_bound():
    found = requirement_in("Local authorities and NHS organisations should: • meet weekly")
    assert (found.strength, found.actors, found.kind) == ("should", ("la", "nhs"), "recurring")


@pytest.mark.parametrize(
    "text",
    ["He wrote “councils must pay” to her.", "Help is there should they wish to return.",
     "In May 2020 it rained.",
     "The will of the people."],
)  # fmt: skip
def test_quotations_conditions_and_names_are_no_duty(text):
    assert requirement_in(text).duty is None


def test_what_is_forbidden_binds_as_strongly():
    duty = requirement_in("Care homes must not share lots.").duty
    assert (duty.strength, duty.negated, duty.binds) == ("must", True, True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Councils must write to the department by 31 October 2021.", "one-off"),
        ("Councils must appoint a lead.", "one-off"),
        ("Councils should review every week.", "recurring"),
        ("Homes should hold a review after each outbreak.", "recurring"),
        ("Where a home cannot cope, councils should find a place.", "conditional"),
        ("Councils should act only when requested.", "conditional"),
        ("Councils should continue to help carers, if they ask.", "standing"),
    ],
)
def test_kinds_of_duty(text, kind):
    assert requirement_in(text, said_on=DAY).kind == kind


def test_themes_come_by_how_often_they_are_spoken_of_and_due_is_a_day_to_come():
    found = requirement_in(
        "By 30 November 2021 councils must send masks and gloves to homes that test. It began in May 2021.",
        said_on=DAY,
    )
    assert found.themes[0] == "ppe" and "testing" in found.themes
    assert [said.raw for said in found.due] == ["By 30 November 2021"]
    assert found.rule == f"requirements@{BOOK.versions[-1].version}"


@given(st.text(), st.integers(0, 99))
def test_any_text_is_read_and_every_word_of_duty_is_quoted(text, offset):
    for duty in requirement_in(text, offset=offset).duties:
        quoted = text[duty.span.start - offset : duty.span.end - offset]
        assert " ".join(quoted.split()) == duty.words


def test_the_month_of_may_is_no_word_of_duty():
    found = requirement_in("Councils must report by the end of May. Homes may ask for help.")
    assert [(duty.words, duty.strength) for duty in found.duties] == [("must", "must"), ("may", "may")]
