"""Letters about what leads upwards: to who must act, once, with nothing that only the page may say."""

import re

import pytest

from junction.assurance.operations import national as issues
from junction.assurance.operations.escalations import pass_up
from junction.assurance.operations.raising_refusals import SayWhyUp
from junction.assurance.rules.parties import Party
from junction.core.messages import texts
from junction.core.messages.models import Message
from junction.core.personal.models import PersonalValue
from junction.registry.models import Area
from tests.cast import national, user_who

from . import test_escalations as needs
from . import test_national

pytestmark = pytest.mark.django_db
NOW, TRAFFORD, MANCHESTER = test_national.NOW, test_national.TRAFFORD, test_national.MANCHESTER
home = needs.home


@pytest.fixture(autouse=True)
def cast(home):
    """People who could be written to: two of the forum, one each of the nation, two councils and a home."""
    over = {code: Area.objects.get(pk=code) for code in (TRAFFORD, MANCHESTER, needs.FORUM)}
    for name, role, area in (
        ("forum1", "lrf", needs.FORUM), ("forum2", "lrf", needs.FORUM), ("nation", "national", ""),
        ("trafford", "council-officer", TRAFFORD), ("manchester", "council-officer", MANCHESTER),
    ):  # fmt: skip
        user_who(role, email=f"{name}@people.example", **({"area": over[area]} if area else {}))
    user_who("place-manager", email="home@people.example", place=home)
    user_who("auditor", email="auditor@people.example")


def letters(template) -> list[tuple[str, Message]]:
    found = Message.objects.filter(template=f"assurance/{template}").order_by("pk")
    return [((PersonalValue.objects.get(pk=one.to).value or "").split("@")[0], one) for one in found]


def told(template) -> list[str]:
    return [name for name, _ in letters(template)]


def read(one: Message) -> str:
    return "\n".join(texts.render(one.template, one.context))


def test_each_rung_is_written_to_once_when_a_need_comes_to_it(home):
    one = needs.need(home, now=NOW)
    assert told("need_passed_up") == ["trafford"]
    pass_up(one.pk, why="Our store is empty", by=needs.council(), now=NOW)
    assert told("need_passed_up") == ["trafford", "forum1", "forum2"]
    with pytest.raises(SayWhyUp):
        pass_up(one.pk, why=" ", by=needs.forum(), now=NOW)
    pass_up(one.pk, why="Nor have we", by=needs.forum(), now=NOW)
    assert told("need_passed_up") == ["trafford", "forum1", "forum2", "nation"]


def test_the_letter_of_a_need_says_its_number_and_hour_and_nothing_of_who_needs_what(home):
    one = needs.need(home, now=NOW)
    (_, letter), *_ = letters("need_passed_up")
    said = read(letter)
    assert f"Emergency need {one.pk} is with you now: The council" in said and "2pm" in said
    assert f"/plans/emergency-needs/{one.pk}/" in said and letter.subject == f"escalation:{one.pk}"
    assert not re.search("Ash|[Mm]ask", said)


def test_who_raised_or_joined_an_issue_is_written_to_when_it_is_answered_not_when_it_is_promised(home):
    one = test_national.raise_one()
    issues.join_national_issue(one.pk, Party(place=home.pk), by=needs.council(), now=NOW)
    test_national.rule(one)
    test_national.respond(one)
    assert told("issue_answered") == []
    test_national.respond(one, "answer", "The state pays")
    assert told("issue_answered") == ["home", "trafford"]
    (_, letter), *_ = letters("issue_answered")
    said = read(letter)
    assert f"/plans/national-issues/{one.pk}/" in said and not re.search("[Ii]ndemn|state pays", said)


def test_an_answer_that_takes_the_place_of_another_is_written_about_again(home):
    one = test_national.raise_one()
    test_national.rule(one)
    for text in ("The state pays", "The state pays half"):
        test_national.respond(one, "answer", text, by=national())
    assert told("issue_answered") == ["trafford", "trafford"]


def test_addresses_are_kept_no_longer_than_the_rules_say(home):
    needs.need(home, now=NOW)
    ((_, letter),) = letters("need_passed_up")
    kept = PersonalValue.objects.get(pk=letter.to)
    assert (kept.retention_until - NOW.date()).days == 30
