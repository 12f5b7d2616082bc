"""Who employs their own carers: their case without a place, where it goes, what is decided then."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.core.ownership import operations as ownership
from junction.core.scope import ANONYMOUS
from junction.registry.models import Area
from junction.support.models import CarerHelp, Employer, Need
from junction.support.operations import carer_refusals
from junction.support.operations import need_refusals as refusals
from junction.support.operations.carers import NextStep, open_carer_help, step_carer_help
from junction.support.operations.desk import take_case
from junction.support.operations.desk_calls import pass_on
from junction.support.operations.employer_cases import EmployerAsks, Employs, open_employer_case
from junction.support.operations.needs import Stated, state_need
from junction.support.operations.passing_on import hear_of_passed
from junction.support.operations.recurring import state_again
from junction.support.operations.taken_calls import state_and_take
from junction.support.queries import carers as queries
from junction.support.queries.passed import may_go_to, open_things
from junction.support.rules.carers import DIRECT_PAYMENTS, carer_rules
from junction.support.rules.desk import desk_on
from junction.support.tests.needs import ANSWERS, MANCHESTER, TRAFFORD, WHO
from junction.support.tests.test_volunteer_desk import machine, now
from tests.cast import officer_of, signed_in, user_who

pytestmark = pytest.mark.django_db
machine, now = machine, now
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def open_case(matter="staff", *, by=None, at=NOW, **more):
    asked = {
        "who": WHO, "employs": Employs(2, 30, False), "area": TRAFFORD, "matter": matter,
        "words": "Both are ill", "is_another": True,
    } | more  # fmt: skip
    return open_employer_case(EmployerAsks(**asked), by=by or officer_of(TRAFFORD), now=at).need


def test_a_case_of_somebody_who_employs_stands_in_the_queue_as_theirs(areas):
    need = open_case()
    assert (need.category, need.need_class, need.level) == ("provider-staff", "actual", "same-day")
    assert need.person and need.place_id is None and need.area_id == TRAFFORD
    told = Employer.objects.get()
    assert (told.need, told.assistants, told.weekly_hours, told.has_backup) == (need, 2, 30, False)
    assert AuditEntry.objects.filter(subject=f"need:{need.pk}", verb="support.need.stated").count() == 1


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"words": " "}, refusals.SayWhy),
        ({"employs": Employs(0)}, refusals.EmploysNobody),
        ({"matter": "owls"}, refusals.NotARule),
        ({"area": MANCHESTER}, refusals.NotYours),
    ],
)
def test_what_is_refused_leaves_nothing(areas, wrong, refusal):
    with pytest.raises(refusal):
        open_case(**wrong)
    assert not Need.objects.exists() and not Employer.objects.exists()


def test_an_open_need_of_theirs_is_shown_before_another_is_made(areas):
    first = open_case()
    with pytest.raises(refusals.LooksLikeAnother) as found:
        open_case("ppe", is_another=False)
    assert found.value.about == {"needs": [first.pk]}


def test_who_does_not_answer_the_helpline_states_no_matter_without_a_place(areas):
    stated = Stated({}, TRAFFORD, WHO, words="x", matter="ppe", channel="web")
    with pytest.raises(refusals.NotARule):
        state_need(stated, by=ANONYMOUS, now=NOW)


def test_where_it_may_go_is_said_for_employers_and_no_sooner_than_the_rule(areas):
    desk, scope = desk_on(NOW.date()), officer_of(TRAFFORD).scope
    assert may_go_to(scope, open_case("ppe"), desk) == ["supply-recipient", "other"]
    assert may_go_to(scope, open_case("money"), desk) == ["direct-payment", "record-ask", "other"]
    for codes in desk.employer_passes.values():
        assert set(codes) <= set(desk.passes)
    assert not any(desk.passes[kind].only_employers for kind in desk.registers(None, has_place=False))
    before = desk_on(date(2020, 5, 1))
    assert before.registers(before.matters["ppe"], has_place=False)[0] == "supply-problem"


def test_money_is_handed_to_the_direct_payment_that_is_decided_and_comes_back_answered(areas):
    officer = officer_of(TRAFFORD)
    need = open_case("money")
    asked = open_carer_help(need.pk, kind="direct-payment", by=officer, now=NOW)
    desk = desk_on(NOW.date())
    assert [one.number for one in open_things(officer.scope, need, desk, now=NOW)["direct-payment"]] == [
        asked.pk
    ]
    take_case(need.pk, by=officer, now=NOW)
    pass_on(need.pk, to="direct-payment", reference=str(asked.pk), by=officer, now=NOW)
    need.refresh_from_db()
    assert need.state == "offered"
    said = NextStep("agreed", why="assistant-away", owner="Direct payments team")
    step_carer_help(asked.pk, step=said, by=officer, now=NOW + DAY)
    hear_of_passed(by=officer, now=NOW + DAY)
    assert need.events.filter(kind="heard", why="there-answered").exists()


def test_each_case_is_decided_by_itself_with_who_why_and_by_when_it_is_looked_at_again(areas):
    officer = officer_of(TRAFFORD)
    one = open_carer_help(open_case().pk, kind="family-carer", by=officer, now=NOW)
    assert one.limit_at == NOW + 5 * DAY
    with pytest.raises(carer_refusals.SayWhyOfCarer):
        step_carer_help(one.pk, step=NextStep("agreed", owner="Team"), by=officer, now=NOW)
    with pytest.raises(carer_refusals.SayWhoHasIt):
        step_carer_help(one.pk, step=NextStep("agreed", why="necessary"), by=officer, now=NOW)
    said = NextStep("agreed", why="necessary", owner="Head of adult social care")
    agreed = step_carer_help(one.pk, step=said, by=officer, now=NOW)
    assert (agreed.owner, agreed.why, agreed.limit_at) == (said.owner, "necessary", NOW + 84 * DAY)
    rows = queries.carer_help(officer.scope).filter(kind__in=DIRECT_PAYMENTS)
    assert queries.late(officer.scope, rows, now=NOW + 84 * DAY).get() == one
    step_carer_help(one.pk, step=NextStep("done", on=NOW.date()), by=officer, now=NOW)
    assert not queries.carer_help(officer_of(MANCHESTER).scope).exists()
    assert "family-carer" not in carer_rules(date(2020, 5, 1)).kinds


def test_a_decision_holds_until_the_day_that_is_said_or_until_it_is_looked_at_again(areas):
    officer = officer_of(TRAFFORD)
    one = open_carer_help(open_case().pk, kind="direct-payment", by=officer, now=NOW)

    def agreed(until, at=NOW):
        said = NextStep("agreed", why="assistant-away", owner="Team", until=until)
        return step_carer_help(one.pk, step=said, by=officer, now=at)

    with pytest.raises(carer_refusals.NotUntilThen):
        agreed(date(2026, 11, 23))
    held = agreed(date(2026, 12, 1))
    assert (held.until, held.limit_at) == (date(2026, 12, 1), datetime(2026, 12, 2, tzinfo=UTC))
    assert agreed(NOW.date()).limit_at == datetime(2026, 11, 25, tzinfo=UTC)  # the last day is today
    long = agreed(date(2027, 11, 1), at=NOW + DAY)  # it is looked at again however long it is to hold
    assert (long.until, long.limit_at) == (date(2027, 11, 1), NOW + 85 * DAY)
    assert agreed(None, at=NOW + 2 * DAY).until is None
    then = queries.carer_help(officer.scope, as_at=NOW + DAY).get()
    assert (then.then_until, then.until) == (date(2027, 11, 1), None)
    step_carer_help(
        one.pk, step=NextStep("done", on=NOW.date(), until=NOW.date()), by=officer, now=NOW + 3 * DAY
    )
    assert queries.carer_help(officer.scope).get().then_until is None


def test_an_agent_makes_the_case_and_sees_whom_they_employ(areas, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    agent = signed_in(user_who("helpline-agent", area=Area.objects.get(code=TRAFFORD)))
    there = reverse("support:take-employer")
    said = {"area": TRAFFORD, "matter": "money", "words": "Ill", "assistants": "2", "has_backup": "no",
            "name": "Ann Other", "phone": "01632 960001", "may_ring": "on", "address": "1 Hidden Lane",
            "is_protected": "on"}  # fmt: skip
    assert agent.post(there, {**said, "assistants": ""}).status_code == 422
    made = agent.post(there, said)
    page = agent.get(made["Location"]).content.decode()
    need = Need.objects.get()
    assert "2 personal assistants" in page and "Own plan for when" in page
    assert reverse("support:open-carer-help", args=[need.pk]) in page
    again = agent.post(there, said)
    assert again.status_code == 422 and need.reference in again.content.decode()
    form = agent.get(reverse("support:open-carer-help", args=[need.pk])).content.decode()
    assert "Family member paid by direct payment" in form
    other = signed_in(user_who("helpline-agent", area=Area.objects.get(code=MANCHESTER)))
    assert other.get(reverse("support:case", args=[need.pk])).status_code == 404
    assert "Hidden Lane" not in agent.get(reverse("support:desk")).content.decode()
    assert CarerHelp.objects.count() == 0


def test_by_machine(machine, now):
    body = {"who": {"name": "Ann", "phone": "01632 960001"}, "assistants": 1, "area": TRAFFORD,
            "matter": "ppe", "words": "Gloves"}  # fmt: skip
    path = "/api/v1/support/desk/employer-cases"

    def post(key, **more):
        headers = {"Idempotency-Key": key}
        return machine.post(path, body | more, content_type="application/json", headers=headers)

    made = post("a")
    assert made.status_code == 201 and post("a").json() == made.json()
    assert post("b").status_code == 409 and post("c", is_another=True).status_code == 201
    assert post("d", area=MANCHESTER, is_another=True).status_code == 403
    assert post("e", assistants=0).status_code == 422
    assert Employer.objects.count() == 2


def test_a_case_that_cannot_be_taken_is_not_made_and_the_form_keeps_what_was_typed(areas, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)

    def taken(*_args, **_named):
        raise ownership.CannotTake

    monkeypatch.setattr(ownership, "take", taken)
    agent = signed_in(user_who("helpline-agent", area=Area.objects.get(code=TRAFFORD)))
    said = {"area": TRAFFORD, "matter": "money", "words": "Ill", "assistants": "2", "name": "Ann Other"}
    for there in (reverse("support:take-employer"), f"{reverse('support:take-call')}?{urlencode(ANSWERS)}"):
        answer = agent.post(there, said)
        assert answer.status_code == 422 and "Somebody else has this already" in answer.content.decode()
        assert "Ann Other" in answer.content.decode()
    assert not Need.objects.exists() and not Employer.objects.exists()
    assert not AuditEntry.objects.filter(verb="support.need.stated").exists()


def test_a_need_that_nobody_could_take_is_not_stated(areas):
    with pytest.raises(Need.DoesNotExist):
        state_and_take(Stated(ANSWERS, TRAFFORD, WHO), by=ANONYMOUS, now=NOW)
    assert not Need.objects.exists()


def test_a_case_that_comes_again_keeps_whom_they_employ(areas):
    need = open_case()
    first = state_again(need, source="", by=officer_of(TRAFFORD), now=NOW + DAY)
    again = state_again(first, source="", by=officer_of(TRAFFORD), now=NOW + 2 * DAY)
    told = Employer.objects.values_list("need", "assistants", "weekly_hours", "has_backup").order_by("need")
    assert list(told) == [(one.pk, 2, 30, False) for one in (need, first, again)]
    assert again.category == "provider-staff" and again.person_id != need.person_id
