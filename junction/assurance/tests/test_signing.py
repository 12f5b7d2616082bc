"""The chain of signatures: level by level, each another person; what changed since is told."""

from datetime import date, timedelta

import pytest

from junction.assurance.operations import refusals
from junction.assurance.operations.signing import sign_off
from junction.assurance.queries.chain import changes_since
from junction.assurance.rules.parties import Party
from tests.cast import national

from .plans import (
    NOW,
    TRAFFORD,
    officer,
    one_of,
    plan,
    region,
    say,
    second_officer,
    show,
)

pytestmark = pytest.mark.django_db
PARTY = Party(area=TRAFFORD)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def winter(areas):
    return plan()


def sign(catalogue, level, *, by, verdict="agreed", said="", now=LATER):
    return sign_off(catalogue.pk, PARTY, level=level, verdict=verdict, said=said, by=by, now=now)


def test_the_chain_goes_level_by_level_each_another_person(winter):
    with pytest.raises(refusals.NothingAnswered):
        sign(winter, "self", by=officer())
    say(one_of(winter, "1"))
    with pytest.raises(refusals.NotSignedBelow):
        sign(winter, "local", by=second_officer())
    sign(winter, "self", by=officer())
    with pytest.raises(refusals.SignedBelowYourself):
        sign(winter, "local", by=officer())
    sign(winter, "local", by=second_officer())
    with pytest.raises(refusals.MayNotReview):
        sign(winter, "regional", by=second_officer())
    with pytest.raises(refusals.CannotSign):
        sign(winter, "regional", by=region(), verdict="sent-back")
    sign(winter, "regional", by=region())
    with pytest.raises(refusals.MayNotReview):
        sign(winter, "national", by=region())
    assert sign(winter, "national", by=national()).level == "national"


def test_what_was_sent_back_is_signed_below_again_first(winter):
    say(one_of(winter, "1"))
    sign(winter, "self", by=officer())
    sign(winter, "local", by=second_officer(), verdict="sent-back", said="No letter")
    with pytest.raises(refusals.NotSignedBelow):
        sign(winter, "local", by=second_officer(), now=LATER + timedelta(hours=1))
    with pytest.raises(refusals.NotSignedBelow):
        sign(winter, "regional", by=region())
    sign(winter, "self", by=officer(), now=LATER + timedelta(hours=2))
    assert sign(winter, "local", by=second_officer(), now=LATER + timedelta(hours=3))


def test_what_changed_since_a_signature_is_told(winter):
    say(one_of(winter, "1"))
    signed = sign(winter, "self", by=officer())
    since = {"since": signed.signed_at, "until": LATER + timedelta(days=2)}
    assert not changes_since(officer().scope, winter.pk, PARTY, **since)
    say(one_of(winter, "2"), now=LATER + timedelta(days=1))
    show(one_of(winter, "1"), now=LATER + timedelta(days=1), expires_on=date(2020, 10, 20))
    found = changes_since(officer().scope, winter.pk, PARTY, **since)
    assert (found.answers, found.evidence, found.expired, len(found.requirements)) == (1, 1, 0, 2)
    later = changes_since(
        officer().scope, winter.pk, PARTY, since=since["until"], until=LATER + timedelta(days=30)
    )
    assert (later.answers, later.expired) == (0, 1)
