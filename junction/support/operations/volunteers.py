"""Sign volunteers up: one or thousands by the same two statements, from the page, a machine or a file.

What is wrong with one of many concerns no other; the caller decides whether the others are taken. An address
that is known already adds nobody, and nobody is told so but the one it belongs to: they are sent their link.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.refusals import Refusal
from junction.core.scope import ANONYMOUS, Actor
from junction.registry.models import Organisation
from junction.registry.queries import areas

from ..models import Scheme, Volunteer
from ..queries.needs import PHONE
from ..queries.needs import mark as needs_mark
from ..queries.volunteers import KEEP, contact_mark, open_schemes, schemes
from ..queries.where import COUNCILS, District, districts
from ..rules.keeping import phone_key
from ..rules.signing_up import CheckTold, SignUp
from ..rules.volunteering import Volunteering, mask, volunteering_on
from ..rules.where import outward_of
from . import volunteer_refusals as refusals

SIGN_UP = "SELECT * FROM support_sign_up(%s::jsonb, %s, %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class SignedUp:
    """What came of it; who is known already was not signed up again."""

    volunteer: int
    is_known: bool = False


Came = SignedUp | Refusal


def sign_up(asked: SignUp, *, by: Actor, now: datetime) -> SignedUp:
    """Sign one person up. Raise what is wrong."""
    came = sign_up_many([asked], by=by, now=now)[0]
    if isinstance(came, Refusal):
        raise came
    return came


def sign_up_many(asked: Sequence[SignUp], *, dry_run: bool = False, by: Actor, now: datetime) -> list[Came]:
    """Sign any number of people up; return what came of each, in order. A dry run writes nothing."""
    batch = _Batch(asked, by, now)
    came: list[Came | None] = [None] * len(asked)
    rows = []
    for place, one in enumerate(asked):
        try:
            rows.append(batch.row(place, one))
        except Refusal as refused:
            came[place] = refused
    for place, number, is_known in batch.look(rows) if dry_run else batch.store(rows):
        came[place] = SignedUp(number, is_known)
    return [one or refusals.TooLate() for one in came]


@dataclass(slots=True)
class _Batch:
    """What one call needs to know once: the rules of the day, the schemes, where the postcodes lie."""

    asked: Sequence[SignUp]
    by: Actor
    now: datetime
    book: Volunteering = field(init=False)
    districts: dict[str, District] = field(init=False)
    schemes: dict[str, int] = field(init=False)
    mine: dict[int, str | None] = field(init=False)

    def __post_init__(self) -> None:
        today = local_day(self.now)
        self.book = volunteering_on(today)
        halves = {outward_of(one.postcode) for one in self.asked}
        self.districts = districts(self.by.scope, halves)
        councils = {code for one in self.districts.values() for code in one.councils}
        living = areas(self.by.scope, on=today).filter(kind__in=COUNCILS, pk__in=councils)
        self.schemes = open_schemes(self.by.scope, living.values_list("pk", flat=True))
        named = {one.scheme for one in self.asked if one.scheme}
        found = schemes(self.by.scope).filter(pk__in=named)
        self.mine = dict(found.values_list("pk", "area_id")) if named else {}

    def row(self, place: int, one: SignUp) -> dict[str, Any]:
        """One person as the statement takes them. Raise what is wrong."""
        near = self._near(one)
        area = next((code for code in near.councils if code in self.schemes or one.scheme), "")
        if not one.name.strip():
            raise refusals.SayName
        if one.phone and not phone_key(one.phone):
            raise refusals.NoSuchNumber
        mark = contact_mark(self.by.scope, email=one.email, phone=one.phone)
        if mark is None:
            raise refusals.NoContact
        return {
            "ordinal": place, "scheme": self._scheme(one, area), "area": area, "mark": mark,
            "phone_mark": needs_mark(self.by.scope, PHONE, one.phone),
            "longitude": near.longitude, "latitude": near.latitude, "reach_km": one.reach_km,
            "capacity": one.capacity, "may_be_lent": one.may_be_lent, "channel": one.channel,
            "source": one.source, "greets": one.greets, "is_confirmed": one.is_confirmed,
            "by_email": one.by_email and bool(one.email), "by_text": one.by_text and bool(one.phone),
            **self._kinds(one), **self._keys(one), **self._check(one.check),
        }  # fmt: skip

    def _near(self, one: SignUp) -> District:
        near = self.districts.get(outward_of(one.postcode))
        if near is None or near.longitude is None or not near.councils:
            raise refusals.PostcodeNotKnown
        return near

    def _scheme(self, one: SignUp, area: str) -> int:
        """The public come to the scheme of where they live; who keeps schemes says to which of theirs."""
        if self.by.key == ANONYMOUS.key:
            if area not in self.schemes:
                raise refusals.NoScheme
            return self.schemes[area]
        if one.scheme not in self.mine:
            raise refusals.NotYourScheme
        return one.scheme  # type: ignore[return-value] # it is among those of mine

    def _kinds(self, one: SignUp) -> dict[str, int]:
        try:
            return {
                "skills": mask(self.book.skills, one.skills),
                "languages": mask(self.book.languages, one.languages),
                "hours": self.book.every_hour if one.hours is None else self.book.hours_mask(one.hours),
            }
        except KeyError as none:
            raise refusals.NotAChoice from none

    @staticmethod
    def _keys(one: SignUp) -> dict[str, str]:
        told = {"name": one.name.strip(), "email": one.email.strip(), "phone": one.phone.strip()}
        keys = {f"{kind}_key": secrets.token_hex(16) if text else "" for kind, text in told.items()}
        return told | keys

    def _check(self, check: CheckTold | None) -> dict[str, Any]:
        if check is None:
            return {"check_code": "", "issuer": "", "passport_from": ""}
        if check.code not in self.book.checks:
            raise refusals.NotAChoice
        until = check.expires_on or self.book.checks[check.code].relied_on_until(check.issued_on)
        if not check.issued_on <= local_day(self.now) < until:
            raise refusals.CheckNotInForce
        return {
            "check_code": check.code, "issuer": check.issuer, "issued_on": check.issued_on.isoformat(),
            "expires_on": until.isoformat(), "passport_from": check.passport_from,
        }  # fmt: skip

    def look(self, rows: Sequence[dict[str, Any]]) -> list[tuple[int, int, bool]]:
        """Say which of them are known, and write nothing."""
        marks = [row["mark"] for row in rows]
        known = dict(Volunteer.objects.filter(contact_mark__in=marks).values_list("contact_mark", "pk"))
        first: dict[str, int] = {}
        for row in rows:
            first.setdefault(row["mark"], row["ordinal"])
        return [
            (row["ordinal"], known.get(mark, 0), mark in known or first[mark] != row["ordinal"])
            for row, mark in zip(rows, marks, strict=True)
        ]

    def store(self, rows: Sequence[dict[str, Any]]) -> list[tuple[int, int, bool]]:
        """Write them; return for each its place, its number, and whether it was known."""
        if not rows:
            return []
        keep_until = local_day(self.now) + timedelta(days=self.book.keep_days)
        greeting = self.now + timedelta(days=self.book.link_days)
        with transaction.atomic(), connection.cursor() as cursor:
            said: Sequence[Any] = [
                json.dumps(rows),
                self.now,
                self.by.key,
                self.book.reference,
                keep_until,
                greeting,
            ]
            cursor.execute(SIGN_UP, said)
            return list(cursor.fetchall())


@transaction.atomic
def add_scheme(
    name: str, *, area: str, organisation: int | None = None, is_open: bool = True, by: Actor, now: datetime
) -> Scheme:
    """Begin a scheme for a council ("" for the nation). Raise `NotYourArea`, `SchemeNamedSo` or
    `SchemeOfNobody` for an organisation that is not there.
    """
    reach, living = by.scope.reach(KEEP), areas(by.scope, on=local_day(now))
    known = living.filter(pk=area).exists() if area else reach.national
    if not known or not (reach.national or area in reach.areas):
        raise refusals.NotYourArea
    if organisation is not None and not Organisation.objects.filter(pk=organisation).exists():
        raise refusals.SchemeOfNobody
    made, is_new = Scheme.objects.get_or_create(
        name=name.strip()[:120],
        defaults={"area_id": area or None, "organisation_id": organisation, "is_open": is_open,
                  "added_at": now, "added_by": by.key},
    )  # fmt: skip
    if not is_new:
        raise refusals.SchemeNamedSo
    record(at=now, by=by, verb="support.scheme.added", subject=f"scheme:{made.pk}", area=area)
    return made
