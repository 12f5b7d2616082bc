"""Referrals: sent with consent, answered or lapsed, both sides told, nobody shown who was not to be."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from junction.core.audit.models import AuditEntry
from junction.core.messages.models import Message
from junction.core.personal.queries import values
from junction.core.scope import Reach
from junction.registry.models import Area
from junction.support.models import Need, Referral, ReferralEvent, Service
from junction.support.operations import referral_refusals as refusals
from junction.support.operations.forgetting import forget_person
from junction.support.operations.need_refusals import IsOver
from junction.support.operations.referrals import (
    accept_referral,
    decline_referral,
    lapse_referrals,
    withdraw_referral,
)
from junction.support.operations.settling import close_need
from junction.support.queries import referral_figures as figures
from junction.support.queries import referrals as queries
from junction.support.tests.needs import NOW, TRAFFORD, WHO, state
from junction.support.tests.referring import SYSTEM, agent, charity, partner, run, send, service
from tests.cast import holder, other_officer, user_who

__all__ = ["agent", "charity", "partner", "run"]  # fixtures
pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def events_of(need):
    return list(need.events.order_by("pk").values_list("kind", "after", "why", "about"))


def letters():
    """Which template went to which address, oldest first."""
    rows = list(Message.objects.order_by("pk").values_list("template", "to"))
    known = values([to for _, to in rows])
    return [(template.removeprefix("support/"), known[to]) for template, to in rows]


def test_one_is_sent_with_consent_and_leaves_the_desk_until_it_is_answered(run, agent, charity):
    user_who("support-partner", organisation=charity, email="desk@aid.example")
    need = state().need
    Message.objects.all().delete()
    one = send(need, run, agent, words="Twice a week")
    need.refresh_from_db()
    assert (one.state, need.state, one.keeper_id, one.council_id) == ("sent", "offered", charity.pk, TRAFFORD)
    assert one.limit_at == NOW + 4 * HOUR  # medicine that ran out is of the same day
    assert events_of(need)[-1] == ("offered", "offered", "", f"referral:{one.pk}")
    assert [event.kind for event in one.events.all()] == ["sent"]
    assert letters() == [("referral_sent", "desk@aid.example"), ("referral_asked", WHO.phone)]
    assert AuditEntry.objects.filter(verb="support.referral.sent").count() == 1
    said = str([(m.context, m.personal) for m in Message.objects.all()])
    assert not any(secret in said for secret in (WHO.name, WHO.address, "Twice"))


def test_without_consent_or_somebody_who_answers_nothing_is_sent(run, agent):
    need = state().need
    with pytest.raises(refusals.NoConsentToRefer):
        send(need, run, agent, has_consent=False)
    send(need, run, agent)
    with pytest.raises(refusals.AlreadyReferred):
        send(need, run, agent)
    Service.objects.filter(pk=run.pk).update(status="inactive")
    with pytest.raises(refusals.NotReferable):
        send(state().need, run, agent)
    Service.objects.filter(pk=run.pk).update(status="active", keeper=None, area=None)
    with pytest.raises(refusals.NotReferable):
        send(state().need, run, agent)
    with pytest.raises(Need.DoesNotExist):
        send(state().need, run, other_officer())
    over = state().need
    close_need(over.pk, still_needed=False, by=agent, now=NOW)
    with pytest.raises(IsOver):
        send(over, run, agent)
    assert Referral.objects.count() == 1


def test_the_service_reads_who_it_is_only_while_it_stands(run, agent, partner):
    need = state().need
    assert queries.may_answer(partner.scope, send(need, run, agent, words="Knock loudly"))
    one = queries.one_referral(partner.scope, Referral.objects.get().pk)
    told = queries.who_is_referred(partner.scope, one)
    assert (told.name, told.phone, told.words) == (WHO.name, WHO.phone, "Knock loudly")
    assert told.ways == "ring, text" and WHO.address in told.address
    decline_referral(one.pk, why="full", by=partner, now=NOW)
    assert queries.who_is_referred(partner.scope, queries.one_referral(partner.scope, one.pk)) is None
    stranger = holder("support-partner", Reach(organisations=frozenset({999})))
    with pytest.raises(Referral.DoesNotExist):
        queries.one_referral(stranger.scope, one.pk)


def test_a_protected_person_is_never_shown_to_a_service(run, agent, partner):
    need = state(who=replace(WHO, is_protected=True)).need
    one = send(need, run, agent)
    assert queries.who_is_referred(partner.scope, queries.one_referral(partner.scope, one.pk)) is None


def test_a_number_that_is_not_safe_to_ring_is_not_told(run, agent, partner):
    need = state(who=replace(WHO, may_ring=False, may_text=False, may_write=True)).need
    one = queries.one_referral(partner.scope, send(need, run, agent).pk)
    told = queries.who_is_referred(partner.scope, one)
    assert (told.phone, told.ways) == ("", "write a letter")


def test_it_is_accepted_once_and_the_call_taker_and_the_person_are_told(run, partner, areas):
    sender = user_who("helpline-agent", area=Area.objects.get(pk=TRAFFORD), email="agent@north.example")
    agent = holder("helpline-agent", Reach(areas=frozenset({TRAFFORD})), key=sender.key)
    need = state().need
    one = send(need, run, agent)
    Message.objects.all().delete()
    accept_referral(one.pk, by=partner, now=NOW + HOUR)
    assert letters() == [("referral_answered", "agent@north.example"), ("referral_taken", WHO.phone)]
    with pytest.raises(refusals.AnsweredBefore):
        decline_referral(one.pk, why="full", by=partner, now=NOW + HOUR)
    with pytest.raises(Referral.DoesNotExist):
        accept_referral(one.pk, by=agent, now=NOW)  # who sends does not answer
    need.refresh_from_db()
    assert (need.state, need.heard_at) == ("offered", NOW)


def test_when_the_last_one_declines_the_need_is_the_desks_again(run, agent, partner):
    need, other = state().need, service("Another run")
    first, second = send(need, run, agent), send(need, other, agent)
    with pytest.raises(refusals.NoSuchReason):
        decline_referral(first.pk, why="luck", by=partner, now=NOW)
    decline_referral(first.pk, why="full", by=partner, now=NOW + HOUR)
    need.refresh_from_db()
    assert need.state == "offered"  # the other still stands
    assert figures.why_nothing(agent.scope, [need.pk], as_at=NOW + HOUR) == {}
    decline_referral(second.pk, why="area", by=agent, now=NOW + 2 * HOUR)  # the council answers for its own
    need.refresh_from_db()
    assert (need.state, need.heard_at) == ("open", NOW)
    assert events_of(need)[-1] == ("fell", "open", "area", f"referral:{second.pk}")
    assert figures.why_nothing(agent.scope, [need.pk], as_at=NOW + 2 * HOUR) == {need.pk: ("full", "area")}
    assert list(figures.all_declined(agent.scope)) == [need]
    counted = figures.came_to_nothing(agent.scope, as_at=NOW + 2 * HOUR)
    assert {(row.reason, row.referrals, row.needs) for row in counted} == {("full", 1, 1), ("area", 1, 1)}
    assert not figures.came_to_nothing(other_officer().scope, as_at=NOW + 2 * HOUR)
    assert not figures.came_to_nothing(agent.scope, as_at=NOW)


def test_one_that_nobody_answers_lapses_and_only_then(run, agent):
    need = state().need
    one = send(need, run, agent)
    assert lapse_referrals(by=SYSTEM, now=one.limit_at - timedelta(seconds=1)) == 0
    assert lapse_referrals(by=SYSTEM, now=one.limit_at) == 1
    assert lapse_referrals(by=SYSTEM, now=one.limit_at) == 0
    need.refresh_from_db()
    one.refresh_from_db()
    assert (one.state, need.state) == ("lapsed", "open")
    assert figures.why_nothing(agent.scope, [need.pk], as_at=one.limit_at) == {need.pk: ("lapsed",)}
    assert [row.then_state for row in queries.referrals(agent.scope, as_at=NOW)] == ["sent"]


def test_one_whose_need_is_over_is_ended_by_the_job(run, agent, partner):
    need = state().need
    one = send(need, run, agent)
    close_need(need.pk, still_needed=False, by=agent, now=NOW)
    with pytest.raises(refusals.NeedIsOver):
        accept_referral(one.pk, by=partner, now=NOW)
    assert lapse_referrals(by=SYSTEM, now=NOW) == 1
    one.refresh_from_db()
    need.refresh_from_db()
    assert (one.state, need.state) == ("withdrawn", "closed")


def test_it_is_taken_back_with_a_reason(run, agent, partner):
    need = state().need
    one = send(need, run, agent)
    with pytest.raises(refusals.SayWhyBack):
        withdraw_referral(one.pk, note=" ", by=agent, now=NOW)
    with pytest.raises(Referral.DoesNotExist):
        withdraw_referral(one.pk, note="x", by=partner, now=NOW)
    withdraw_referral(one.pk, note="Their daughter helps", by=agent, now=NOW)
    need.refresh_from_db()
    assert need.state == "open"
    assert not figures.all_declined(agent.scope).exists()  # no service said no


def test_events_stay_and_words_go_when_the_person_is_forgotten(run, agent):
    need = state().need
    one = send(need, run, agent, words="Knock loudly")
    forget_person(need.pk, why="They ask", by=agent, now=NOW)
    assert values([one.words]).get(one.words) is None
    with pytest.raises(DatabaseError), transaction.atomic():
        ReferralEvent.objects.update(why="full")
    with pytest.raises(DatabaseError), transaction.atomic():
        ReferralEvent.objects.all().delete()
