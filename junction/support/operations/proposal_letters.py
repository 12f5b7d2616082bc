"""Letters to whoever has a proposal for new provision: it is yours, it was decided, its outcome is known."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from junction.core.calendar import local_day
from junction.core.messages.operations import Words, queue
from junction.core.ownership.queries import owner
from junction.core.personal.operations import keep
from junction.core.scope import Actor

from ..models import Proposal
from ..queries.offer_desks import address_of
from ..queries.proposals import SUBJECT
from ..rules.unmet import unmet_rules


def tell_owner(one: Proposal, what: str, *, by: Actor, now: datetime, **more: str) -> bool:
    """Write to who has it, unless they did it themselves; tell whether a letter was queued."""
    key = owner(SUBJECT, one.pk)
    address = address_of(by.scope, key, now=now) if key and key != by.key else ""
    if not address:
        return False
    today = local_day(now)
    until = today + timedelta(days=unmet_rules(today).letter_kept_days)
    to = keep(address, kind="email", by=by, now=now, retention_until=until)
    plain = {
        "product": settings.PRODUCT["name"], "what": one.what, "kind": what,
        "link": settings.PUBLIC_ADDRESS + reverse("support:proposal", args=[one.pk]), **more,
    }  # fmt: skip
    queue(
        "support/proposal_owner", to=to, channel="email", by=by, now=now, words=Words(plain=plain),
        subject=f"{SUBJECT}:{one.pk}",
    )  # fmt: skip
    return True
