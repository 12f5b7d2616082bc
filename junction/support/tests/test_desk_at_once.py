"""Two people at the same moment, on connections of their own: two cases, one referral, one answer."""

import pytest

from junction.core.audit.models import AuditEntry
from junction.core.ownership.models import Ownership
from junction.core.refusals import Refusal
from junction.core.scope import Reach
from junction.support.models import HandOver, Referral, ReferralEvent
from junction.support.operations import desk, handing, referral_refusals
from junction.support.operations import desk_refusals as refusals
from junction.support.operations.hubs import open_hub
from junction.support.operations.referrals import accept_referral, withdraw_referral
from junction.support.queries.desk import SUBJECT
from junction.support.tests.needs import NOW, TRAFFORD, state
from junction.support.tests.referring import agent, charity, partner, run, send
from tests.at_once import at_once
from tests.cast import holder

__all__ = ["agent", "charity", "partner", "run"]  # fixtures
pytestmark = pytest.mark.django_db(transaction=True)
AGENTS = 6


def helpline(number):
    return holder("helpline-agent", Reach(areas=frozenset({TRAFFORD})), key=f"user:{number}")


def officer(number):
    return holder("council-officer", Reach(areas=frozenset({TRAFFORD})), key=f"user:{number}")


def pressing(by):
    return lambda: desk.take_next(by=by, now=NOW)


def test_agents_who_press_next_at_once_get_a_case_each(areas):
    stated = {state().need.pk for _ in range(AGENTS)}
    got = at_once(*(pressing(helpline(number)) for number in range(AGENTS)))
    assert {one.pk for one in got} == stated
    owned = Ownership.objects.filter(subject_kind=SUBJECT, owned_until=None)
    assert owned.values("owner").distinct().count() == AGENTS == owned.count()


def test_more_agents_than_cases_and_the_rest_are_told_that_nothing_waits(areas):
    stated = {state().need.pk for _ in range(2)}
    got = at_once(*(pressing(helpline(number)) for number in range(5)))
    assert {one.pk for one in got if one} == stated and got.count(None) == 3


def test_one_agent_who_presses_in_two_windows_has_one_case(areas):
    for _ in range(3):
        state()
    got = at_once(*(pressing(helpline(1)) for _ in range(3)))
    assert len({one.pk for one in got}) == 1 == Ownership.objects.filter(subject_kind=SUBJECT).count()


def test_two_agents_take_the_same_case_at_once_and_one_has_it(areas):
    need = state().need
    takers = [helpline(1), helpline(2)]
    got = at_once(*(lambda by=by: desk.take_case(need.pk, by=by, now=NOW) for by in takers))
    assert sum(isinstance(one, Refusal) for one in got) == 1
    assert Ownership.objects.filter(subject_kind=SUBJECT, subject_id=need.pk).count() == 1


def test_two_senders_refer_a_need_to_a_service_at_once_and_it_is_sent_once(run, agent):
    need, other = state().need, officer(999997)
    got = at_once(lambda: send(need, run, agent), lambda: send(need, run, other))
    assert sum(isinstance(one, referral_refusals.AlreadyReferred) for one in got) == 1
    assert Referral.objects.count() == 1 == ReferralEvent.objects.count()
    assert AuditEntry.objects.filter(verb="support.referral.sent").count() == 1


@pytest.mark.parametrize("turn", range(4))
def test_a_service_accepts_while_the_sender_takes_it_back_and_one_story_is_told(run, agent, partner, turn):
    """Whoever comes second is told how it stands, or ends what was just accepted: never both at once."""
    need = state().need
    one = send(need, run, agent)
    accepted, taken = at_once(
        lambda: accept_referral(one.pk, by=partner, now=NOW),
        lambda: withdraw_referral(one.pk, note="No longer", by=agent, now=NOW),
    )
    one.refresh_from_db()
    need.refresh_from_db()
    kinds = list(ReferralEvent.objects.filter(referral=one).order_by("pk").values_list("kind", flat=True))
    assert not isinstance(taken, Refusal), "an accepted referral may be taken back too"
    assert (one.state, need.state) == ("withdrawn", "open")
    late = isinstance(accepted, referral_refusals.AnsweredBefore)
    assert kinds == (["sent", "withdrawn"] if late else ["sent", "accepted", "withdrawn"])


def test_two_agents_of_a_hub_accept_a_hand_over_at_once_and_one_has_the_case(areas):
    keeper, need = officer(9), state().need
    hub = open_hub("Sale line", area=TRAFFORD, by=keeper, now=NOW)
    desk.take_case(need.pk, by=keeper, now=NOW)
    given = handing.offer_hand_over(need.pk, to_hub=hub.pk, note="Deaf", by=keeper, now=NOW)
    takers = [helpline(1), helpline(2)]
    got = at_once(*(lambda by=by: handing.accept_hand_over(given.pk, by=by, now=NOW) for by in takers))
    assert sum(isinstance(one, refusals.NotYoursToAnswer) for one in got) == 1
    owner = Ownership.objects.get(subject_kind=SUBJECT, subject_id=need.pk, owned_until=None).owner
    assert owner == HandOver.objects.get().answered_by != keeper.key
