"""Offers to make or sell, for the nation's desk: who has each, what was checked, what is still in the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from junction.core.calendar import local_day
from junction.core.ownership.models import Ownership
from junction.core.personal.queries import ERASED, values
from junction.core.reading.rules import seen
from junction.core.scope import Scope

from ..models import Offer, OfferCheck
from ..rules.offers import Check, OfferRules, offer_rules
from ..rules.ownerless import overdue_before
from ..rules.reading import OFFER
from .held import Held, held, ownerless_since

DECIDE = "supply.decide"
SUBJECT = "supply-offer"


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer and who has it."""

    offer: Offer
    held: Held
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """One thing to check, and what was found last."""

    check: Check
    found: OfferCheck | None


def offers(scope: Scope) -> QuerySet[Offer]:
    """Return every offer, for who decides over the nation; each tells whether anybody owns it."""
    found = Offer.objects.select_related("item").annotate(is_owned=_is_owned())
    return found if scope.reach(DECIDE).national else found.none()


def _is_owned() -> Exists:
    held = Ownership.objects.filter(subject_kind=SUBJECT, subject_id=OuterRef("pk"))
    return Exists(held.filter(owned_until__isnull=True))


def offer(scope: Scope, offer_id: int) -> Offer:
    """Return one. Raise `Offer.DoesNotExist` out of reach."""
    return offers(scope).get(pk=offer_id)


def rules_of(scope: Scope, one: Offer) -> OfferRules:
    """Return the rules that were in force when an offer came."""
    return offer_rules(local_day(one.received_at))


def offers_with_owners(
    scope: Scope, found: Iterable[Offer], *, own_key: str, now: datetime
) -> list[OfferRow]:
    """Add who has each offer."""
    rows = {row.pk: row for row in found}
    has = held(
        scope,
        SUBJECT,
        {number: row.received_at for number, row in rows.items()},
        due=lambda number, since: rules_of(scope, rows[number]).owner_due_at(since),
        own_key=own_key,
        now=now,
    )
    return [
        OfferRow(row, has[number], row.answered_at is None and has[number].is_overdue(now))
        for number, row in rows.items()
    ]


def nobodys_offers(scope: Scope, *, own_key: str, now: datetime) -> list[OfferRow]:
    """Return the offers that have been nobody's for longer than a working day."""
    found = offers(scope).filter(~_is_owned(), answered_at__isnull=True)
    return [row for row in offers_with_owners(scope, found, own_key=own_key, now=now) if row.is_overdue]


def how_many_nobodys(scope: Scope, *, now: datetime) -> int:
    """Count them by the rules in force now, in one statement."""
    late = overdue_before(offer_rules(local_day(now)).owner_due_at, now)
    found = offers(scope).filter(~_is_owned(), answered_at__isnull=True)
    return found.annotate(since=ownerless_since(scope, SUBJECT, "received_at")).filter(since__lt=late).count()


def checks_of(scope: Scope, one: Offer) -> list[Looked]:
    """Return everything to check, with what was found last."""
    newest = {row.code: row for row in OfferCheck.objects.filter(offer__in=offers(scope), offer_id=one.pk)}
    return [Looked(check, newest.get(code)) for code, check in rules_of(scope, one).checks.items()]


def who_offers(scope: Scope, one: Offer) -> dict[str, str]:
    """Return who speaks for the company, as long as it is kept."""
    if not offers(scope).filter(pk=one.pk).exists():
        return {}
    keys = {"name": one.name, "email": one.email, "phone": one.phone}
    known = values([key for key in keys.values() if key])
    for name, key in keys.items():
        if key in known:
            seen(OFFER, one.pk, name)
    return {name: known.get(key, ERASED) for name, key in keys.items() if key}
