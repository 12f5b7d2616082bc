"""Routing, triage and keeping by hand, and what holds for every way through the file."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.support.rules import sms
from junction.support.rules.keeping import keeping_on, name_key, phone_key
from junction.support.rules.need_texts import need_texts_on
from junction.support.rules.routing import END, NotAnAnswer, routing_of, routing_on
from junction.support.rules.triage import triage_on
from junction.support.rules.where import outward_of, postcode_of
from junction.support.tests.needs import ANSWERS

DAY = date(2020, 4, 20)
ROUTING, TRIAGE, SAID = routing_on(DAY), triage_on(DAY), need_texts_on(DAY)


@st.composite
def ways(draw):
    """Answers of somebody who goes all the way through, whatever they choose."""
    answers, here = {}, ROUTING.first
    while here != END:
        answers[here] = draw(st.sampled_from([one.code for one in ROUTING.questions[here].options]))
        here = ROUTING.after(here, answers[here])
    return answers


@given(ways())
def test_every_way_ends_in_a_class_an_answer_and_a_level_with_a_limit(answers):
    outcome = ROUTING.outcome(answers)
    assert outcome.need_class in ROUTING.class_titles and outcome.answer
    assert outcome.level in TRIAGE.levels
    assert len(answers) <= 8 and ROUTING.kept(answers) == answers
    assert outcome.archetype in ("", *ROUTING.archetypes) and outcome.category in ("", *ROUTING.categories)
    assert ROUTING.answer_of(outcome.need_class, answers) == outcome.answer


@given(ways())
def test_a_text_message_says_the_same_as_the_page(answers):
    turn = sms.begin(ROUTING, SAID)
    for question, answer in answers.items():
        assert not turn.is_done and len(turn.text) <= 306  # two parts of a long text message
        codes = [one.code for one in ROUTING.questions[question].options]
        turn = sms.reply(ROUTING, SAID, turn.answers, f" {codes.index(answer) + 1} ")
    assert turn.is_done and turn.answers == answers
    assert ROUTING.outcome(answers).answer in turn.text
    assert ("999" in turn.text) == (answers["danger"] == "yes")


@given(ways(), st.text(max_size=20))
def test_nothing_typed_breaks_the_menu(answers, said):
    given_so_far = {"danger": "no"}
    turn = sms.reply(ROUTING, SAID, given_so_far, said)
    assert turn.text
    assert turn.is_done == (said.strip().casefold() in SAID.stop)


def test_stop_keeps_nothing_and_a_wrong_number_asks_again():
    assert sms.reply(ROUTING, SAID, {"danger": "no"}, "Stop").answers == {}
    again = sms.reply(ROUTING, SAID, {"danger": "no"}, "9")
    assert again.text.startswith(SAID.again) and again.answers == {"danger": "no"}


@pytest.mark.parametrize(
    ("changed", "made"),
    [
        ({}, ("actual", "same-day")),
        ({"asked": "coming"}, ("met", "same-day")),
        ({"changed": "only-asking", "runs-out": "later"}, ("information", "week")),
        ({"changed": "nothing-yet", "runs-out": "week"}, ("reassurance", "week")),
        ({"changed": "nothing-yet", "runs-out": "now"}, ("actual", "same-day")),
        ({"another-way": "yes", "runs-out": "week"}, ("met", "week")),
        ({"another-way": "for-now", "runs-out": "now"}, ("at-risk", "two-days")),
        ({"runs-out": "two-days"}, ("actual", "same-day")),
        ({"kind-usual": "food", "runs-out": "two-days"}, ("actual", "two-days")),
        ({"runs-out": "five-days"}, ("at-risk", "five-days")),
        ({"runs-out": "week", "depends": "children"}, ("at-risk", "five-days")),
    ],
)
def test_actual_and_perceived_demand_are_told_apart(changed, made):
    outcome = ROUTING.outcome({**ANSWERS, **changed})
    assert (outcome.need_class, outcome.level) == made


def test_danger_ends_the_questions_at_once_and_home_that_is_not_safe_is_today():
    assert ROUTING.way({"danger": "yes"}) == ["danger"]
    assert ROUTING.outcome({"danger": "yes"}).level == "danger"
    unsafe = {"danger": "no", "need": "safe", "kind-safe": "home-unsafe", "another-way": "yes",
              "changed": "unsafe", "runs-out": "later", "depends": "me", "asked": "nobody"}  # fmt: skip
    outcome = ROUTING.outcome(unsafe)
    assert (outcome.need_class, outcome.level) == ("actual", "same-day") and "safe" in outcome.answer


def test_answers_off_the_way_do_not_count_and_open_or_unknown_ones_are_refused():
    assert "kind-safe" not in ROUTING.kept({**ANSWERS, "kind-safe": "place-tonight"})
    for answers in ({"danger": "no"}, {"danger": "maybe"}, {}):
        with pytest.raises(NotAnAnswer):
            ROUTING.outcome(answers)
    with pytest.raises(NotAnAnswer):
        ROUTING.after("gold", "yes")
    assert routing_of(ROUTING.reference) == ROUTING
    assert ROUTING.answer_of("information", ANSWERS).startswith("We will tell you")


@pytest.mark.parametrize(
    ("level", "stated", "limit"),
    [
        ("danger", datetime(2020, 4, 20, 9, 0, tzinfo=UTC), datetime(2020, 4, 20, 9, 30, tzinfo=UTC)),
        ("same-day", datetime(2020, 4, 20, 9, 0, tzinfo=UTC), datetime(2020, 4, 20, 19, 0, tzinfo=UTC)),
        ("same-day", datetime(2020, 4, 20, 21, 0, tzinfo=UTC), datetime(2020, 4, 21, 1, 0, tzinfo=UTC)),
        ("two-days", datetime(2020, 4, 20, 9, 0, tzinfo=UTC), datetime(2020, 4, 22, 19, 0, tzinfo=UTC)),
        ("week", datetime(2020, 4, 20, 23, 30, tzinfo=UTC), datetime(2020, 4, 28, 19, 0, tzinfo=UTC)),
    ],
)
def test_limits_by_hand(level, stated, limit):
    assert TRIAGE.levels[level].limit(stated) == limit


@given(st.datetimes(min_value=datetime(2020, 3, 24), max_value=datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_a_more_urgent_level_never_waits_longer(at):
    limits = [level.limit(at) for level in TRIAGE.levels.values()]
    assert limits == sorted(limits) and limits[0] > at


def test_the_sample_keeps_to_its_share_and_to_its_draw():
    keeping = keeping_on(DAY)
    drawn = [keeping.is_rung_back("reassurance", f"{number:04}-TEST") for number in range(4000)]
    assert 0.22 < sum(drawn) / len(drawn) < 0.28
    assert drawn == [keeping.is_rung_back("reassurance", f"{number:04}-TEST") for number in range(4000)]
    assert 5 < sum(keeping.is_rung_back("actual", str(number)) for number in range(1000)) < 40
    assert not any(keeping.is_rung_back("no class", str(number)) for number in range(200))
    assert keeping.keep_until(DAY) == DAY + timedelta(days=90)


def test_numbers_names_and_postcodes_however_they_are_typed():
    assert {phone_key(one) for one in ("07700 900123", "+447700900123", "0044 7700 900 123")} == {
        "+447700900123"
    }
    assert phone_key("12") == phone_key("who knows") == ""
    assert name_key("O'Neil, Ann") == name_key("ann  o'neil")
    assert (postcode_of("m33 7qq"), outward_of("m337qq"), outward_of("nowhere")) == ("M33 7QQ", "M33", "")
