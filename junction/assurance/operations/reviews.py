"""Ask for a review, write findings, finish it, reply to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.people.queries import keys_of_one_person
from junction.record.queries.documents import statements

from ..models import Finding, Plan, Reply, Review
from ..queries import plans as plan_queries
from ..queries import reviews as queries
from ..queries.addressees import who_reviews
from ..queries.parties import may_answer
from ..queries.reach import REVIEW, reaches
from ..rules.book import assurance_rules
from ..rules.parties import Party
from ..rules.plan_book import plan_rules
from ..rules.reviews import review_rules
from . import register_refusals as refusals
from .review_letters import tell_assigned


@dataclass(frozen=True, slots=True)
class Found:
    """What was found by one criterion, and where in the plan."""

    criterion: str
    grade: str
    said: str
    place: str = ""
    statement: int | None = None


@transaction.atomic
def ask_review(
    plan_id: int, *, reviewers: Sequence[tuple[str, str]], due_on: date, follows: int | None = None,
    accounts: Sequence[str] = (), by: Actor, now: datetime,
) -> Review:  # fmt: skip
    """Ask people (post and department) to review the version of a plan that is held, or to look again.

    `accounts` are keys of those who look themselves: each gets a letter now, and when it is due.
    """
    entry = plan_queries.entry(by.scope, plan_id)
    rules = review_rules(local_day(now))
    _refuse_unless_reviewer(entry.plan, by=by)
    named = [(post.strip()[:200], of.strip()[:100]) for post, of in reviewers if post.strip() or of.strip()]
    if not named or not all(post and of for post, of in named) or due_on < local_day(now):
        raise refusals.CannotReview
    if not plan_rules(local_day(now)).states[entry.state].is_there:
        raise refusals.NotHeld
    if follows is not None:
        _refuse_second_successor(follows, plan_id, by=by)
    chosen = sorted(set(accounts))
    if not set(chosen) <= dict(who_reviews(by.scope, entry.plan.reviewed_in, now=now)).keys():
        raise refusals.NotAReviewer
    made = Review.objects.create(
        entry=entry, reviewers=[post for post, _ in named], departments=[of for _, of in named],
        accounts=chosen, follows_id=follows, due_on=due_on, playbook=rules.reference, asked_at=now,
        asked_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="assurance.review.asked", subject=f"plan:{plan_id}", playbook=rules.reference,
        review=made.pk, due_on=due_on.isoformat(), joint=made.is_joint, follows=follows,
        accounts=chosen,
    )  # fmt: skip
    tell_assigned(made, by=by, now=now)
    return made


@transaction.atomic
def write_finding(review_id: int, found: Found, *, by: Actor, now: datetime) -> Finding:
    """Write what was found by one criterion; a second one takes the place of the first."""
    review = _open(review_id, by=by)
    rules = review_rules(local_day(review.asked_at))
    criteria = rules.asked_of(review.entry.plan.kind)
    if found.criterion not in criteria or found.grade not in rules.grades or not found.said.strip():
        raise refusals.CannotFind
    if found.statement is not None:
        statements(by.scope).get(pk=found.statement, document=review.entry.document_id)
    review.findings.filter(criterion=found.criterion, superseded_at=None).update(superseded_at=now)
    made = Finding.objects.create(
        review=review, criterion=found.criterion, grade=found.grade, said=found.said.strip(),
        place=found.place.strip()[:200], statement_id=found.statement, recorded_at=now, recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="assurance.review.found", subject=f"review:{review.pk}",
        criterion=made.criterion, grade=made.grade,
    )  # fmt: skip
    return made


@transaction.atomic
def finish_review(
    review_id: int, *, depth: int, summary: str, again_on: date | None = None, by: Actor, now: datetime
) -> Review:
    """Finish it, with how deep one looked and when the plan is looked at again. Its owner may reply now."""
    review, today = _open(review_id, by=by), local_day(now)
    rules = review_rules(local_day(review.asked_at))
    if not review.findings.filter(superseded_at=None).exists():
        raise refusals.NothingFound
    if not 0 <= depth < len(assurance_rules(today).depths) or not summary.strip():
        raise refusals.SayWhy("Say in a few words what came of it, and how deep you looked.")
    if again_on and again_on <= today:
        raise refusals.CannotReview("Choose a day after today on which the plan is looked at again.")
    review.finished_at, review.finished_by, review.depth = now, by.key, depth
    review.summary, review.again_on = summary.strip(), again_on or today + timedelta(days=rules.again_days)
    review.save(update_fields=["finished_at", "finished_by", "depth", "summary", "again_on"])
    record(
        at=now, by=by, verb="assurance.review.finished", subject=f"review:{review.pk}", depth=depth,
        again_on=review.again_on.isoformat(),
    )  # fmt: skip
    return review


@transaction.atomic
def reply(review_id: int, *, said: str, by: Actor, now: datetime) -> Reply:
    """Reply for the owner of the plan; who reviewed it does not. Raise `ReplyIsTheirs`, `HadTheirSay`."""
    review = queries.review(by.scope, review_id, lock=True)
    plan = review.entry.plan
    wrote = {review.asked_by, review.finished_by, *review.accounts}
    wrote |= set(review.findings.values_list("recorded_by", flat=True))
    if wrote & keys_of_one_person(by.key) or not may_answer(by.scope, _party(plan)):
        raise refusals.ReplyIsTheirs
    if review.finished_at is None:
        raise refusals.NotFinished
    if not said.strip():
        raise refusals.SayWhy("Say what you reply.")
    if Reply.objects.filter(review=review).exists():
        raise refusals.HadTheirSay
    made = Reply.objects.create(review=review, said=said.strip(), replied_at=now, replied_by=by.key)
    record(at=now, by=by, verb="assurance.review.replied", subject=f"review:{review.pk}")
    return made


def _open(review_id: int, *, by: Actor) -> Review:
    review = queries.review(by.scope, review_id, lock=True)
    _refuse_unless_reviewer(review.entry.plan, by=by)
    if review.finished_at:
        raise refusals.ReviewClosed
    return review


def _refuse_unless_reviewer(plan: Plan, *, by: Actor) -> None:
    if not reaches(by.scope, _party(plan), REVIEW):
        raise refusals.NotYoursToReview


def _refuse_second_successor(review_id: int, plan_id: int, *, by: Actor) -> None:
    earlier = queries.review(by.scope, review_id, lock=True)
    if earlier.finished_at is None or earlier.entry.plan_id != plan_id:
        raise refusals.NotFinished
    if Review.objects.filter(follows=earlier).exists():
        raise refusals.ReviewClosed("A later review of this plan was begun already.")


def _party(plan: Plan) -> Party:
    return Party(plan.area_id, plan.organisation_id, plan.place_id)
