"""Answers by machine: how parties stand to a plan, and answering many requirements at once."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from junction.assurance.operations.answering import answer_many
from junction.assurance.operations.recording import Said
from junction.assurance.queries import catalogues as queries
from junction.assurance.queries.parties import area_parties, named_party
from junction.assurance.queries.standing import standing
from junction.assurance.rules.book import assurance_rules
from junction.assurance.rules.parties import party_of_row
from junction.assurance.rules.rows import rows_of
from junction.core.calendar import local_day
from junction.core.http.once import once
from junction.core.pages.context import actor_of

from .requirements import found, moment_of, party_named, scope_of

router = Router(tags=["Plans"])
MOST = 2_000


class ReturnOut(Schema):
    """How one party stands to one requirement: four separate things, and what is wrong."""

    party: str
    name: str
    requirement_id: int
    number: int
    status: str
    result: str
    strength: str
    depth: int | None
    problems: list[str]
    due_on: date | None


class AnswerIn(Schema):
    """An answer. The strength of its evidence is not among it: that follows from evidence."""

    requirement_id: int = Field(..., ge=1, le=2**62)
    party: str = Field(
        ..., max_length=20, description="E08000009 for an area, o12 an organisation, p5 a place"
    )
    status: str = Field(..., max_length=20)
    result: str = Field("", max_length=20)
    depth: int = Field(0, ge=0, le=100)
    said: str = Field("", max_length=4000)
    expected_version: int | None = Field(None, ge=0, description="0: nothing was answered yet")


class AnswersIn(Schema):
    """Answers, taken together or not at all."""

    answers: list[AnswerIn] = Field(..., min_length=1, max_length=MOST)


class AnswerOut(Schema):
    """A new version of an answer."""

    requirement_id: int
    party: str
    version: int


@router.get("/assurance/catalogues/{int:catalogue_id}/returns", response=list[ReturnOut])
def list_returns(
    request: HttpRequest, catalogue_id: int, party: str = Query("", max_length=20), kind: str = "council",
    as_at: str = "",
) -> Any:  # fmt: skip
    """Read how everybody of a kind in reach (or one party) stands to each requirement."""
    scope, moment = scope_of(request), moment_of(as_at)
    at = moment or timezone.now()
    day = local_day(at)
    rules = assurance_rules(day)
    one = found(queries.catalogue, scope, catalogue_id, as_at=moment)
    asked = list(queries.requirements(scope, one.pk, as_at=moment))
    if party:
        parties = [found(named_party, scope, rules, party_named(party), on=day)]
    else:
        parties = area_parties(scope, rules, [kind], on=day)
    rows = rows_of(standing(scope, parties, asked, rules, at=at, day=day), rules)
    return [
        ReturnOut(
            party=row.party.party.key, name=row.party.name, requirement_id=row.requirement.pk,
            number=row.requirement.number, status=row.status, result=row.result, strength=row.strength,
            depth=row.depth if row.depth >= 0 else None, problems=row.problems, due_on=row.requirement.due_on,
        )
        for row in rows
    ]  # fmt: skip


@router.post("/assurance/answers", response={201: list[AnswerOut]})
def send_answers(request: HttpRequest, sent: AnswersIn) -> HttpResponse:
    """Answer requirements for oneself; what says the same as before is no new version."""
    by, now = actor_of(request), timezone.now()
    scope_of(request)
    said = [
        Said(one.requirement_id, party_named(one.party), one.status, one.result, one.depth, one.said,
             expected=one.expected_version)
        for one in sent.answers
    ]  # fmt: skip

    def work() -> tuple[int, list[dict[str, Any]]]:
        made = found(answer_many, said, channel="api", by=by, now=now)
        return 201, [
            {"requirement_id": one.requirement_id, "party": party_of_row(one).key, "version": one.version}
            for one in made
        ]

    return once(request, by=by, now=now, work=work)
