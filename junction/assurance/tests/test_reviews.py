"""Reviews: asked, found, finished, replied to by the owner, looked at again; each refusal."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from junction.assurance.models import Finding
from junction.assurance.operations import register_refusals as refusals
from junction.assurance.operations.reviews import (
    Found,
    ask_review,
    finish_review,
    reply,
    write_finding,
)
from junction.assurance.queries import reviews as queries
from junction.core.scope import Reach
from junction.people.models import ApiToken
from junction.registry.tests.factories import OrganisationFactory
from tests.cast import holder, officer_of, other_officer, user_who

from .test_plan_register import NORTH_WEST, NOW, TRAFFORD, heard, held, region, register

pytestmark = pytest.mark.django_db
TWO = (("Regional lead", "DHSC"), ("Resilience adviser", "MHCLG"))
DUE = date(2020, 10, 12)
FOUND = Found("roles", "weak", "No deputies are named", "page 4, paragraph 2")


@pytest.fixture
def plan(areas):
    return register(held()).plan_id


def begin(plan, *, reviewers=TWO, due_on=DUE, by=None, now=NOW, **more):
    return ask_review(plan, reviewers=reviewers, due_on=due_on, by=by or region(), now=now, **more)


def finished(plan, now=NOW, **more):
    review = begin(plan, now=now, **more)
    write_finding(review.pk, FOUND, by=region(), now=now)
    return finish_review(review.pk, depth=1, summary="Deputies are missing", by=region(), now=now)


def state(review, day, as_at=None):
    one = queries.review(region().scope, review.pk, as_at=as_at)
    return one.state(day=day, as_at=as_at)


def test_a_joint_review_from_asking_to_reply_to_looking_again(plan):
    review = begin(plan)
    assert review.is_joint and state(review, DUE) == "asked"
    assert state(review, DUE + timedelta(days=1)) == "overdue"
    write_finding(review.pk, FOUND, by=region(), now=NOW)
    assert state(review, DUE) == "under-way"
    done = finish_review(review.pk, depth=2, summary="Look at deputies", by=region(), now=NOW)
    assert done.again_on == date(2021, 1, 3) and state(review, DUE) == "may-reply"
    reply(review.pk, said="They are named now", by=officer_of(TRAFFORD), now=NOW + timedelta(hours=1))
    assert state(review, DUE) == "finished"
    assert state(review, DUE, as_at=NOW) == "may-reply"
    assert state(review, date(2021, 1, 3)) == "again-due"
    again = begin(plan, follows=review.pk, reviewers=TWO[:1], due_on=date(2021, 1, 20))
    assert not again.is_joint and state(review, date(2021, 1, 3)) == "reviewed-again"
    with pytest.raises(refusals.ReviewClosed):
        begin(plan, follows=review.pk)


def test_a_second_finding_takes_the_place_of_the_first_which_stays(plan):
    review = begin(plan)
    write_finding(review.pk, FOUND, by=region(), now=NOW)
    later = NOW + timedelta(hours=1)
    write_finding(review.pk, Found("roles", "strong", "They are in annex B"), by=region(), now=later)
    one = queries.review(region().scope, review.pk)
    assert [f.grade for f in queries.findings(region().scope, one)] == ["strong"]
    assert [f.grade for f in queries.findings(region().scope, one, as_at=NOW)] == ["weak"]
    assert one.found_so_far == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Finding.objects.filter(grade="weak").update(grade="strong")


def test_who_may_not_review_is_refused(plan):
    with pytest.raises(refusals.NotYoursToReview):
        begin(plan, by=officer_of(TRAFFORD))
    review = begin(plan)
    with pytest.raises(refusals.NotYoursToReview):
        write_finding(review.pk, FOUND, by=officer_of(TRAFFORD), now=NOW)
    assert not queries.reviews(other_officer().scope).exists()


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"reviewers": ()}, refusals.CannotReview),
        ({"reviewers": (("Lead", " "),)}, refusals.CannotReview),
        ({"due_on": date(2020, 10, 4)}, refusals.CannotReview),
    ],
)
def test_a_review_needs_reviewers_and_a_day(plan, changed, refusal):
    with pytest.raises(refusal):
        begin(plan, **changed)


def test_what_nobody_holds_cannot_be_reviewed(areas):
    with pytest.raises(refusals.NotHeld):
        begin(register(heard()).plan_id)


def test_findings_and_ends_are_checked(plan):
    review = begin(plan)
    for wrong in (Found("x", "weak", "a"), Found("roles", "x", "a"), Found("roles", "weak", " ")):
        with pytest.raises(refusals.CannotFind):
            write_finding(review.pk, wrong, by=region(), now=NOW)
    with pytest.raises(refusals.NothingFound):
        finish_review(review.pk, depth=0, summary="x", by=region(), now=NOW)
    write_finding(review.pk, FOUND, by=region(), now=NOW)
    with pytest.raises(refusals.SayWhy):
        finish_review(review.pk, depth=99, summary="x", by=region(), now=NOW)
    with pytest.raises(refusals.CannotReview):
        finish_review(review.pk, depth=0, summary="x", again_on=NOW.date(), by=region(), now=NOW)
    with pytest.raises(refusals.NotFinished):
        reply(review.pk, said="x", by=officer_of(TRAFFORD), now=NOW)
    with pytest.raises(refusals.NotFinished):
        begin(plan, follows=review.pk)


def test_who_reviewed_does_not_reply_by_a_token_they_made(plan):
    reviewer, reach = user_who("national"), Reach(areas=frozenset({TRAFFORD}))
    by = holder("national", Reach(national=True), key=f"user:{reviewer.pk}")
    review = begin(plan, by=by)
    write_finding(review.pk, FOUND, by=by, now=NOW)
    finish_review(review.pk, depth=1, summary="Deputies are missing", by=by, now=NOW)
    token = ApiToken.objects.create(
        name="Reports", organisation=OrganisationFactory(), sha256="x" * 64,
        role="council-officer", created_by=by.key, created_at=NOW, expires_at=NOW + timedelta(days=30),
    )  # fmt: skip
    with pytest.raises(refusals.ReplyIsTheirs):
        reply(review.pk, said="Fine", by=holder("council-officer", reach, key=f"token:{token.pk}"), now=NOW)


def test_the_reply_belongs_to_the_owner_and_is_given_once(plan):
    review = finished(plan)
    with pytest.raises(refusals.ReviewClosed):
        write_finding(review.pk, FOUND, by=region(), now=NOW)
    with pytest.raises(refusals.ReplyIsTheirs):
        reply(review.pk, said="We like it", by=region(), now=NOW)
    colleague = holder("region", Reach(areas=frozenset({NORTH_WEST, TRAFFORD})), key="user:colleague")
    with pytest.raises(refusals.ReplyIsTheirs):
        reply(review.pk, said="We like it too", by=colleague, now=NOW)
    with pytest.raises(refusals.SayWhy):
        reply(review.pk, said=" ", by=officer_of(TRAFFORD), now=NOW)
    reply(review.pk, said="Thank you", by=officer_of(TRAFFORD), now=NOW)
    with pytest.raises(refusals.HadTheirSay):
        reply(review.pk, said="And more", by=officer_of(TRAFFORD), now=NOW)
