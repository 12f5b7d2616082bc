"""Take in an offer of help and give it an owner at once; withdraw it, answer it, write down its use.

Anybody may offer, without an account. Who offers has a private link that shows who has the offer since when,
how often it was passed on, and what came of it.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.ownership import operations as ownership
from junction.core.ownership.queries import owner
from junction.core.personal.operations import keep
from junction.core.scope import Actor

from ..models import Offer, OfferUse
from ..models.references import new_reference
from ..queries.needs import needs
from ..queries.offer_desks import councils, home_for, ladder
from ..queries.offers import OFFERS, SUBJECT, hash_of_link, left_of, offer_of_link, one_offer, rules_of
from ..rules.help_offers import ACCEPTED, DECLINED, HelpOfferRules, help_offer_rules
from . import offer_refusals as refusals
from .offer_letters import tell_owner, tell_who_offers
from .offer_steps import keep_step

ELSEWHERE = re.compile(r"supply-offer:[1-9][0-9]{0,17}")  # what is dealt with by the buyers of supplies too


@dataclass(frozen=True, slots=True)
class HelpOffered:
    """What a business or group offers. `name`, `email` and `phone` are personal."""

    kind: str
    company: str
    what: str
    quantity: int
    price_basis: str
    starts_on: date
    name: str
    email: str = ""
    phone: str = ""
    staff_kind: str = ""
    price: str = ""
    conditions: str = ""
    area: str = ""  # code of the council; empty: anywhere
    ends_on: date | None = None  # the last day on which it stands
    elsewhere: str = ""
    channel: str = "web"


@dataclass(frozen=True, slots=True)
class Made:
    """An offer as it was made, with the secret of its private link, which is kept nowhere."""

    offer: Offer
    token: str


@dataclass(frozen=True, slots=True)
class OfferAnswer:
    """The answer, what they are told and, where it was declined, why by a code."""

    answer: str
    told: str
    declined_why: str = ""


@transaction.atomic
def make_offer(offered: HelpOffered, *, by: Actor, now: datetime) -> Made:
    """Keep an offer, give it an owner, and write to both. Raise `CannotOfferHelp`."""
    today = local_day(now)
    rules = help_offer_rules(today)
    until = offered.ends_on + timedelta(days=1) if offered.ends_on else rules.ends_on(offered.starts_on)
    _must_be_whole(offered, rules, until=until, by=by, today=today)
    desks = ladder(by.scope, offered.area or None, rules=rules, on=today)
    home = home_for(by.scope, offered.kind, desks, now=now)
    token = secrets.token_urlsafe(24)
    promised_at = rules.due_at(now)
    made = Offer.objects.create(
        reference=new_reference(), kind=offered.kind, staff_kind=offered.staff_kind,
        company=offered.company.strip(), what=offered.what.strip(), quantity=offered.quantity,
        price_basis=offered.price_basis, price=offered.price.strip(), conditions=offered.conditions.strip(),
        area_id=offered.area or None, starts_on=offered.starts_on, ends_on=until, received_at=now,
        received_by=by.key, channel=offered.channel, playbook=rules.reference, elsewhere=offered.elsewhere,
        token_hash=hash_of_link(by.scope, token), desk_id=home.desk.area, step=home.desk.step,
        homeless_since=None if home.is_home else now, promised_at=promised_at, due_at=promised_at,
        state_at=now, **_kept(offered, rules, by=by, now=now),
    )  # fmt: skip
    keep_step(made, now=now)
    ownership.take((SUBJECT, made.pk), owner=home.owner, by=by, now=now)
    record(
        at=now, by=by, verb="support.offer.made", subject=f"{SUBJECT}:{made.pk}", playbook=rules.reference,
        kind=made.kind, area=offered.area, channel=made.channel, owner=home.owner, has_home=home.is_home,
    )  # fmt: skip
    tell_who_offers(made, "received", {"token": token}, by=by, now=now)
    tell_owner(made, home.owner, by=by, now=now)
    return Made(made, token)


def _must_be_whole(
    offered: HelpOffered, rules: HelpOfferRules, *, until: date, by: Actor, today: date
) -> None:
    said = (offered.company, offered.what, offered.name, offered.email or offered.phone)
    is_whole = rules.is_whole(offered.kind, offered.price_basis, offered.staff_kind, offered.quantity)
    if not is_whole or not all(text.strip() for text in said):
        raise refusals.CannotOfferHelp
    if until <= offered.starts_on or until <= today:
        raise refusals.CannotOfferHelp
    known = councils(by.scope, rules=rules, on=today)
    if offered.area and not known.filter(code=offered.area).exists():
        raise refusals.CannotOfferHelp
    if offered.elsewhere and not ELSEWHERE.fullmatch(offered.elsewhere):
        raise refusals.CannotOfferHelp


def _kept(offered: HelpOffered, rules: HelpOfferRules, *, by: Actor, now: datetime) -> dict[str, str]:
    until = local_day(now) + timedelta(days=rules.forget_contact_after_days)
    told = (("name", offered.name), ("email", offered.email), ("phone", offered.phone))
    return {
        kind: keep(text.strip(), kind=kind, by=by, now=now, retention_until=until)
        for kind, text in told
        if text.strip()
    }


@transaction.atomic
def withdraw_offer(token: str, *, by: Actor, now: datetime) -> Offer:
    """Take an offer back by its private link. Raise `NoLongerOpen`, or `Offer.DoesNotExist`."""
    found = offer_of_link(by.scope, token)
    if found is None:
        raise Offer.DoesNotExist
    offer = Offer.objects.select_for_update().get(pk=found.pk)
    if offer.state not in (Offer.State.OPEN, Offer.State.ACCEPTED):
        raise refusals.NoLongerOpen
    _become(offer, Offer.State.WITHDRAWN, now)
    record(at=now, by=by, verb="support.offer.withdrawn", subject=f"{SUBJECT}:{offer.pk}")
    tell_owner(offer, owner(SUBJECT, offer.pk) or "", by=by, now=now, letter="ended")
    return offer


@transaction.atomic
def answer_offer(number: int, said: OfferAnswer, *, by: Actor, now: datetime) -> Offer:
    """Answer an offer one has, and write to who offers. Raise `NotYourOffer`, `CannotAnswerOffer`."""
    offer = locked(number, by=by)
    if owner(SUBJECT, number) != by.key:
        raise refusals.NotYourOffer
    rules, is_no = rules_of(by.scope, offer), said.answer == DECLINED
    has_reason = said.declined_why in rules.decline_reasons if is_no else not said.declined_why
    if said.answer not in rules.answers or not said.told.strip() or not has_reason:
        raise refusals.CannotAnswerOffer
    offer.answered_at, offer.answered_by, offer.told = now, by.key, said.told.strip()[:1000]
    offer.declined_why, offer.homeless_since = said.declined_why, None  # whoever answers it is its home
    state = Offer.State.DECLINED if is_no else Offer.State.ACCEPTED
    _become(offer, state, now, "answered_at", "answered_by", "told", "declined_why", "homeless_since")
    keep_step(offer, now=now)
    record(
        at=now, by=by, verb="support.offer.answered", subject=f"{SUBJECT}:{number}", answer=said.answer,
        declined_why=said.declined_why, was_late=now > offer.promised_at,
    )  # fmt: skip
    words = {"answer": rules.answers[said.answer], "told": offer.told}
    tell_who_offers(offer, "answered", words, by=by, now=now)
    return offer


@dataclass(frozen=True, slots=True)
class Used:
    """So much of an offer was used: by which body, on which day, for which need by its reference."""

    quantity: int
    used_by: str
    used_on: date
    need: str = ""


@transaction.atomic
def use_offer(number: int, used: Used, *, by: Actor, now: datetime) -> OfferUse:
    """Write down that some of an accepted offer was used. Raise `NotAccepted`, `CannotUse`, `UnknownNeed`."""
    offer = locked(number, by=by, states=tuple(Offer.State))
    if offer.state != ACCEPTED:
        raise refusals.NotAccepted
    left = left_of(by.scope, offer)
    is_day = local_day(offer.received_at) <= used.used_on <= local_day(now)
    if not used.used_by.strip() or not is_day or not 0 < used.quantity <= left:
        raise refusals.CannotUse(left=left)
    need = used.need.strip().upper()
    if need and not needs(by.scope).filter(reference=need).exists():
        raise refusals.UnknownNeed
    made = OfferUse.objects.create(
        offer=offer, quantity=used.quantity, used_by=used.used_by.strip()[:200], used_on=used.used_on,
        need=need, at=now, by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="support.offer.used", subject=f"{SUBJECT}:{number}", quantity=used.quantity,
        left=left - used.quantity, need=made.need,
    )  # fmt: skip
    if used.quantity == left:
        _become(offer, Offer.State.USED, now)
    return made


def locked(number: int, *, by: Actor, states: tuple[str, ...] = (Offer.State.OPEN,)) -> Offer:
    """Return an offer one may answer, held until the end of the transaction. Raise `NoLongerOpen`."""
    one_offer(by.scope, number, permission=OFFERS)
    offer = Offer.objects.select_for_update(of=("self",)).get(pk=number)
    if offer.state not in states:
        raise refusals.NoLongerOpen
    return offer


def _become(offer: Offer, state: str, now: datetime, *more: str) -> None:
    offer.state, offer.state_at = state, now
    offer.save(update_fields=["state", "state_at", *more])
