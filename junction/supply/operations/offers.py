"""Take an offer in, own it, check it, answer it. No offer is without an owner for more than a working day.

Anybody may offer, without an account; who offers is told at once that it came, and at the end what became
of it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.messages.operations import Words, queue
from junction.core.ownership.queries import owner
from junction.core.pages.words import moment as in_words
from junction.core.personal.operations import keep
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ..models import Item, Offer, OfferCheck
from ..queries.offers import SUBJECT, checks_of, offers, rules_of
from ..rules.offers import offer_rules
from .owning import Owned


class CannotOffer(Refusal):
    """Say who you are, how to reach you, what you offer and how much of it."""

    status: ClassVar[int] = 422


class AlreadyAnswered(Refusal):
    """This offer has been answered."""


class NotYourOffer(Refusal):
    """Only its owner checks and answers an offer. Take it first."""


class CannotCheck(Refusal):
    """Choose what was checked and what was found."""

    status: ClassVar[int] = 422


class CannotAnswer(Refusal):
    """Choose an answer and write what they are told. To accept, every check that must pass has passed."""

    status: ClassVar[int] = 422


@dataclass(frozen=True, slots=True)
class Offered:
    """What somebody offers. `name`, `email` and `phone` are personal."""

    kind: str
    company: str
    name: str
    email: str
    what: str
    company_number: str = ""
    phone: str = ""
    item: str = ""
    quantity: int | None = None
    price: str = ""
    there_on: date | None = None
    channel: str = "web"


@transaction.atomic
def take_in_offer(offered: Offered, *, by: Actor, now: datetime) -> Offer:
    """Keep an offer, by whomever, and tell who offers that it came. Raise `CannotOffer`."""
    rules = offer_rules(local_day(now))
    item = Item.objects.filter(code=offered.item).first() if offered.item else None
    needed = (offered.company, offered.name, offered.email, offered.what)
    if offered.kind not in rules.kinds or not all(text.strip() for text in needed):
        raise CannotOffer
    if (offered.item and item is None) or (offered.quantity is not None and offered.quantity < 1):
        raise CannotOffer
    until = local_day(now) + timedelta(days=rules.forget_contact_after_days)
    keys = {
        name: keep(text, kind=name, by=by, now=now, retention_until=until)
        for name, text in (("name", offered.name), ("email", offered.email), ("phone", offered.phone))
        if text.strip()
    }
    made = Offer.objects.create(
        kind=offered.kind, company=offered.company.strip(), company_number=offered.company_number.strip(),
        item=item, what=offered.what.strip(), quantity=offered.quantity, price=offered.price.strip(),
        there_on=offered.there_on, received_at=now, received_by=by.key, channel=offered.channel,
        playbook=rules.reference, **keys,
    )  # fmt: skip
    record(
        at=now, by=by, verb="supply.offer.received", subject=f"{SUBJECT}:{made.pk}", playbook=rules.reference,
        kind=made.kind, item=offered.item, channel=offered.channel,
    )  # fmt: skip
    _write(made, "offer_received", {"by": in_words(rules.owner_due_at(now))}, by=by, now=now)
    return made


@transaction.atomic
def check_offer(offer_id: int, *, code: str, result: str, note: str = "", by: Actor, now: datetime) -> None:
    """Write down what was found when one thing was looked at."""
    found = _owned(offer_id, by=by)
    if code not in rules_of(by.scope, found).checks or result not in OfferCheck.Result.values:
        raise CannotCheck
    OfferCheck.objects.create(
        offer=found, code=code, result=result, note=note.strip()[:300], at=now, by=by.key
    )
    record(
        at=now, by=by, verb="supply.offer.checked", subject=f"{SUBJECT}:{offer_id}", why=note.strip(),
        check=code, result=result,
    )  # fmt: skip


@transaction.atomic
def answer_offer(offer_id: int, *, answer: str, told: str, by: Actor, now: datetime) -> None:
    """Answer an offer one owns, and write to who offered."""
    found = _owned(offer_id, by=by)
    rules = rules_of(by.scope, found)
    results = {one.check.code: one.found.result for one in checks_of(by.scope, found) if one.found}
    in_the_way = rules.in_the_way(results, answer)
    if answer not in rules.answers or not told.strip() or in_the_way:
        raise CannotAnswer(in_the_way=[check.code for check in in_the_way])
    found.answered_at, found.answered_by, found.answer, found.told = now, by.key, answer, told.strip()[:1000]
    found.save(update_fields=["answered_at", "answered_by", "answer", "told"])
    record(
        at=now, by=by, verb="supply.offer.answered", subject=f"{SUBJECT}:{offer_id}", why=told.strip(),
        answer=answer,
    )  # fmt: skip
    words = {"answer": rules.answers[answer], "told": found.told}
    _write(found, "offer_answered", words, by=by, now=now)


def _write(offer: Offer, template: str, words: dict[str, str], *, by: Actor, now: datetime) -> None:
    plain = {"product": settings.PRODUCT["name"], "number": offer.pk, "what": offer.what, **words}
    queue(
        f"supply/{template}", to=offer.email, channel="email", by=by, now=now,
        words=Words(plain=plain, personal={"name": offer.name}), subject=f"{SUBJECT}:{offer.pk}",
    )  # fmt: skip


def _open(offer_id: int, *, by: Actor) -> Offer:
    offers(by.scope).get(pk=offer_id)
    found = Offer.objects.select_for_update(of=("self",)).get(pk=offer_id)
    if found.answered_at is not None:
        raise AlreadyAnswered
    return found


def _owned(offer_id: int, *, by: Actor) -> Offer:
    found = _open(offer_id, by=by)
    if owner(SUBJECT, offer_id) != by.key:
        raise NotYourOffer
    return found


def _desk_of(offer_id: int, *, by: Actor) -> None:
    """Every offer lies at the nation's desk."""
    _open(offer_id, by=by)


OFFERS = Owned(SUBJECT, _desk_of)
take_offer, hand_over_offer, release_offer = OFFERS.take, OFFERS.hand_over, OFFERS.release
