"""Setting what a plan asks: corrections and new versions carry along what may be carried."""

from datetime import timedelta

import pytest

from junction.assurance.models import Answer, Catalogue, Evidence, Issue, Requirement, Verification
from junction.assurance.operations import refusals
from junction.assurance.operations.catalogues import (
    add_requirements,
    correct_requirement,
    publish_catalogue,
    withdraw_requirement,
)
from junction.assurance.operations.issues import raise_issue
from junction.assurance.operations.verifying import Found, verify_answer
from junction.assurance.rules.parties import Party
from tests.cast import national

from .plans import (
    NOW,
    TEXTS,
    TRAFFORD,
    asked,
    officer,
    one_of,
    plan,
    region,
    say,
    show,
)

pytestmark = pytest.mark.django_db
PARTY = Party(area=TRAFFORD)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def winter(areas):
    return plan()


def verify(requirement, kind="verified", *, by=None, **more):
    found = Found(**({"kind": kind, "said": "Read the letter", "exercise": ""} | more))
    return verify_answer(requirement.pk, PARTY, found, by=by or region(), now=LATER)


def test_requirements_are_set_by_the_nation_only(winter):
    with pytest.raises(refusals.MayNotSet):
        add_requirements(winter.pk, [asked(*TEXTS[0])], by=region(), now=NOW)
    with pytest.raises(refusals.CannotSet):
        add_requirements(winter.pk, [asked(*TEXTS[0], actors=("baker",))], by=national(), now=NOW)
    with pytest.raises(refusals.NotADraft):
        publish_catalogue(winter.pk, by=national(), now=NOW)
    with pytest.raises(refusals.HasNoRequirements):
        publish_catalogue(plan(texts=(), publish=False).pk, by=national(), now=NOW)
    withdraw_requirement(one_of(winter, "4").pk, why="Asked elsewhere", by=national(), now=NOW)
    assert Requirement.objects.filter(withdrawn_at=None).count() == 3


def test_a_correction_takes_answers_and_evidence_along_but_not_the_second_look(winter):
    old = one_of(winter, "2")
    say(old)
    show(old)
    verify(old)
    words = (
        "2",
        "Councils should keep three weeks of masks in reach of every care home.",
        "supplies",
        "should",
        None,
    )
    new = correct_requirement(old.pk, asked(*words), why="Three weeks", by=national(), now=LATER)
    carried = Answer.objects.get(requirement=new)
    assert (carried.status, carried.channel, carried.recorded_by) == ("done", "carried", "user:officer")
    assert Evidence.objects.get(requirement=new).file_id == Evidence.objects.get(requirement=old).file_id
    assert not Verification.objects.filter(answer=carried).exists()
    assert new.ancestry.get().kind == "reworded"


def test_the_next_version_carries_over_what_was_shown(winter):
    same, gone = one_of(winter, "1"), one_of(winter, "3")
    for one in (same, gone):
        say(one)
    show(same)
    verify(same)
    raise_issue(same.pk, PARTY, text="No reply yet", by=officer(), now=NOW)
    other = ("9", "Forums must keep a list of volunteers for night shifts.", "workforce", "must", None)
    second = plan(title="Winter plan 2", texts=(TEXTS[0], other), replaces=winter.pk, now=LATER)
    carried = Answer.objects.get(requirement__catalogue=second)
    assert carried.requirement == one_of(second, "1") and carried.verifications.get().kind == "verified"
    assert Issue.objects.filter(requirement__catalogue=second).count() == 1
    with pytest.raises(refusals.ReplacedAlready):
        plan(title="Another", replaces=winter.pk, now=LATER)
    assert Catalogue.objects.filter(published_at__isnull=True).count() == 1
    assert Evidence.objects.filter(requirement__catalogue=second).count() == 1
    with pytest.raises(refusals.NotASecondPerson):
        found = Found("verified", "Again")
        verify_answer(one_of(second, "1").pk, PARTY, found, by=holder_of_first(), now=LATER)


def holder_of_first():
    """Who reviews now and answered then."""
    from dataclasses import replace

    return replace(region(), key="user:officer")
