"""Proposals for new provision: frozen evidence, owner, decision, outcome, who may, letters, refusals."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.core.messages.models import Message
from junction.core.ownership.operations import CannotHandOver
from junction.core.ownership.queries import owner
from junction.core.scope import Reach
from junction.people.queries import actor_of_key, system_actor
from junction.registry.models import Area
from junction.support.models import Proposal
from junction.support.operations import proposal_refusals as refusals
from junction.support.operations import settling
from junction.support.operations.needs import state_needs
from junction.support.operations.proposals import (
    ProposalDecided,
    Proposed,
    decide_on_proposal,
    hand_over_proposal,
    measure_outcomes,
    propose,
    remind_of_late,
)
from junction.support.queries import proposals as queries
from junction.support.tests.needs import MANCHESTER, NOW, TRAFFORD, stated
from tests.cast import NOW as CAST_NOW
from tests.cast import holder, other_officer, signed_in, user_who

pytestmark = pytest.mark.django_db
LATER, TODAY = NOW + timedelta(hours=2), NOW.date()
SYSTEM = system_actor("test")


def said(**more):
    return Proposed(**({"category": "medicine", "what": "A van for medicine", "why": "Full", "area": TRAFFORD}
                       | more))  # fmt: skip


def officer():
    return holder("council-officer", Reach(areas=frozenset({TRAFFORD})), key="user:900001")


def decided(**more):
    values = {"decision": "agreed", "why": "It fits", "decided_by": "Director", "decided_on": TODAY,
              "begins_on": TODAY}  # fmt: skip
    return ProposalDecided(**(values | more))


def leave(count, *, at, area=TRAFFORD):
    made = [one.need for one in state_needs([stated(area=area, channel="api")] * count, by=SYSTEM, now=at)]
    for need in made:
        settling.leave_unmet(need.pk, why="no-capacity", by=SYSTEM, now=at + timedelta(minutes=5))
    return made


def test_the_figures_of_the_moment_are_kept_and_do_not_follow_what_comes(areas):
    leave(6, at=NOW)
    leave(2, at=NOW, area=MANCHESTER)
    by = officer()
    made = propose(said(), by=by, now=LATER)
    assert made.evidence["unmet"] == 6 and made.evidence["by_reason"] == {"full": 6}
    assert made.evidence["stated"] == 6 and made.evidence["open"] == 0 and made.evidence_at == LATER
    assert made.evidence["mean"] == round(6 / 14, 2)
    leave(3, at=LATER)
    assert queries.proposal(by.scope, made.pk, now=LATER).evidence["unmet"] == 6
    assert owner("provision-proposal", made.pk) == by.key
    line = AuditEntry.objects.get(verb="support.proposal.made")
    assert line.subject == f"provision-proposal:{made.pk}" and line.playbook == "unmet@2020-03-23"


def test_what_is_proposed_is_never_changed(areas):
    propose(said(), by=officer(), now=LATER)
    for change in (lambda: Proposal.objects.update(what="x"), lambda: Proposal.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"area": MANCHESTER}, refusals.NotYoursToPropose),
        ({"area": None}, refusals.NotYoursToPropose),
        ({"category": "gold"}, refusals.CannotPropose),
        ({"what": " "}, refusals.CannotPropose),
        ({"why": ""}, refusals.CannotPropose),
        ({"owner": "user:999999"}, refusals.NotAnOwner),
    ],
)
def test_what_cannot_be_proposed(areas, more, refusal):
    with pytest.raises(refusal):
        propose(said(**more), by=officer(), now=LATER)
    assert not Proposal.objects.exists()


def test_decided_anew_and_as_it_was_known(areas):
    by = officer()
    made = propose(said(), by=by, now=NOW)
    decide_on_proposal(made.pk, decided(decision="later", begins_on=None), by=by, now=LATER)
    decide_on_proposal(made.pk, decided(), by=by, now=LATER + timedelta(hours=1))
    states = [queries.proposal(by.scope, made.pk, as_at=at, now=LATER + timedelta(hours=3)).state
              for at in (NOW, LATER, None)]  # fmt: skip
    assert states == ["proposed", "later", "agreed"]
    assert not queries.proposals(other_officer().scope, now=LATER).exists()
    assert queries.counted(by.scope, own_key=by.key, now=NOW) == {"waiting": 1, "own": 1, "own_late": 0}
    with pytest.raises(Proposal.DoesNotExist):
        decide_on_proposal(made.pk, decided(), by=other_officer(), now=LATER)


@pytest.mark.parametrize(
    "more",
    [
        {"decision": "gold"}, {"why": ""}, {"decided_by": " "}, {"decided_on": date(2021, 1, 1)},
        {"begins_on": None}, {"begins_on": TODAY - timedelta(days=1)}, {"decision": "refused"},
    ],
)  # fmt: skip
def test_what_cannot_be_decided(areas, more):
    by = officer()
    made = propose(said(), by=by, now=NOW)
    with pytest.raises(refusals.CannotDecideOnIt):
        decide_on_proposal(made.pk, decided(**more), by=by, now=LATER)


def test_the_outcome_is_measured_once_when_its_days_are_over(areas):
    by = officer()
    open_ones = state_needs([stated(channel="api")] * 4, by=SYSTEM, now=NOW)  # late the same evening
    made = propose(said(), by=by, now=LATER)
    begins = TODAY + timedelta(days=7)
    decide_on_proposal(made.pk, decided(begins_on=begins), by=by, now=LATER)
    met_at = NOW + timedelta(days=14)
    for one in open_ones:
        settling.meet_need(one.need.pk, by=SYSTEM, now=met_at)
    assert measure_outcomes(by=SYSTEM, now=NOW + timedelta(days=20)) == 0
    assert measure_outcomes(by=SYSTEM, now=NOW + timedelta(days=21)) == 1
    assert measure_outcomes(by=SYSTEM, now=NOW + timedelta(days=22)) == 0
    one = queries.decisions(by.scope, made, at=NOW + timedelta(days=22))[0]
    assert (one.outcome.before, one.outcome.after) == (4 * 7 / 14, 4 * 7 / 14)
    assert queries.proposal(by.scope, made.pk, now=NOW + timedelta(days=22)).state == "measured"
    with pytest.raises(refusals.MeasuredAlready):
        decide_on_proposal(made.pk, decided(), by=by, now=NOW + timedelta(days=22))


def test_whoever_has_it_is_written_to(areas):
    ann = user_who("council-officer", area=Area.objects.get(pk=TRAFFORD))
    by = officer()
    made = propose(said(owner=f"user:{ann.pk}"), by=by, now=CAST_NOW)
    assert owner("provision-proposal", made.pk) == f"user:{ann.pk}"
    decide_on_proposal(made.pk, decided(), by=by, now=CAST_NOW)
    measure_outcomes(by=SYSTEM, now=CAST_NOW + timedelta(days=15))
    assert Message.objects.filter(template="support/proposal_owner").count() == 3
    hers = actor_of_key(f"user:{ann.pk}", now=CAST_NOW)
    bob = user_who("national")
    with pytest.raises(refusals.SayWhyHandedOver):
        hand_over_proposal(made.pk, to=f"user:{bob.pk}", why="", by=hers, now=CAST_NOW)
    with pytest.raises(CannotHandOver):
        hand_over_proposal(made.pk, to=f"user:{bob.pk}", why="x", expected="user:0", by=hers, now=CAST_NOW)
    hand_over_proposal(made.pk, to=f"user:{bob.pk}", why="It is for the nation", by=hers, now=CAST_NOW)
    assert owner("provision-proposal", made.pk) == f"user:{bob.pk}"


def test_pages_from_proposal_to_decision(areas, sign_in, django_assert_max_num_queries):
    client = sign_in("council-officer", area=Area.objects.get(pk=TRAFFORD))
    typed = {"area": TRAFFORD, "category": "food", "what": "Parcels by bicycle", "why": "Hills"}
    page = client.post(reverse("support:propose"), typed, follow=True).content.decode()
    assert "Parcels by bicycle" in page and "Proposed" in page and "Write down a decision" in page
    number = Proposal.objects.get().pk
    bad = client.post(reverse("support:decide-on-proposal", args=[number]), {"decision": "agreed"})
    assert bad.status_code == 422
    for _ in range(3):
        propose(said(), by=officer(), now=NOW)
    with django_assert_max_num_queries(16):
        listed = client.get(reverse("support:proposals")).content.decode()
    assert listed.count("A van for medicine") == 3
    with django_assert_max_num_queries(20):
        client.get(reverse("support:proposal", args=[number]))
    assert "Propose new provision here" in client.get(reverse("support:unmet")).content.decode()


def test_whoever_has_a_late_proposal_is_told_once_and_so_is_who_has_it_next(areas, sign_in):
    first, second = (user_who("council-officer", area=Area.objects.get(pk=TRAFFORD)) for _ in range(2))
    by = actor_of_key(f"user:{first.pk}", now=CAST_NOW)
    made = propose(said(), by=by, now=NOW)
    in_time, late = NOW + timedelta(days=7), NOW + timedelta(days=8)
    assert remind_of_late(by=SYSTEM, now=in_time) == 0
    assert [remind_of_late(by=SYSTEM, now=late) for _ in range(2)] == [1, 0]
    letter = Message.objects.get(template="support/proposal_owner")
    assert letter.subject == f"provision-proposal:{made.pk}"
    assert queries.counted(by.scope, own_key=by.key, now=late)["own_late"] == 1
    hand_over_proposal(made.pk, to=f"user:{second.pk}", why="Leave", expected=by.key, by=by, now=late)
    assert remind_of_late(by=SYSTEM, now=late + timedelta(days=1)) == 1
    decide_on_proposal(made.pk, decided(decided_on=late.date(), begins_on=late.date()), by=by, now=late)
    assert not queries.late(SYSTEM.scope, queries.proposals(SYSTEM.scope, now=late), now=late).exists()


def test_the_home_of_support_says_what_waits_for_whom(areas, sign_in):
    user = user_who("council-officer", area=Area.objects.get(pk=TRAFFORD))
    home = reverse("support:home")
    assert "Waiting for you" not in signed_in(user).get(home).content.decode()
    propose(said(), by=actor_of_key(f"user:{user.pk}", now=CAST_NOW), now=NOW)
    page = signed_in(user).get(home).content.decode()
    assert "Waiting for you: 1 proposal for new provision" in page and "owner=me" in page
    other = signed_in(user_who("council-officer", area=Area.objects.get(pk=MANCHESTER)))
    assert "proposal for new provision<" not in other.get(home).content.decode()
