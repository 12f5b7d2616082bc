"""Support by link workers: taken on from a referral, seen by their team alone, ended by an outcome."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from junction.core.audit.models import AuditEntry
from junction.core.messages.models import Message
from junction.core.personal.queries import values
from junction.core.scope import Reach
from junction.people.queries import system_actor
from junction.registry.models import Organisation
from junction.support.models import LinkCase, LinkStep, Need, Person, Referral
from junction.support.operations import link_refusals as refusals
from junction.support.operations.forgetting import forget_person
from junction.support.operations.link_letters import tell_late_links
from junction.support.operations.linking import (
    LinkContact,
    begin_link,
    end_link,
    link_to_service,
    review_link,
    speak_with,
    take_over_link,
    write_plan,
)
from junction.support.operations.need_refusals import NotARule
from junction.support.operations.referral_refusals import NoConsentToRefer
from junction.support.operations.referrals import Sending, decline_referral, withdraw_referral
from junction.support.operations.settling import close_need
from junction.support.queries import linking as queries
from junction.support.queries.unmet_areas import look_at
from junction.support.rules.linking import link_rules
from junction.support.rules.unmet_figures import Cell
from junction.support.tests.needs import NOW, TRAFFORD, WHO, state
from junction.support.tests.referring import agent, charity, partner, run, send, service
from tests.cast import holder, officer_of, user_who

__all__ = ["agent", "charity", "partner", "run"]  # fixtures
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
RULES = link_rules(NOW.date())


def worker(team, key="user:7"):
    return holder("link-worker", Reach(organisations=frozenset({team.pk})), key=key)


def other_team():
    return Organisation.objects.create(
        kind="voluntary", name="Elsewhere", name_key="elsewhere", created_at=NOW
    )


@pytest.fixture
def case(run, agent, charity):
    """Somebody who was referred to the charity, and whom its link worker has taken on."""
    return begin_link(send(state().need, run, agent).pk, by=worker(charity), now=NOW)


def test_when_to_speak_next():
    day = date(2020, 4, 20)
    assert RULES.first_due(day) == date(2020, 4, 25) and RULES.review_due(day) == date(2020, 6, 1)
    assert RULES.next_due(day, None, reached=True) == date(2020, 5, 4)
    assert RULES.next_due(day, None, reached=False) == date(2020, 4, 25)
    assert RULES.next_due(day, date(2020, 7, 13), reached=True) == date(2020, 7, 13)
    assert RULES.next_due(day, date(2020, 7, 14), reached=True) is None
    assert RULES.next_due(day, day, reached=True) is None
    assert {one.need for one in RULES.outcomes.values()} == {"met", "back"}


def test_who_is_taken_on_is_accepted_and_due_to_be_spoken_with(case, charity):
    assert (case.referral.state, case.worker, case.contact_due_on) == ("sent", "user:7", date(2020, 4, 25))
    assert Referral.objects.get().state == "accepted" and Need.objects.get().state == "offered"
    assert [step.kind for step in case.steps.all()] == ["begun"]
    assert not queries.waiting(worker(charity).scope).exists()
    with pytest.raises(refusals.TakenOnBefore):
        begin_link(case.referral_id, by=worker(charity, "user:8"), now=NOW)
    assert AuditEntry.objects.filter(verb="support.link.begun").count() == 1


def test_only_what_was_referred_to_the_team_and_stands_can_be_taken_on(run, agent, charity, partner):
    one = send(state().need, run, agent)
    for by in (worker(other_team()), partner, agent, officer_of(TRAFFORD)):
        with pytest.raises(refusals.NotReferredToYou):
            begin_link(one.pk, by=by, now=NOW)
    decline_referral(one.pk, why="full", by=partner, now=NOW)
    with pytest.raises(refusals.NotReferredToYou):
        begin_link(one.pk, by=worker(charity), now=NOW)
    assert not LinkCase.objects.exists()


def test_who_they_are_is_read_by_the_team_alone_while_it_supports_them_and_logged(
    case, charity, partner, agent
):
    mine = worker(charity).scope
    told = queries.who_are_supported(mine, [queries.one_link_case(mine, case.pk)])
    assert told[case.pk].name == WHO.name and told[case.pk].phone == WHO.phone and not told[case.pk].code_word
    for by in (worker(other_team()), partner, agent, officer_of(TRAFFORD)):
        assert not queries.link_cases(by.scope).exists()
    end_link(case.pk, outcome="settled", by=worker(charity), now=NOW + DAY)
    over = queries.one_link_case(mine, case.pk)
    assert queries.who_are_supported(mine, [over]) == {}


@pytest.mark.parametrize("ended", ["taken back", "closed"])
def test_when_the_helpline_ends_it_the_team_reads_no_more_who_they_are(case, charity, agent, ended):
    by, later = worker(charity), NOW + DAY
    if ended == "taken back":
        withdraw_referral(case.referral_id, note="They asked for it", by=agent, now=later)
    else:
        close_need(case.referral.need_id, still_needed=False, by=agent, now=later)
    one = queries.one_link_case(by.scope, case.pk)
    assert one.is_over and queries.who_are_supported(by.scope, [one]) == {}
    with pytest.raises(refusals.SupportIsOver):
        speak_with(case.pk, LinkContact("video", reached=True), by=by, now=later)
    assert not queries.late(by.scope, queries.link_cases(by.scope), on=date(2020, 6, 1)).exists()
    assert not queries.link_cases(by.scope, as_at=NOW).get().is_over
    looked = look_at(agent.scope, TRAFFORD, at=later)
    found = queries.link_figures(agent.scope, looked, since=NOW, rules=RULES)
    assert found == {Cell(TRAFFORD, "ended", "helpline"): 1}


def test_a_protected_address_stays_protected(run, agent, charity):
    hidden = replace(WHO, is_protected=True)
    one = begin_link(send(state(who=hidden).need, run, agent).pk, by=worker(charity), now=NOW)
    assert queries.who_are_supported(worker(charity).scope, [one]) == {}


def test_a_contact_sets_when_to_speak_next_and_says_that_they_still_need_it(case, charity):
    by = worker(charity)
    one = speak_with(case.pk, LinkContact("video", reached=True, note="Misses choir"), by=by, now=NOW + DAY)
    assert one.contact_due_on == date(2020, 5, 5)
    assert Need.objects.get().heard_at == NOW + DAY
    one = speak_with(case.pk, LinkContact("home", reached=False), by=by, now=NOW + 2 * DAY)
    assert one.contact_due_on == date(2020, 4, 27) and Need.objects.get().heard_at == NOW + DAY
    for wrong, why in (
        (LinkContact("pigeon", reached=True), NotARule),
        (LinkContact("video", reached=True, due_on=date(2020, 4, 20)), refusals.NotADayToSpeak),
        (LinkContact("video", reached=True, due_on=date(2021, 4, 20)), refusals.NotADayToSpeak),
    ):
        with pytest.raises(why):
            speak_with(case.pk, wrong, by=by, now=NOW + 2 * DAY)
    said = queries.steps_of(by.scope, queries.one_link_case(by.scope, case.pk))
    assert [(row.step.kind, row.step.way, row.step.reached, row.words) for row in said] == [
        ("contact", "home", False, ""), ("contact", "video", True, "Misses choir"), ("begun", "", None, ""),
    ]  # fmt: skip


def test_what_matters_to_them_stays_as_it_was_said(case, charity):
    by = worker(charity)
    for at, words in enumerate(("To sing again", "To walk to the park")):
        write_plan(case.pk, words=words, by=by, now=NOW + at * DAY)
    assert review_link(case.pk, words="Better", by=by, now=NOW + 9 * DAY).review_due_on == date(2020, 6, 10)
    found = queries.steps_of(by.scope, queries.one_link_case(by.scope, case.pk))
    assert [row.words for row in found] == ["Better", "To walk to the park", "To sing again", ""]
    with pytest.raises(refusals.SayWhatMatters):
        write_plan(case.pk, words="  ", by=by, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        LinkStep.objects.update(note="")


def test_they_are_linked_to_a_service_and_referred_only_with_consent(case, charity):
    by, choir = worker(charity), service("Choir by video", keeper=charity.pk)
    link_to_service(case.pk, choir.pk, sent=None, by=by, now=NOW + DAY)
    assert Referral.objects.count() == 1
    sent = Sending(case.referral.need_id, choir.pk, has_consent=False, words="Alto")
    with pytest.raises(NoConsentToRefer):
        link_to_service(case.pk, choir.pk, sent=sent, by=by, now=NOW + DAY)
    link_to_service(case.pk, choir.pk, sent=replace(sent, has_consent=True), by=by, now=NOW + DAY)
    made = Referral.objects.get(service=choir)
    assert (made.state, made.sent_by) == ("sent", "user:7")
    linked = case.steps.filter(kind="linked").values_list("service__name", flat=True)
    assert list(linked) == ["Choir by video"] * 2


def test_a_colleague_takes_over_and_nobody_of_another_team(case, charity):
    with pytest.raises(refusals.YoursBefore):
        take_over_link(case.pk, by=worker(charity), now=NOW)
    assert take_over_link(case.pk, by=worker(charity, "user:8"), now=NOW + DAY).worker == "user:8"
    with pytest.raises(LinkCase.DoesNotExist):
        take_over_link(case.pk, by=worker(other_team(), "user:9"), now=NOW)
    scope = worker(charity).scope
    assert queries.link_cases(scope, as_at=NOW).get().then_worker == "user:7"
    assert queries.link_cases(scope, as_at=NOW + DAY).get().then_worker == "user:8"


def test_who_has_what_they_need_is_met(case, charity):
    one = end_link(case.pk, outcome="settled", note="Sings on Fridays", by=worker(charity), now=NOW + DAY)
    assert (one.outcome, one.contact_due_on, one.ended_at) == ("settled", None, NOW + DAY)
    assert Need.objects.get().state == "met" and Referral.objects.get().state == "accepted"
    for again in (
        lambda: end_link(case.pk, outcome="settled", by=worker(charity), now=NOW + DAY),
        lambda: write_plan(case.pk, words="More", by=worker(charity), now=NOW + DAY),
    ):
        with pytest.raises(refusals.SupportIsOver):
            again()


def test_who_cannot_be_reached_is_the_helplines_again_and_may_be_referred_anew(case, charity, run, agent):
    with pytest.raises(NotARule):
        end_link(case.pk, outcome="lost", by=worker(charity), now=NOW)
    end_link(case.pk, outcome="no-contact", by=worker(charity), now=NOW + DAY)
    need = Need.objects.get()
    assert need.state == "open" and Referral.objects.get().state == "withdrawn"
    anew = send(need, run, agent, now=NOW + 2 * DAY)
    assert begin_link(anew.pk, by=worker(charity), now=NOW + 2 * DAY).pk != case.pk


def test_late_contacts_are_told_to_the_team_once(case, charity, run, agent):
    user_who("link-worker", organisation=charity, email="link@aid.example")
    user_who("link-worker", organisation=other_team(), email="other@aid.example")
    other = send(state(who=replace(WHO, phone="07700 900555")).need, run, agent)
    begin_link(other.pk, by=worker(charity), now=NOW)
    Message.objects.all().delete()
    by = system_actor("linking")
    assert tell_late_links(by=by, now=NOW + 5 * DAY) == 0
    assert tell_late_links(by=by, now=NOW + 6 * DAY) == 2
    assert tell_late_links(by=by, now=NOW + 7 * DAY) == 0
    letter = Message.objects.get()
    assert values([letter.to]) == {letter.to: "link@aid.example"}
    assert letter.context["count"] == 2 and WHO.name not in str(letter.context)
    speak_with(case.pk, LinkContact("telephone", reached=False), by=worker(charity), now=NOW + 7 * DAY)
    assert tell_late_links(by=by, now=NOW + 14 * DAY) == 1


def test_what_was_written_down_is_forgotten_with_the_person(case, charity, agent):
    by = worker(charity)
    write_plan(case.pk, words="Ottoline and the choir", by=by, now=NOW)
    assert Person.objects.get().retention_until == NOW.date() + timedelta(days=RULES.keep_days)
    forget_person(case.referral.need_id, why="asked", by=agent, now=NOW + DAY)
    one = queries.one_link_case(by.scope, case.pk)
    assert "Ottoline" not in str([row.words for row in queries.steps_of(by.scope, one)])
    assert WHO.name not in str(queries.who_are_supported(by.scope, [one]))


def test_figures_name_nobody_and_look_back(case, charity, run, agent):
    by = worker(charity)
    speak_with(case.pk, LinkContact("video", reached=True), by=by, now=NOW + DAY)
    speak_with(case.pk, LinkContact("home", reached=True), by=by, now=NOW + 2 * DAY)
    speak_with(case.pk, LinkContact("home", reached=False), by=by, now=NOW + 3 * DAY)
    end_link(case.pk, outcome="moved", by=by, now=NOW + 4 * DAY)
    scope = officer_of(TRAFFORD).scope

    def at(moment):
        looked = look_at(scope, TRAFFORD, at=moment)
        return queries.link_figures(scope, looked, since=moment - 28 * DAY, rules=RULES)

    assert at(NOW + DAY) == {Cell(TRAFFORD, "supported", "-"): 1, Cell(TRAFFORD, "contacts", "remote"): 1}
    assert at(NOW + 5 * DAY) == {
        Cell(TRAFFORD, "ended", "moved"): 1, Cell(TRAFFORD, "contacts", "remote"): 1,
        Cell(TRAFFORD, "contacts", "face-to-face"): 1,
    }  # fmt: skip
