"""Letters about offers of help: to who offers, and to whoever has the offer from now on."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from junction.core.calendar import local_day
from junction.core.messages.operations import Words, queue
from junction.core.pages.words import moment as in_words
from junction.core.personal.operations import keep
from junction.core.scope import Actor

from ..models import Offer
from ..queries.offer_desks import address_of
from ..queries.offers import SUBJECT, rules_of


def tell_who_offers(offer: Offer, what: str, words: dict[str, str], *, by: Actor, now: datetime) -> None:
    """Write to who offers, where they gave an address; the secret of their link stands in no page."""
    if not offer.email:
        return
    plain = {
        "product": settings.PRODUCT["name"], "reference": offer.reference, "by": in_words(offer.promised_at),
        **{name: text for name, text in words.items() if name != "token"},
    }  # fmt: skip
    sealed = {}
    if "token" in words:
        sealed["link"] = settings.PUBLIC_ADDRESS + reverse("support:offer-status", args=[words["token"]])
    until = now + timedelta(days=rules_of(by.scope, offer).letter_useful_days)
    queue(
        f"support/offer_{what}", to=offer.email, channel="email", by=by, now=now, subject=_about(offer),
        words=Words(plain=plain, personal={"name": offer.name}, sealed=sealed, useful_until=until),
    )  # fmt: skip


def tell_owner(
    offer: Offer, owner: str, *, by: Actor, now: datetime, is_raised: bool = False, letter: str = "yours"
) -> None:
    """Write to whoever has the offer now, or must look at it since it was passed round; or that it ended."""
    address = address_of(by.scope, owner, now=now)
    if not address:
        return
    rules = rules_of(by.scope, offer)
    until = local_day(now) + timedelta(days=rules.forget_contact_after_days)
    to = keep(address, kind="email", by=by, now=now, retention_until=until)
    plain = {
        "product": settings.PRODUCT["name"], "reference": offer.reference, "company": offer.company,
        "kind": rules.kinds[offer.kind].title, "by": in_words(offer.due_at), "passes": offer.passes,
        "has_home": offer.homeless_since is None, "is_raised": is_raised,
        "is_accepted": offer.state == Offer.State.ACCEPTED, "state": offer.get_state_display().lower(),
        "link": settings.PUBLIC_ADDRESS + reverse("support:offer", args=[offer.pk]),
    }  # fmt: skip
    queue(
        f"support/offer_{letter}", to=to, channel="email", by=by, now=now, words=Words(plain=plain),
        subject=_about(offer),
    )  # fmt: skip


def _about(offer: Offer) -> str:
    return f"{SUBJECT}:{offer.pk}"
