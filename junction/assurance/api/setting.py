"""What plans ask, set by machine: catalogues, requirements, publishing; issues of answers.

Its doors stand on the router of those that read the same addresses.
"""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema

from junction.core.http.leave import written

from ..operations import catalogues, issues
from ..queries.reach import ANSWER, SET
from .requirements import party_named, router
from .writing import LARGEST, AddedOut, WhyIn

ONE, ASKED = "/assurance/catalogues/{int:catalogue_id}", "/assurance/requirements/{int:requirement_id}"
MOST = 1000


class CatalogueIn(Schema):
    """A version of a plan whose requirements are to be kept; of an area, or of the nation."""

    title: str = Field(..., max_length=200)
    version: str = Field("", max_length=60)
    in_force_from: date
    document_id: int | None = Field(None, ge=1, le=LARGEST)
    area: str | None = Field(None, pattern=r"^[A-Z]\d{8}$")
    replaces: int | None = Field(None, ge=1, le=LARGEST)


class RequirementIn(Schema):
    """One requirement; `statement` is the line of the document that it stands in."""

    text: str = Field(..., max_length=10000)
    theme: str = Field(..., max_length=40)
    actors: list[str] = Field(..., max_length=20)
    strength: str = Field(..., max_length=20)
    kind: str = Field(..., max_length=20)
    ref: str = Field("", max_length=40)
    category: str = Field("", max_length=200)
    condition: str = Field("", max_length=2000)
    due_on: date | None = None
    due_said: str = Field("", max_length=200)
    statement: int | None = Field(None, ge=1, le=LARGEST)


class RequirementsIn(Schema):
    """Requirements to add, all or none."""

    requirements: list[RequirementIn] = Field(..., min_length=1, max_length=MOST)


class CorrectionIn(RequirementIn):
    """A requirement in other words, and why."""

    why: str = Field(..., max_length=1000)


class ManyOut(Schema):
    """The numbers of what was added; one of a line that has one already is left out."""

    ids: list[int]


class IssueIn(Schema):
    """What stands in the way, who answers for it, by when."""

    text: str = Field(..., max_length=4000)
    owner: str = Field("", max_length=200)
    due_on: date | None = None


@router.post("/assurance/catalogues", response={201: AddedOut})
def open_catalogue(request: HttpRequest, sent: CatalogueIn) -> HttpResponse:
    """Open a catalogue; it is asked of nobody until it is published."""
    return written(
        request, SET, lambda by, now: catalogues.open_catalogue(**sent.dict(), by=by, now=now), AddedOut
    )


@router.post(f"{ONE}/requirements", response={201: ManyOut})
def add_requirements(request: HttpRequest, catalogue_id: int, sent: RequirementsIn) -> HttpResponse:
    """Add requirements, all or none."""
    asked = [_asked(one.dict()) for one in sent.requirements]

    def do(by: Any, now: datetime) -> dict[str, list[int]]:
        made = catalogues.add_requirements(catalogue_id, asked, by=by, now=now)
        return {"ids": [one.pk for one in made]}

    return written(request, SET, do)


@router.post(f"{ONE}/publication", response={200: AddedOut})
def publish_catalogue(request: HttpRequest, catalogue_id: int) -> HttpResponse:
    """Publish a catalogue: from now on it is asked."""
    return written(
        request, SET, lambda by, now: catalogues.publish_catalogue(catalogue_id, by=by, now=now), AddedOut,
        status=200,
    )  # fmt: skip


@router.post(f"{ASKED}/corrections", response={201: AddedOut})
def correct_requirement(request: HttpRequest, requirement_id: int, sent: CorrectionIn) -> HttpResponse:
    """Put a requirement in other words; answers are carried along. The new number is the answer."""
    values = sent.dict()
    why = values.pop("why")
    return written(
        request, SET,
        lambda by, now: catalogues.correct_requirement(
            requirement_id, _asked(values), why=why, by=by, now=now
        ),
        AddedOut,
    )  # fmt: skip


@router.post(f"{ASKED}/withdrawal", response={200: AddedOut})
def withdraw_requirement(request: HttpRequest, requirement_id: int, sent: WhyIn) -> HttpResponse:
    """Take a requirement back."""

    def do(by: Any, now: datetime) -> dict[str, int]:
        catalogues.withdraw_requirement(requirement_id, why=sent.why, by=by, now=now)
        return {"id": requirement_id}

    return written(request, SET, do, status=200)


@router.post(f"{ASKED}/of/{{str:party}}/issues", response={201: AddedOut})
def raise_issue(request: HttpRequest, requirement_id: int, party: str, sent: IssueIn) -> HttpResponse:
    """Write down what stands in the way of an answer; who answers for the party or reviews it may."""
    of = party_named(party)
    return written(
        request, ANSWER,
        lambda by, now: issues.raise_issue(requirement_id, of, **sent.dict(), by=by, now=now), AddedOut,
    )  # fmt: skip


@router.post("/assurance/answer-issues/{int:issue_id}/end", response={200: AddedOut})
def close_issue(request: HttpRequest, issue_id: int, sent: WhyIn) -> HttpResponse:
    """Close an issue of an answer, with what became of it."""
    return written(
        request, ANSWER, lambda by, now: issues.close_issue(issue_id, why=sent.why, by=by, now=now), AddedOut,
        status=200,
    )  # fmt: skip


def _asked(values: dict[str, Any]) -> catalogues.Asked:
    return catalogues.Asked(**(values | {"actors": tuple(values["actors"])}))
