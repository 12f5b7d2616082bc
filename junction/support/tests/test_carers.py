"""Carers' assessments and short breaks: what may follow what, who reaches them, how breaks are counted."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import ProgrammingError, transaction
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.core.messages import texts
from junction.core.messages.models import Message
from junction.core.personal.queries import values
from junction.people.queries import system_actor
from junction.registry.models import Area
from junction.support.models import CarerHelp, CarerStep
from junction.support.operations import carer_refusals as refusals
from junction.support.operations.carer_letters import tell_late_carers
from junction.support.operations.carers import NextStep, open_carer_help, step_carer_help
from junction.support.operations.need_refusals import NotARule
from junction.support.queries import carers as queries
from junction.support.queries.unmet_areas import look_at
from junction.support.rules.carers import BREAK, carer_rules
from junction.support.rules.unmet_figures import Cell
from junction.support.tests.needs import MANCHESTER, NOW, TRAFFORD, WHO, state
from junction.support.tests.test_volunteer_desk import machine, now
from tests.cast import officer_of, user_who

pytestmark = pytest.mark.django_db
machine, now = machine, now
DAY = timedelta(days=1)


def begin(kind="assessment", *, need=None, at=NOW):
    return open_carer_help((need or state().need).pk, kind=kind, by=officer_of(TRAFFORD), now=at)


def go_on(one, code, *, at=NOW, by=None, **said):
    return step_carer_help(one.pk, step=NextStep(code, **said), by=by or officer_of(TRAFFORD), now=at)


def test_every_state_can_be_reached_and_left_and_waits_only_where_a_day_is_set():
    for kind in carer_rules(NOW.date()).kinds.values():
        reached, edge = {kind.begins}, {kind.begins}
        while edge:
            edge = {code for one in edge for code in kind.states[one].to} - reached
            reached |= edge
        assert reached == set(kind.states)
        assert kind.standing == set(kind.states) - {"done", "refused"}
        assert kind.states[kind.begins].limit(NOW) == NOW + 7 * DAY and kind.states["done"].limit(NOW) is None


def test_an_assessment_goes_from_offered_to_the_council_and_is_done(areas):
    one = begin()
    assert (one.state, one.limit_at) == ("offered", NOW + 7 * DAY)
    go_on(one, "accepted", at=NOW + DAY)
    with pytest.raises(refusals.SayWhoHasIt):
        go_on(one, "referred", owner=" ", at=NOW + DAY)
    given = go_on(one, "referred", owner=" Carers  team ", at=NOW + 2 * DAY)
    assert (given.owner, given.limit_at) == ("Carers team", NOW + 30 * DAY)
    late = queries.late(officer_of(TRAFFORD).scope, queries.carer_help(officer_of(TRAFFORD).scope),
                        now=NOW + 30 * DAY)  # fmt: skip
    assert late.get() == one
    for day in (None, date(2020, 6, 1)):
        with pytest.raises(refusals.SayTheDay):
            go_on(one, "done", on=day, at=NOW + 20 * DAY)
    done = go_on(one, "done", on=date(2020, 5, 8), at=NOW + 20 * DAY)
    assert (done.owner, done.limit_at, done.on) == ("Carers team", None, date(2020, 5, 8))
    with pytest.raises(refusals.NotANextStep):
        go_on(one, "refused", why="not-now", at=NOW + 21 * DAY)
    assert list(one.steps.values_list("state", flat=True)) == ["offered", "accepted", "referred", "done"]
    verbs = AuditEntry.objects.filter(subject=f"carer-help:{one.pk}").order_by("pk")
    assert [entry.verb.rpartition(".")[2] for entry in verbs] == ["offered", "accepted", "referred", "done"]
    one.need.refresh_from_db()
    assert one.need.is_open  # the case stays the desk's


def letters():
    return Message.objects.filter(template="support/carers_late").order_by("pk")


def test_the_council_is_told_of_a_late_step_once_and_anew_of_the_next(areas):
    user_who("council-officer", area=Area.objects.get(code=TRAFFORD), email="officer@held.example")
    user_who("council-officer", area=Area.objects.get(code=MANCHESTER), email="other@held.example")
    one, system = begin(), system_actor("carers")
    assert tell_late_carers(by=system, now=NOW + 6 * DAY) == 0
    assert tell_late_carers(by=system, now=NOW + 7 * DAY) == 1
    assert tell_late_carers(by=system, now=NOW + 9 * DAY) == 0
    letter = letters().get()
    assert values([letter.to]) == {letter.to: "officer@held.example"}
    said = str([letter.context, letter.personal])
    assert one.need.reference in said and WHO.name not in said
    go_on(one, "accepted", at=NOW + 9 * DAY)
    assert tell_late_carers(by=system, now=NOW + 10 * DAY) == 0
    assert tell_late_carers(by=system, now=NOW + 11 * DAY) == 1 and letters().count() == 2
    assert AuditEntry.objects.filter(verb="support.carer.late").count() == 2


def test_a_day_brings_one_letter_a_council_however_many_steps_are_late(areas, django_assert_max_num_queries):
    for code, address in ((TRAFFORD, "t@held.example"), (MANCHESTER, "m@held.example")):
        user_who("council-officer", area=Area.objects.get(code=code), email=address)
        user_who("council-officer", area=Area.objects.get(code=code), email=f"also-{address}")
    helps = [begin() for _ in range(35)]
    other = open_carer_help(state(area=MANCHESTER).need.pk, kind=BREAK, by=officer_of(MANCHESTER), now=NOW)
    system, late = system_actor("carers"), NOW + 7 * DAY
    with django_assert_max_num_queries(30):
        assert tell_late_carers(by=system, now=late) == 36
    said = {values([one.to])[one.to]: one.context for one in letters()}
    assert set(said) == {"t@held.example", "also-t@held.example", "m@held.example", "also-m@held.example"}
    assert (said["t@held.example"]["count"], said["t@held.example"]["more"]) == (35, 5)
    assert other.need.reference in str(said["m@held.example"]) and helps[0].need.reference not in str(
        said["m@held.example"]
    )
    subject, text = texts.render("support/carers_late", said["m@held.example"])
    assert "1 step is late" in subject and "The next step of this was due" in text
    begin(at=NOW + DAY / 24)
    assert tell_late_carers(by=system, now=late + DAY / 12) == 0  # the day has had its letter
    assert tell_late_carers(by=system, now=late + DAY) == 1


def test_an_owner_is_somebody_of_the_desk_or_a_post(areas):
    user = user_who("council-officer", area=Area.objects.get(code=TRAFFORD))
    other = user_who("council-officer", area=Area.objects.get(code=MANCHESTER))
    one, by = begin(), officer_of(TRAFFORD)
    go_on(one, "accepted")
    for wrong in (f"user:{other.pk}", "user:x", "user:0"):
        with pytest.raises(refusals.NotOfTheDesk):
            go_on(one, "referred", owner=wrong)
    assert go_on(one, "referred", owner=f"user:{user.pk}").owner == f"user:{user.pk}"
    assert queries.people_who_have(by.scope) == {f"user:{user.pk}"}
    assert queries.people_who_have(officer_of(MANCHESTER).scope) == set()


def test_the_form_asks_what_its_step_asks_and_keeps_what_was_typed(areas, now, sign_in):
    council = Area.objects.get(code=TRAFFORD)
    user = user_who("council-officer", area=council)
    one, page = begin(need=state(now=now - DAY).need, at=now - DAY), sign_in("council-officer", area=council)
    there = reverse("support:step-carer-help", args=[one.pk])
    first = page.get(there).content.decode()
    assert 'name="step"' in first and 'name="owner"' not in first and 'name="on-day"' not in first
    assert page.post(there, {"step": "done"}).status_code == 422  # what cannot follow
    assert page.post(there, {}).status_code == 422
    led = page.post(there, {"step": "accepted"})["Location"]
    assert page.post(led, {"state": "accepted"}).status_code == 302
    asked = page.get(f"{there}?state=referred").content.decode()
    assert f'value="user:{user.pk}"' in asked and 'name="why"' not in asked and 'name="on-day"' not in asked
    both = page.post(there, {"state": "referred", "owner": f"user:{user.pk}", "post": "Carers team"})
    assert both.status_code == 422 and "Choose one of both" in both.content.decode()
    assert "Carers team" in both.content.decode()
    neither = page.post(there, {"state": "referred"})
    assert "Say who has it" in neither.content.decode()
    assert page.post(there, {"state": "referred", "owner": f"user:{user.pk}"}).status_code == 302
    for address in (reverse("support:carer-help", args=[one.pk]), reverse("support:carers")):
        shown = page.get(address).content.decode()
        assert user.name in shown and f"user:{user.pk}" not in shown
    go_on(one, "referred", owner="Carers team", at=now)
    handed = {"state": "referred", "owner": f"user:{user.pk}", "post": "Carers team"}  # the post stood there
    assert page.post(there, handed).status_code == 302
    wrong = {"state": "done", "on-day": "31", "on-month": "2", "on-year": "2026"}
    assert "must be a real date" in page.post(there, wrong).content.decode()


def test_one_of_a_kind_stands_at_a_time_and_what_was_refused_may_be_offered_again(areas):
    one = begin()
    with pytest.raises(refusals.StandsAlready):
        begin(need=one.need)
    begin(BREAK, need=one.need)
    with pytest.raises(refusals.SayWhyOfCarer):
        go_on(one, "refused", why="shut")  # a reason of breaks
    assert go_on(one, "refused", why="not-now").why == "not-now"
    second = begin(need=one.need, at=NOW + DAY)
    with pytest.raises(refusals.StandsAlready):
        go_on(one, "offered", at=NOW + DAY)
    assert second.pk != one.pk
    with pytest.raises(NotARule):
        begin("holiday", need=one.need)


def test_an_officer_of_another_council_reaches_none_of_it(areas):
    one = begin()
    other = officer_of(MANCHESTER)
    assert not queries.carer_help(other.scope).exists()
    with pytest.raises(ObjectDoesNotExist):
        go_on(one, "accepted", by=other)
    with pytest.raises(ObjectDoesNotExist):
        open_carer_help(one.need_id, kind=BREAK, by=other, now=NOW)


def test_steps_are_never_changed(areas):
    begin()
    with pytest.raises(ProgrammingError), transaction.atomic():
        CarerStep.objects.update(state="done")


def test_it_is_shown_as_it_stood(areas):
    one = begin(BREAK)
    go_on(one, "paused", why="shut", at=NOW + 2 * DAY)
    scope = officer_of(TRAFFORD).scope
    before = queries.carer_help(scope, as_at=NOW + DAY).get()
    assert (before.then_state, before.then_limit) == ("asked", NOW + 7 * DAY)
    assert queries.carer_help(scope, as_at=NOW + 3 * DAY).get().then_why == "shut"
    assert not queries.carer_help(scope, as_at=NOW - DAY).exists()
    assert len(queries.steps(scope, one, as_at=NOW + DAY)) == 1


def test_breaks_are_counted_by_council_state_and_reason(areas):
    for _ in range(2):
        go_on(begin(BREAK), "refused", why="full", at=NOW + DAY)
    begin(BREAK)
    begin()  # an assessment is no break
    scope = officer_of(TRAFFORD).scope
    looked = look_at(scope, TRAFFORD, at=NOW + 2 * DAY)
    assert queries.short_breaks(scope, looked) == {
        Cell(TRAFFORD, "refused", "full"): 2, Cell(TRAFFORD, "asked", "-"): 1,
    }  # fmt: skip
    then = look_at(scope, TRAFFORD, at=NOW + DAY / 2)
    assert queries.short_breaks(scope, then) == {Cell(TRAFFORD, "asked", "-"): 3}


def test_pages_lead_from_the_case_to_the_area_and_small_numbers_are_hidden_from_others(areas, sign_in, now):
    need = state(now=now - DAY).need
    page = sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))
    door = reverse("support:open-carer-help", args=[need.pk])
    assert door in page.get(reverse("support:case", args=[need.pk])).content.decode()
    assert page.post(door, {}).status_code == 422
    assert page.post(door, {"kind": "break"}).status_code == 302
    one = CarerHelp.objects.get()
    step = reverse("support:step-carer-help", args=[one.pk])
    assert "Choose the reason" in page.post(step, {"state": "refused"}).content.decode()
    assert page.post(step, {"state": "refused", "why": "staff"}).status_code == 302
    text = page.get(reverse("support:carer-help", args=[one.pk])).content.decode()
    assert "Too few staff" in text and "Asked for" in text
    assert (
        need.reference in page.get(reverse("support:carers") + "?kind=break&state=refused").content.decode()
    )
    own = page.get(reverse("support:unmet"), {"area": TRAFFORD}).content.decode()
    assert "Short breaks that carers asked for" in own and "Too few staff" in own
    other = sign_in("council-officer", area=Area.objects.get(code=MANCHESTER))
    assert other.get(reverse("support:carer-help", args=[one.pk])).status_code == 404
    before = begin(BREAK, need=state(now=now - 3 * DAY).need, at=now - 3 * DAY)
    go_on(before, "refused", why="staff", at=now - 2 * DAY)
    seen = other.get(reverse("support:unmet"), {"area": TRAFFORD}).content.decode()
    table = seen.split("Short breaks that carers asked for")[-1].split("</table>")[0]
    assert "Hidden" in table and ">1<" not in table


def post(machine, path, body, key="a"):
    headers = {"Idempotency-Key": f"{path}{key}"}
    return machine.post(f"/api/v1/support/{path}", body, content_type="application/json", headers=headers)


def test_by_machine(machine, now):
    need = state(now=now - DAY).need
    made = post(machine, "carers", {"need": need.pk, "kind": "assessment"})
    assert made.status_code == 201
    number = made.json()["id"]
    assert post(machine, "carers", {"need": need.pk, "kind": "assessment"}, key="b").status_code == 409
    assert post(machine, f"carers/{number}", {"state": "accepted"}).status_code == 201
    assert post(machine, f"carers/{number}", {"state": "referred"}).status_code == 422
    listed = machine.get("/api/v1/support/carers").json()
    assert [(one["need"], one["state"], one["why"]) for one in listed] == [(need.reference, "accepted", "")]
