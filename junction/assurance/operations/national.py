"""Raise what needs one national answer, or join it; decide, promise, answer and publish at the centre."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor

from ..models import NationalIssue, NationalResponse, Publication, Raising, Ruling
from ..queries import national as queries
from ..queries.national import SUBJECT, is_centre, may_raise_for
from ..rules.national import national_rules
from ..rules.parties import Party
from . import raising_refusals as refusals
from .raising_letters import tell_who_raised
from .register_refusals import StillToCome


@dataclass(frozen=True, slots=True)
class Raised:
    """What somebody meets that many may meet; `is_new`: none of the issues that look alike is the same."""

    party: Party
    title: str
    text: str
    theme: str
    is_new: bool = False


@transaction.atomic
def raise_national_issue(said: Raised, *, by: Actor, now: datetime) -> NationalIssue:
    """Raise an issue for one party. Raise `NotYoursToRaise`, `CannotRaise`, `RaisedAlready`."""
    today = local_day(now)
    rules = national_rules(today)
    title, text = said.title.strip(), said.text.strip()
    if not may_raise_for(by.scope, said.party):
        raise refusals.NotYoursToRaise
    if not title or not text or said.theme not in rules.themes:
        raise refusals.CannotRaise
    likes = [] if said.is_new else queries.alike(by.scope, title, text, now=now)
    if likes:
        raise refusals.RaisedAlready(alike=[one.pk for one in likes])
    made = NationalIssue.objects.create(
        title=title[:200], text=text, theme=said.theme, decide_by=rules.decide_by(today),
        answer_by=rules.answer_by(today), playbook=rules.reference, raised_at=now, raised_by=by.key,
    )  # fmt: skip
    Raising.objects.create(issue=made, raised_at=now, raised_by=by.key, **said.party.columns)
    record(
        at=now, by=by, verb="assurance.national-issue.raised", subject=f"{SUBJECT}:{made.pk}",
        playbook=rules.reference, party=said.party.key, theme=said.theme, is_new=said.is_new,
    )  # fmt: skip
    return made


@transaction.atomic
def join_national_issue(number: int, party: Party, *, note: str = "", by: Actor, now: datetime) -> Raising:
    """Say that another party meets it too. Raise `NotYoursToRaise`, `JoinedAlready`."""
    found = _locked(number, by=by, now=now)
    if not may_raise_for(by.scope, party):
        raise refusals.NotYoursToRaise
    if Raising.objects.filter(issue=found, **party.columns).exists():
        raise refusals.JoinedAlready
    made = Raising.objects.create(
        issue=found, note=note.strip(), raised_at=now, raised_by=by.key, **party.columns
    )
    record(
        at=now, by=by, verb="assurance.national-issue.joined", subject=f"{SUBJECT}:{found.pk}",
        party=party.key, raising=made.pk,
    )  # fmt: skip
    return made


@transaction.atomic
def rule_on_issue(
    number: int, *, needs_one: bool, decided_by: str, decided_on: date, why: str, by: Actor, now: datetime
) -> Ruling:
    """Decide whether it needs one national answer. Raise `NotAtYourDesk`, `CannotRule`, `StillToCome`."""
    found = _at_the_centre(number, by=by, now=now)
    if not decided_by.strip() or not why.strip():
        raise refusals.CannotRule
    if decided_on > local_day(now):
        raise StillToCome
    made = Ruling.objects.create(
        issue=found, needs_one=needs_one, decided_by=decided_by.strip()[:200], decided_on=decided_on,
        why=why.strip(), recorded_at=now, recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="assurance.national-issue.ruled", subject=f"{SUBJECT}:{found.pk}",
        why=made.why[:500], needs_one=needs_one, decided_on=decided_on.isoformat(),
    )  # fmt: skip
    return made


@dataclass(frozen=True, slots=True)
class Answered:
    """What the centre said; `due_on` is the day a promise names, if it names one."""

    kind: str
    text: str
    said_by: str
    said_on: date
    due_on: date | None = None


@transaction.atomic
def respond_to_issue(number: int, said: Answered, *, by: Actor, now: datetime) -> NationalResponse:
    """Write down a promise or the answer; the one before stays. Raise `CannotRespond`, `NotRuled` …"""
    found = _at_the_centre(number, by=by, now=now)
    kind = national_rules(local_day(now)).responses.get(said.kind)
    whole = said.text.strip() and said.said_by.strip()
    if kind is None or not whole or (said.due_on and (kind.is_answer or said.due_on < said.said_on)):
        raise refusals.CannotRespond
    if said.said_on > local_day(now):
        raise StillToCome
    ruled = Ruling.objects.filter(issue=found).order_by("-pk").first()
    if kind.is_answer and not (ruled and ruled.needs_one):
        raise refusals.NotRuled
    made = NationalResponse.objects.create(
        issue=found, kind=said.kind, is_answer=kind.is_answer, text=said.text.strip(),
        said_by=said.said_by.strip()[:200], said_on=said.said_on, due_on=said.due_on, recorded_at=now,
        recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="assurance.national-issue.responded", subject=f"{SUBJECT}:{found.pk}",
        response=made.pk, kind=said.kind, due_on=said.due_on and said.due_on.isoformat(),
    )  # fmt: skip
    if made.is_answer:
        tell_who_raised(made, by=by, now=now)
    return made


@transaction.atomic
def publish_answer(
    number: int, *, audience: str, published_on: date, how: str, by: Actor, now: datetime
) -> Publication:
    """Say to whom the newest answer was published. Raise `NoAnswer`, `CannotPublish`, `PublishedAlready`."""
    found = _at_the_centre(number, by=by, now=now)
    newest = NationalResponse.objects.filter(issue=found).order_by("-pk").first()
    if newest is None or not newest.is_answer:
        raise refusals.NoAnswer
    if audience not in national_rules(local_day(now)).audiences or not how.strip():
        raise refusals.CannotPublish
    if published_on > local_day(now):
        raise StillToCome
    if newest.publications.filter(audience=audience).exists():
        raise refusals.PublishedAlready
    made = Publication.objects.create(
        response=newest, audience=audience, published_on=published_on, how=how.strip()[:300],
        recorded_at=now, recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="assurance.national-issue.published", subject=f"{SUBJECT}:{found.pk}",
        response=newest.pk, audience=audience, published_on=published_on.isoformat(),
    )  # fmt: skip
    return made


def _locked(number: int, *, by: Actor, now: datetime) -> NationalIssue:
    """The issue, once it is known to be in reach; others who write to it wait."""
    queries.issues(by.scope, now=now).only("pk").get(pk=number)
    return NationalIssue.objects.select_for_update().get(pk=number)


def _at_the_centre(number: int, *, by: Actor, now: datetime) -> NationalIssue:
    found = _locked(number, by=by, now=now)
    if not is_centre(by.scope):
        raise refusals.NotAtYourDesk
    return found
