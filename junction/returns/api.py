"""Returns by machine: file one or many, read them back, and read what is asked.

Every write takes an Idempotency-Key. An answer is a number, a text or true/false, or `{"not": "known"}` or
`{"not": "applicable"}`, which are not zero.
"""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from junction.core.calendar import LOCAL
from junction.core.http.leave import actor_with
from junction.core.http.moments import AsAt
from junction.core.http.once import once
from junction.core.pages.context import actor_of
from junction.core.scope import Actor
from junction.returns import operations, queries
from junction.returns.rules.judging import Filing
from junction.returns.rules.questions import NoSuchQuestionSet, QuestionSet, question_set_on, question_sets_on
from junction.returns.rules.references import NotAReference

router = Router(tags=["Returns"])
MOST_AT_ONCE = 5_000
MOST_READ = 400
LARGEST = 2**63 - 1  # a number of ours is no larger
EARLIEST = date(1900, 1, 1)  # days before it are slips, and the calendar must hold the weeks before a day


class ReturnIn(Schema):
    """One return. Name the place by our number (`place_id`) or by an identifier it bears (`place`)."""

    place_id: int | None = Field(None, ge=0, le=LARGEST)
    place: str = Field("", max_length=260, description="An identifier such as the regulator's, 1-123456789.")
    question_set: str = Field(..., max_length=60)
    about_on: date = Field(
        ..., ge=EARLIEST, description="The day the return is about; for weekly sets, its last day."
    )
    answers: dict[str, Any] = Field(default_factory=dict)
    confirmed: list[str] = Field(default_factory=list, description="Codes of warnings that are right.")
    nothing_changed: bool = False
    expected_version: int | None = Field(
        None, ge=0, le=2**31 - 1, description="The version you saw; 0 for none. Omit: any."
    )
    why: str = Field("", max_length=500, description="Why it is corrected.")


class ReturnsIn(Schema):
    """Many returns; `partial` takes the sound ones although others are not."""

    returns: list[ReturnIn] = Field(..., max_length=MOST_AT_ONCE)
    partial: bool = False


class FiledOut(Schema):
    """What became of a return."""

    outcome: str
    reference: str
    version: int
    findings: list[dict[str, Any]]


class FiledManyOut(Schema):
    """What became of many, in the order they were sent."""

    taken: int
    refused: int
    items: list[FiledOut]


class ReturnOut(Schema):
    """A return as it stands, or stood."""

    reference: str
    place_id: int
    question_set: str
    question_set_version: str
    about_on: date
    version: int
    recorded_at: datetime
    superseded_at: datetime | None
    filed_by: str
    channel: str
    nothing_changed: bool
    late: bool
    answers: dict[str, Any]
    findings: list[dict[str, Any]]
    computed_rating: int
    risk_reasons: list[dict[str, Any]]


@router.post("/returns", response={201: FiledOut})
def file_return(request: HttpRequest, sent: ReturnIn) -> HttpResponse:
    """File one return: all or nothing."""
    by, now = _actor(request), timezone.now()

    def work() -> tuple[int, dict[str, Any]]:
        filing = _filing(sent, _named([sent], by))
        return 201, _filed(operations.file_return(filing, by=by, now=now))

    return once(request, by=by, now=now, work=work)


@router.post("/returns/bulk", response={200: FiledManyOut})
def file_returns(request: HttpRequest, sent: ReturnsIn) -> HttpResponse:
    """File many returns in one transaction."""
    by, now = _actor(request), timezone.now()
    if not by.scope.may("returns.file"):
        raise PermissionDenied

    def work() -> tuple[int, dict[str, Any]]:
        named = _named(sent.returns, by)
        filings = [_filing(item, named) for item in sent.returns]
        filed = operations.file_returns(filings, partial=sent.partial, by=by, now=now)
        items = [_filed(one) for one in filed]
        refused = sum(not one.is_taken for one in filed)
        if refused and not sent.partial:
            raise operations.CannotTakeBatch(items=items)
        return 200, {"taken": len(items) - refused, "refused": refused, "items": items}

    return once(request, by=by, now=now, work=work)


@router.get("/returns/{int:place_id}", response=list[ReturnOut])
def returns(
    request: HttpRequest,
    place_id: int,
    question_set: str = "",
    first_on: date | None = None,
    last_on: date | None = None,
    as_at: AsAt | None = None,
) -> Any:
    """Read the returns of a place, the newest first, as known now or at a moment. At most 400.

    Those of places merged into it are among them where it has none itself for the day; `place_id` says which
    place a return was filed for.
    """
    if as_at is not None and as_at.tzinfo is None:
        as_at = as_at.replace(tzinfo=LOCAL, fold=1)  # a local time said twice is the later one
    try:
        found = queries.returns_known(
            _actor(request).scope,
            place_id=place_id,
            question_set=question_set,
            first_on=first_on,
            last_on=last_on,
            as_at=as_at,
            most=MOST_READ,
        )
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    return [_as_at(one, as_at) for one in found]


@router.get("/returns/by-reference/{reference}", response=ReturnOut)
def return_by_reference(request: HttpRequest, reference: str) -> Any:
    """Read the return a reference was given for."""
    try:
        found = queries.return_by_reference(_actor(request).scope, reference)
    except NotAReference as wrong:
        raise Http404 from wrong
    if found is None:
        raise Http404
    return found


@router.get("/question-sets", response=list[dict[str, Any]])
def question_sets(request: HttpRequest, on: date | None = None) -> Any:
    """Read what is asked on a day: every set with its questions.

    A `standing` set is asked of its `service_types` always; others only while an incident asks for them.
    """
    actor_with(request, "returns.see")
    return [_set(asked) for asked in question_sets_on(on or timezone.localdate())]


@router.get("/question-sets/{name}", response=dict[str, Any])
def question_set(request: HttpRequest, name: str, on: date | None = None) -> Any:
    """Read one set as it is asked on a day."""
    actor_with(request, "returns.see")
    try:
        return _set(question_set_on(name, on or timezone.localdate()))
    except (NoSuchQuestionSet, LookupError) as unknown:
        raise Http404 from unknown


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = actor_of(request)
    return actor


def _as_at(one: Any, as_at: datetime | None) -> Any:
    """Leave out that a return was superseded where that came after the moment looked back to."""
    if as_at is not None:
        one.superseded_at = None
    return one


def _named(sent: list[ReturnIn], by: Actor) -> dict[str, int]:
    """Return the places that were named by an identifier."""
    values = {item.place for item in sent if item.place_id is None and item.place}
    return queries.bearers(by.scope, values) if values else {}


def _filing(sent: ReturnIn, named: dict[str, int]) -> Filing:
    return Filing(
        place_id=sent.place_id if sent.place_id is not None else named.get(sent.place, 0),
        question_set=sent.question_set,
        about_on=sent.about_on,
        answers=sent.answers,
        channel="api",
        confirmed=frozenset(sent.confirmed),
        nothing_changed=sent.nothing_changed,
        expected_version=sent.expected_version,
        why=sent.why,
    )


def _filed(filed: operations.Filed) -> dict[str, Any]:
    findings = [problem.as_error() for problem in filed.problems]
    return {
        "outcome": filed.outcome,
        "reference": filed.reference,
        "version": filed.version,
        "findings": findings,
    }


def _set(asked: QuestionSet) -> dict[str, Any]:
    window = asked.window
    return {
        "name": asked.name,
        "version": asked.version,
        "title": asked.title,
        "in_force_from": asked.in_force_from,
        "standing": asked.standing,
        "service_types": asked.service_types,
        "source": asked.source,
        "every": window.every,
        "due": window.due,
        "timezone": window.timezone.key,
        "questions": [
            {
                "code": question.code,
                "text": question.text,
                "kind": question.kind,
                "section": asked.sections[question.section],
                "unit": question.unit,
                "required": question.required,
                "options": question.options,
                "measure": question.measure,
            }
            for question in asked.questions
        ],
    }
