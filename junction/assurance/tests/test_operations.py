"""Answering, showing, verifying and signing: what happens, and each way it is refused."""

from datetime import date, timedelta

import pytest

from junction.assurance.models import Answer, Evidence, Issue, Verification
from junction.assurance.operations import refusals
from junction.assurance.operations.answering import answer_many
from junction.assurance.operations.catalogues import (
    add_requirements,
    publish_catalogue,
)
from junction.assurance.operations.issues import close_issue, raise_issue
from junction.assurance.operations.recording import Said
from junction.assurance.operations.showing import Shown, withdraw_evidence
from junction.assurance.operations.verifying import Found, verify_answer, withdraw_verification
from junction.assurance.rules.parties import Party
from junction.core.audit.models import AuditEntry
from tests.cast import national

from .plans import (
    MANCHESTER,
    NOW,
    TEXTS,
    TRAFFORD,
    asked,
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


def verify(requirement, kind="verified", *, by=None, **more):
    found = Found(**({"kind": kind, "said": "Read the letter", "exercise": ""} | more))
    return verify_answer(requirement.pk, PARTY, found, by=by or region(), now=LATER)


def test_an_answer_is_a_fact_and_its_correction_a_new_one(winter):
    first = say(one_of(winter, "1"), "underway")
    second = say(one_of(winter, "1"), "done", now=LATER)
    first.refresh_from_db()
    assert (first.superseded_at, second.version, second.superseded_at) == (LATER, 2, None)
    assert AuditEntry.objects.filter(verb="assurance.answer.recorded").count() == 2


def test_the_same_answer_again_is_no_new_version(winter):
    say(one_of(winter, "1"))
    say(one_of(winter, "1"), now=LATER)
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("by", [officer(MANCHESTER), region(), national()], ids=["other", "region", "nation"])
def test_one_answers_only_for_oneself(winter, by):
    with pytest.raises(refusals.MayNotAnswer):
        say(one_of(winter, "1"), by=by)
    assert not Answer.objects.exists()


def test_what_is_not_asked_of_one_cannot_be_answered(winter):
    draft = plan(title="Draft", publish=False)
    with pytest.raises(refusals.NotAsked):
        say(one_of(draft, "1"))
    forums = plan(title="For forums", publish=False)
    add_requirements(forums.pk, [asked(*TEXTS[1], actors=("lrf",))], by=national(), now=NOW)
    publish_catalogue(forums.pk, by=national(), now=NOW)
    with pytest.raises(refusals.NotAsked):
        say(forums.requirements.get(actors=["lrf"]))


@pytest.mark.parametrize("wrong", [{"status": "finished"}, {"result": "great"}, {"depth": 9}])
def test_each_thing_is_said_in_a_word_of_the_list(winter, wrong):
    with pytest.raises(refusals.CannotAnswer):
        say(one_of(winter, "1"), **({"status": "done"} | wrong))


def test_who_answered_meanwhile_is_not_overwritten(winter):
    say(one_of(winter, "1"), "underway", expected=0)
    with pytest.raises(refusals.AnsweredSince):
        say(one_of(winter, "1"), "done", expected=0, now=LATER)


def test_evidence_keeps_its_file_and_its_days(winter):
    made = show(one_of(winter, "1"), received_on=date(2020, 10, 1))
    assert (made.kind, made.file.bytes, made.expires_on) == ("file", 8, date(2021, 10, 1))
    withdraw_evidence(made.pk, why="Another council's", by=officer(), now=LATER)
    with pytest.raises(refusals.WithdrawnAlready):
        withdraw_evidence(made.pk, why="Again", by=officer(), now=LATER)
    assert Evidence.objects.get().withdrawn_why == "Another council's"


@pytest.mark.parametrize(
    ("shown", "refusal"),
    [
        (Shown(title="x", owner="y"), refusals.CannotAddEvidence),
        (Shown(title="x", owner="", quote="z"), refusals.CannotAddEvidence),
        (Shown(title="x", owner="y", quote="z", link="https://a.example"), refusals.CannotAddEvidence),
        (Shown(title="x", owner="y", quote="z", expires_on=date(2020, 10, 5)), refusals.WrongDays),
        (Shown(title="x", owner="y", quote="z", received_on=date(2020, 10, 6)), refusals.WrongDays),
        (Shown(title="x", owner="y", quote="z", statement=1), refusals.CannotAddEvidence),
    ],
)
def test_evidence_is_one_thing_with_an_owner_and_sound_days(winter, shown, refusal):
    values = {name: getattr(shown, name) for name in ("title", "owner", "quote", "link", "statement")}
    days = {"expires_on": shown.expires_on, "received_on": shown.received_on}
    with pytest.raises(refusal):
        show(one_of(winter, "1"), file=None, **values, **days)


def test_a_second_person_verifies_for_a_time(winter):
    one = one_of(winter, "1")
    say(one)
    show(one)
    made = verify(one)
    assert (made.looked_on, made.counts_until) == (date(2020, 10, 5), date(2021, 4, 5))
    withdraw_verification(made.pk, why="The wrong letter", by=region(), now=LATER)
    assert Verification.objects.get().withdrawn_why == "The wrong letter"


def test_nobody_verifies_what_is_their_own(winter):
    one = one_of(winter, "1")
    say(one, by=officer(key="user:region"))
    show(one)
    with pytest.raises(refusals.NotASecondPerson):
        verify(one)


def test_who_brought_the_evidence_does_not_verify_it(winter):
    one = one_of(winter, "1")
    say(one)
    show(one, by=officer(key="user:region"))
    with pytest.raises(refusals.NotASecondPerson):
        verify(one)


def test_without_evidence_there_is_nothing_to_verify(winter):
    one = one_of(winter, "1")
    say(one)
    with pytest.raises(refusals.NothingToVerify):
        verify(one)
    with pytest.raises(refusals.NoExercise):
        verify(one, "tested")
    assert verify(one, "tested", exercise="Exercise Ash").counts_until == date(2021, 10, 5)
    assert verify(one, "doubted").kind == "doubted"


def test_an_officer_of_the_council_does_not_review(winter):
    one = one_of(winter, "1")
    say(one)
    show(one)
    with pytest.raises(refusals.MayNotReview):
        verify(one, by=second_officer())


def test_an_issue_is_open_until_somebody_closes_it(winter):
    one = one_of(winter, "2")
    issue = raise_issue(one.pk, PARTY, text="Two homes have none", by=region(), now=NOW)
    close_issue(issue.pk, why="Delivered", by=officer(), now=LATER)
    assert Issue.objects.get().closed_why == "Delivered"
    with pytest.raises(refusals.WithdrawnAlready):
        close_issue(issue.pk, why="Again", by=officer(), now=LATER)
    with pytest.raises(refusals.NeedsReason):
        raise_issue(one.pk, PARTY, text=" ", by=officer(), now=NOW)


def test_many_answers_are_taken_together_or_not_at_all(winter):
    answers = [Said(one_of(winter, ref).pk, PARTY, "done") for ref in ("1", "2")]
    bad = Said(one_of(winter, "3").pk, PARTY, "nonsense")
    with pytest.raises(refusals.CannotAnswer):
        answer_many([*answers, bad], channel="file", by=officer(), now=NOW)
    assert not Answer.objects.exists()
    assert len(answer_many(answers, channel="file", by=officer(), now=NOW)) == 2
