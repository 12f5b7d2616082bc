"""Offers of help in reach, who has each since when, and how often it was passed on.

A council, a forum, a region and the nation see the offers for their area, and those at a desk in it; the
nation sees those for anywhere. Who may answer there reads how to reach who offers, with a line in the log.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from junction.core.calendar import local_day
from junction.core.ownership.queries import histories, owned_by
from junction.core.ownership.rules import Span, as_known, hand_overs
from junction.core.personal.queries import ERASED, values
from junction.core.reading.rules import Kind, seen
from junction.core.scope import Scope
from junction.core.searching.queries import holding

from ..models import Offer, OfferStep, OfferUse
from ..rules.help_offers import HelpOfferRules, help_offer_rules
from .needs import needs
from .offer_desks import NATION, OFFERS, owner_names

SEE = "support.see"
SUBJECT = "support-offer"
READ = Kind("support.names.read", SUBJECT)
STANDING = (Offer.State.OPEN, Offer.State.ACCEPTED)


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer with who has it."""

    offer: Any  # an `Offer` with how it stood
    owner: str
    name: str
    since: datetime
    spans: list[Span]
    names: dict[str, str]
    is_late: bool
    state: str
    passes: int
    is_raised: bool
    is_answered: bool
    desk: str  # the name of the desk it lies at
    due_at: datetime  # until when its answer is due
    homeless_since: datetime | None

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for an answer."""
        return self.state == Offer.State.OPEN


def offers(
    scope: Scope, *, permission: str = SEE, sought: str = "", as_at: datetime | None = None
) -> QuerySet[Offer]:
    """Return the offers in reach that hold every word `sought`, with `then_state` and how much was `used`,
    as both are now, or as they were at a moment, of those received by then; `then_desk`, `then_step`,
    `then_due`, `then_homeless` and `then_escalations` likewise.
    """
    found = holding(in_reach(scope, permission), sought, "reference", "company", "what", "area__name")
    return _as_known(found, as_at)


def _as_known(found: QuerySet[Offer], as_at: datetime | None = None) -> QuerySet[Offer]:
    by_then = Q(uses__at__lte=as_at) if as_at else None
    used = Coalesce(Sum("uses__quantity", filter=by_then), 0, output_field=IntegerField())
    found = found.filter(received_at__lte=as_at) if as_at else found
    found = found.annotate(used=used, then_state=_state_at(as_at), **_step_at(as_at))
    return found.select_related("area", "desk")


def _step_at(as_at: datetime | None) -> dict[str, Any]:
    """Where it was and until when it was to be answered: a row's own as it is now, or that of the moment."""
    fields = {"desk": "desk__name", "area": "desk", "step": "step", "due": "due_at",
              "homeless": "homeless_since", "escalations": "escalations"}  # fmt: skip
    if as_at is None:
        return {f"then_{name}": F(field) for name, field in fields.items()}
    last = OfferStep.objects.filter(offer=OuterRef("pk"), from_at__lte=as_at).order_by("-from_at", "-pk")
    return {f"then_{name}": Subquery(last.values(field)[:1]) for name, field in fields.items()}


def _state_at(as_at: datetime | None) -> Any:
    """The state at a moment: the last one, before it accepted where an answer had been given, else open."""
    if as_at is None:
        return F("state")
    return Case(
        When(state_at__lte=as_at, then=F("state")),
        When(answered_at__lte=as_at, then=Value(Offer.State.ACCEPTED.value)),
        default=Value(Offer.State.OPEN.value),
        output_field=CharField(),
    )


def in_reach(scope: Scope, permission: str = SEE) -> QuerySet[Offer]:
    """Return the offers in reach, bare, to be counted."""
    return Offer.objects.filter(_within(scope, permission))


def one_offer(scope: Scope, number: int, *, permission: str = SEE, as_at: datetime | None = None) -> Offer:
    """Return one offer in reach. Raise `Offer.DoesNotExist`."""
    return offers(scope, permission=permission, as_at=as_at).get(pk=number)


def _within(scope: Scope, permission: str) -> Q:
    reach = scope.reach(permission)
    return Q() if reach.national else Q(area__in=reach.areas) | Q(desk__in=reach.areas)


def owned(scope: Scope, rows: QuerySet[Offer], owner: str) -> QuerySet[Offer]:
    """Narrow offers that were read within a scope to those that somebody has."""
    return rows.filter(pk__in=owned_by(owner, SUBJECT))


def of_answer(scope: Scope, rows: QuerySet[Offer], answer: str, *, now: datetime) -> QuerySet[Offer]:
    """Narrow offers that were read within a scope to those whose answer is "late", or "never" came."""
    if answer == "late":
        return rows.filter(state=Offer.State.OPEN, due_at__lte=now)
    return rows.filter(state=Offer.State.LAPSED, answered_at=None)


def passed_round(scope: Scope, *, sought: str = "", as_at: datetime | None = None) -> QuerySet[Offer]:
    """Return the offers that were raised and are not answered yet, the most passed on first."""
    found: QuerySet[Any] = offers(scope, sought=sought, as_at=as_at)
    open_ones = found.filter(then_state=Offer.State.OPEN)
    raised = Q(raised_at__lte=as_at) if as_at else Q(raised_at__isnull=False)
    return open_ones.filter(raised).order_by("-passes", "raised_at", "pk")


def offer_of_link(scope: Scope, token: str) -> Offer | None:
    """Return the offer of a private link, whoever asks: the link is the leave."""
    found = _as_known(Offer.objects.filter(token_hash=hash_of_link(scope, token)))
    return found.first()


def hash_of_link(scope: Scope, token: str) -> str:
    """Return what is kept of a private link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def rules_of(scope: Scope, one: Offer) -> HelpOfferRules:
    """Return the rules of the day on which an offer was received."""
    return help_offer_rules(local_day(one.received_at))


def with_owners(
    scope: Scope, found: Iterable[Offer], *, now: datetime, as_at: datetime | None = None
) -> list[OfferRow]:
    """Add who has each offer, or had it at the moment it was read as at, in two statements."""
    rows, at = _stepped(found), as_at or now
    had = {
        number: as_known(held, at) for number, held in histories(SUBJECT, [row.pk for row in rows]).items()
    }
    names = owner_names(scope, {span.owner for held in had.values() for span in held}, now=now)
    return [_row(one, had[one.pk], names, at) for one in rows]


def _stepped(found: Iterable[Any]) -> list[Any]:
    """Offers that were made just now, and not read here, stand as they are."""
    rows = list(found)
    for one in rows:
        if not hasattr(one, "then_due"):
            one.then_state, one.then_desk = one.state, one.desk.name if one.desk else None
            one.then_due, one.then_homeless = one.due_at, one.homeless_since
    return rows


def _row(one: Any, spans: list[Span], names: dict[str, str], at: datetime) -> OfferRow:
    last = spans[-1]
    return OfferRow(
        one, last.owner, names[last.owner], last.owned_from, spans, names,
        is_late=one.then_state == Offer.State.OPEN and one.then_due < at, state=one.then_state,
        passes=hand_overs(spans), due_at=one.then_due, homeless_since=one.then_homeless,
        is_raised=one.raised_at is not None and one.raised_at <= at,
        is_answered=one.answered_at is not None and one.answered_at <= at, desk=one.then_desk or NATION,
    )  # fmt: skip


def uses(scope: Scope, one: Offer, *, as_at: datetime | None = None) -> QuerySet[OfferUse]:
    """Return what was used of an offer in reach, oldest first."""
    found = OfferUse.objects.filter(offer__in=in_reach(scope), offer_id=one.pk)
    return found.filter(at__lte=as_at) if as_at else found


def needs_met(scope: Scope, found: Iterable[OfferUse]) -> dict[str, int]:
    """Return the number of each need in reach that was met by these uses, by its reference."""
    wanted = {use.need for use in found if use.need}
    return dict(needs(scope).filter(reference__in=wanted).values_list("reference", "pk")) if wanted else {}


def left_of(scope: Scope, one: Offer) -> int:
    """Return how much of an offer was not used yet."""
    taken = uses(scope, one).aggregate(total=Sum("quantity"))["total"]
    return one.quantity - (taken or 0)


def who_offers(scope: Scope, one: Offer) -> dict[str, str]:
    """Return how to reach who offers, for who may answer it; each reading is in the log."""
    if not in_reach(scope, OFFERS).filter(pk=one.pk).exists():
        return {}
    keys = {"name": one.name, "email": one.email, "phone": one.phone}
    known = values([key for key in keys.values() if key])
    for name, key in keys.items():
        if key in known:
            seen(READ, one.pk, name)
    return {name: known.get(key, ERASED) for name, key in keys.items() if key}


def waiting_too_long(scope: Scope, *, now: datetime) -> QuerySet[Offer]:
    """Return the open offers in reach whose answer is overdue."""
    return offers(scope).filter(state=Offer.State.OPEN, due_at__lte=now)


def past_their_end(scope: Scope, *, on: date) -> QuerySet[Offer]:
    """Return the offers in reach that stand no longer by their own end."""
    return offers(scope).filter(state__in=STANDING, ends_on__lte=on)
