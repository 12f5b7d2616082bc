"""What a home rings about goes to a thing of another register that is there; its owner and the home hear."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from junction.assurance.operations import escalations
from junction.assurance.operations.escalations import Needed
from junction.core.messages.models import Message
from junction.core.ownership.queries import owner
from junction.core.personal.queries import values
from junction.core.scope import Reach
from junction.people.queries import system_actor
from junction.record.operations.asks import answer_ask
from junction.record.operations.writing import Question, Where, write_ask
from junction.registry.models import Area, Identifier
from junction.registry.tests.factories import PlaceFactory
from junction.support.models import Need, NeedEvent
from junction.support.operations.desk import take_case
from junction.support.operations.desk_calls import Said, log_call, pass_on
from junction.support.operations.desk_refusals import NotThere, SayWhereTo
from junction.support.operations.passing_on import hear_of_passed
from junction.support.operations.provider_cases import open_provider_case
from junction.support.queries.passed import open_things
from junction.support.rules.desk import desk_on
from junction.support.tests.needs import TRAFFORD
from tests.cast import holder, officer_of, signed_in, user_who

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # what is passed on comes back since that day
HOUR = timedelta(hours=1)
CLOCK = system_actor("helpline")


@pytest.fixture
def rang(areas):
    """Two homes of a council, a manager, an officer; the first rang about gloves, and an agent has it."""
    council = Area.objects.get(code=TRAFFORD)
    ash, birch = (PlaceFactory(name=name, area=council, council=council) for name in ("Ash", "Birch"))
    user_who("place-manager", place=ash, email="ash@homes.example")
    user_who("council-officer", area=council, email="officer@council.example")
    agent = holder("helpline-agent", Reach(areas=frozenset({TRAFFORD})), key="user:999999")
    need = open_provider_case(ash.pk, matter="ppe", words="Two days of gloves", by=agent, now=NOW).need
    take_case(need.pk, by=agent, now=NOW)
    return SimpleNamespace(ash=ash, birch=birch, agent=agent, need=need, officer=officer_of(TRAFFORD))


def raised(place, by):
    said = Needed(place.pk, need="ppe", text="Gloves", needed_by=NOW + 24 * HOUR, contract="no")
    return escalations.escalate(said, by=by, now=NOW)


def letters(name):
    found = Message.objects.filter(template=f"support/{name}").order_by("pk")
    return [values([one.to]).get(one.to) for one in found]


def pass_to(rang, to, number, *, now=NOW + HOUR):
    return pass_on(rang.need.pk, to=to, reference=str(number), by=rang.agent, now=now)


def test_what_is_not_there_or_is_anothers_takes_no_case(rang):
    other = raised(rang.birch, rang.officer)
    for number in (999_999, other.pk, 10**30):
        with pytest.raises(NotThere):
            pass_to(rang, "escalation", number)
    with pytest.raises(SayWhereTo):  # what is about equipment does not go to the record
        pass_to(rang, "record-ask", 1)
    with pytest.raises(NotThere):
        log_call(
            rang.need.pk, said=Said("spoke-passed", passed_to="escalation", passed_number=str(other.pk)),
            by=rang.agent, now=NOW + HOUR,
        )  # fmt: skip
    assert Need.objects.get(pk=rang.need.pk).state == "open" and letters("case_passed") == []


def test_its_owner_is_told_and_once_it_is_answered_the_case_and_the_home_hear(rang):
    one = raised(rang.ash, rang.officer)
    found = open_things(rang.agent.scope, rang.need, desk_on(NOW.date()), now=NOW)
    assert [(kind, row.number) for kind, rows in found.items() for row in rows] == [("escalation", one.pk)]
    pass_to(rang, "escalation", one.pk)
    assert letters("case_passed") == ["officer@council.example"]
    assert hear_of_passed(by=CLOCK, now=NOW + 2 * HOUR) == 0
    escalations.say_outcome(one.pk, outcome="met", text="Sent", by=rang.officer, now=NOW + 2 * HOUR)
    assert hear_of_passed(by=CLOCK, now=NOW + 2 * HOUR) == 1
    last = NeedEvent.objects.filter(need=rang.need).latest("at")
    assert (last.kind, last.why, last.after) == ("heard", "there-answered", "open")
    assert last.about == f"escalation:{one.pk}" and owner("support-need", rang.need.pk) is None
    assert letters("case_heard") == ["ash@homes.example"]
    assert hear_of_passed(by=CLOCK, now=NOW + 3 * HOUR) == 0  # heard once
    take_case(rang.need.pk, by=rang.agent, now=NOW + 3 * HOUR)
    with pytest.raises(NotThere):  # what is over there takes no case
        pass_to(rang, "escalation", one.pk, now=NOW + 3 * HOUR)


def test_what_is_late_there_is_the_desks_again_at_its_limit(rang):
    one = raised(rang.ash, rang.officer)
    pass_to(rang, "escalation", one.pk)
    limit = rang.need.limit_at
    assert hear_of_passed(by=CLOCK, now=limit - timedelta(minutes=1)) == 0
    assert hear_of_passed(by=CLOCK, now=limit) == 1
    last = NeedEvent.objects.filter(need=rang.need).latest("at")
    assert (last.kind, last.why, last.after) == ("fell", "there-late", "open")
    take_case(rang.need.pk, by=rang.agent, now=limit)
    pass_to(rang, "other", "duty desk 7", now=limit + HOUR)  # late already: it has some hours again
    hours = timedelta(minutes=desk_on(NOW.date()).passed_again_minutes)
    assert hear_of_passed(by=CLOCK, now=limit + HOUR + hours - timedelta(minutes=1)) == 0
    assert hear_of_passed(by=CLOCK, now=limit + HOUR + hours) == 1


def test_an_ask_of_the_record_takes_what_a_home_asks_of_guidance(rang):
    asked = Question(words="May visitors come?", asked_by="Ash", asked_at=NOW, to="Public health")
    there = write_ask(asked, Where(TRAFFORD), by=rang.officer, now=NOW)
    elsewhere = write_ask(asked, Where("E08000003"), by=officer_of("E08000003"), now=NOW)
    need = open_provider_case(rang.ash.pk, matter="guidance", words="Garden", by=rang.agent, now=NOW).need
    take_case(need.pk, is_second=True, by=rang.agent, now=NOW)
    with pytest.raises(NotThere):
        pass_on(need.pk, to="record-ask", reference=str(elsewhere.pk), by=rang.agent, now=NOW)
    pass_on(need.pk, to="record-ask", reference=str(there.pk), by=rang.agent, now=NOW)
    assert letters("case_passed") == ["officer@council.example"]
    answer_ask(there.pk, at=NOW + HOUR, answered_by="Public health", answer="Yes", by=rang.officer,
               now=NOW + HOUR)  # fmt: skip
    assert hear_of_passed(by=CLOCK, now=NOW + HOUR) == 1


def test_hearing_of_many_asks_each_register_once(rang, django_assert_max_num_queries):
    one = raised(rang.ash, rang.officer)
    pass_to(rang, "escalation", one.pk)
    with django_assert_max_num_queries(3):
        assert hear_of_passed(by=CLOCK, now=NOW + HOUR) == 0


def test_the_case_page_offers_what_is_there_and_where_to_make_one(rang, client):
    one = raised(rang.ash, rang.officer)
    user = user_who("council-officer", area=Area.objects.get(code=TRAFFORD), email="two@council.example")
    take_case(
        open_provider_case(rang.ash.pk, matter="staff", words="x", by=rang.agent, now=NOW).need.pk,
        by=holder("council-officer", Reach(areas=frozenset({TRAFFORD})), key=f"user:{user.pk}"), now=NOW,
    )  # fmt: skip
    number = Need.objects.latest("pk").pk
    location = Identifier.objects.filter(place=rang.ash).earliest("value").value
    page = signed_in(user).get(reverse("support:case", args=[number])).content.decode()
    assert f'value="escalation:{one.pk}"' in page and f"place={location}" in page
    sent = {"outcome": "spoke-passed", "passed_known": f"escalation:{one.pk}"}
    signed_in(user).post(reverse("support:log-call", args=[number]), sent)
    assert Need.objects.get(pk=number).state == "offered"
