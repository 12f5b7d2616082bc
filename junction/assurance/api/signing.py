"""Second looks and signatures by machine: what was found of an answer, the chain up to the nation.

A token is an organisation's, but where another person is asked for it stands for whoever made it.
"""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from junction.core.pages.context import actor_of

from ..operations import signing, verifying
from ..queries import answers as queries
from ..queries.catalogues import catalogue, requirement
from ..queries.chain import sign_offs
from ..queries.reach import ANSWER, REVIEW, named
from ..rules.chain import newest
from ..rules.parties import party_of_row
from .requirements import found, moment_of, party_named, scope_of
from .writing import LARGEST, AddedOut, WhyIn, written

router = Router(tags=["Signatures"])
SIGNED = "/assurance/catalogues/{int:catalogue_id}/signatures"
LOOKED = ("kind", "said", "exercise", "looked_on", "counts_until", "verified_at")


class VerificationIn(Schema):
    """What a second person found, of the version of the answer that they looked at."""

    requirement_id: int = Field(..., ge=1, le=LARGEST)
    party: str = Field(
        ..., max_length=20, description="E08000009 for an area, o12 an organisation, p5 a place"
    )
    kind: str = Field(..., max_length=20, description="verified, tested or doubted")
    said: str = Field(..., max_length=4000, description="What was looked at, and what was found.")
    exercise: str = Field("", max_length=200, description="Of a test: which exercise.")
    looked_on: date | None = Field(None, description="Null: today.")
    expected_version: int | None = Field(None, ge=1)


class VerificationOut(Schema):
    """A second look at one version of an answer; from `counts_until` it does not count any more."""

    id: int
    version: int
    kind: str
    said: str
    exercise: str
    looked_on: date
    counts_until: date
    verified_at: datetime
    withdrawn_at: datetime | None
    withdrawn_why: str


class SignatureIn(Schema):
    """A verdict on a party's answers as they stand; what is sent back needs its reason."""

    party: str = Field(..., max_length=20)
    level: str = Field(..., max_length=20, description="self, local, regional or national")
    verdict: str = Field(..., max_length=20, description="agreed, reservations or sent-back")
    said: str = Field("", max_length=4000)


class SignatureOut(Schema):
    """Somebody put their name to a party's answers; `speaks`: it is the newest of its level."""

    id: int
    party: str
    level: str
    verdict: str
    said: str
    signed_at: datetime
    speaks: bool


@router.get(
    "/assurance/requirements/{int:requirement_id}/of/{str:party}/verifications",
    response=list[VerificationOut],
)
def verifications(request: HttpRequest, requirement_id: int, party: str, as_at: str = "") -> Any:
    """Read what second persons found of every version of a party's answer, the newest first."""
    scope, moment, of = scope_of(request), moment_of(as_at), party_named(party)
    found(named, scope, of)
    asked = found(requirement, scope, requirement_id, as_at=moment)
    rows = queries.verifications(scope, asked.pk, of, as_at=moment)
    return [_verification(one, moment) for one in rows]


@router.post("/assurance/verifications", response={201: AddedOut})
def verify(request: HttpRequest, sent: VerificationIn) -> HttpResponse:
    """Say what a second person found; never who answered, nor who brought the evidence."""
    by, now = actor_of(request), timezone.now()
    values = sent.dict()
    number, party = values.pop("requirement_id"), party_named(values.pop("party"))
    seen = verifying.Found(expected=values.pop("expected_version"), **values)
    return written(request, lambda: verifying.verify_answer(number, party, seen, by=by, now=now),
                   permission=REVIEW, by=by, now=now)  # fmt: skip


@router.post("/assurance/verifications/{int:number}/withdrawal", response={200: AddedOut})
def withdraw_verification(request: HttpRequest, number: int, sent: WhyIn) -> HttpResponse:
    """Take a second look back."""
    by, now = actor_of(request), timezone.now()
    return written(request, lambda: verifying.withdraw_verification(number, why=sent.why, by=by, now=now),
                   permission=REVIEW, by=by, now=now, status=200)  # fmt: skip


@router.get(SIGNED, response=list[SignatureOut])
def signatures(
    request: HttpRequest, catalogue_id: int, party: str = Query("", max_length=20), as_at: str = ""
) -> Any:
    """Read the signatures under a plan, of one party or of all in reach, the newest first."""
    scope, moment = scope_of(request), moment_of(as_at)
    one = found(catalogue, scope, catalogue_id, as_at=moment)
    rows = sign_offs(scope, one.pk, party_named(party) if party else None, as_at=moment)
    by_party: dict[str, list[Any]] = {}
    for row in rows:
        by_party.setdefault(party_of_row(row).key, []).append(row)
    speak = {last.pk for several in by_party.values() for last in newest(several).values()}
    return [
        {"id": row.pk, "party": party_of_row(row).key, "level": row.level, "verdict": row.verdict,
         "said": row.said, "signed_at": row.signed_at, "speaks": row.pk in speak}
        for row in rows
    ]  # fmt: skip


@router.post(SIGNED, response={201: AddedOut})
def sign(request: HttpRequest, catalogue_id: int, sent: SignatureIn) -> HttpResponse:
    """Sign at a level, after the one below and as somebody else; or send back, with the reason."""
    by, now = actor_of(request), timezone.now()
    values = sent.dict()
    party = party_named(values.pop("party"))
    return written(request, lambda: signing.sign_off(catalogue_id, party, **values, by=by, now=now),
                   permission=ANSWER, by=by, now=now)  # fmt: skip


def _verification(one: Any, moment: datetime | None) -> dict[str, Any]:
    is_withdrawn = one.withdrawn_at is not None and (moment is None or one.withdrawn_at <= moment)
    return {
        "id": one.pk, "version": one.answer.version, **{name: getattr(one, name) for name in LOOKED},
        "withdrawn_at": one.withdrawn_at if is_withdrawn else None,
        "withdrawn_why": one.withdrawn_why if is_withdrawn else "",
    }  # fmt: skip
