"""Tell everyone who could take it that a supply problem or an offer has been nobody's for too long.

Each is told once for each time that a thing was left without an owner: the letter of that time is looked for.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.messages.operations import Words, queue
from junction.core.messages.queries import messages_about
from junction.core.pages.words import moment as in_words
from junction.core.personal.operations import keep
from junction.core.scope import Actor

from ..queries.offers import SUBJECT as OFFER
from ..queries.offers import nobodys_offers
from ..queries.owners import addresses_of_owners
from ..queries.problems import SUBJECT as PROBLEM
from ..queries.problems import nobodys_problems
from ..rules.shortages import problem_rules

TEMPLATE = "supply/nobodys"


def alert_ownerless(*, by: Actor, now: datetime) -> int:
    """Write about everything that is nobody's for too long; return about how many things."""
    told = 0
    for row in nobodys_problems(by.scope, own_key=by.key, now=now):
        told += _tell(
            (PROBLEM, row.problem.pk), row.problem.title, desk=row.problem.desk_id, since=row.held.since,
            href=reverse("supply:problem", args=[row.problem.pk]), by=by, now=now,
        )  # fmt: skip
    for one in nobodys_offers(by.scope, own_key=by.key, now=now):
        told += _tell(
            (OFFER, one.offer.pk), one.offer.what[:120], desk=None, since=one.held.since,
            href=reverse("supply:offer", args=[one.offer.pk]), by=by, now=now,
        )  # fmt: skip
    return told


@transaction.atomic
def _tell(
    subject: tuple[str, int],
    title: str,
    *,
    desk: str | None,
    since: datetime,
    href: str,
    by: Actor,
    now: datetime,
) -> bool:
    kind, number = subject
    about = f"{kind}:{number}"
    if messages_about(about).filter(template=TEMPLATE, queued_at__gte=since).exists():
        return False
    addresses = addresses_of_owners(by.scope, desk=desk, now=now)
    if not addresses:
        return False  # it stands above the list and on the home page all the same
    what = f"{'Offer' if kind == OFFER else 'Supply problem'} {number}"
    words = Words(
        plain={
            "product": settings.PRODUCT["name"],
            "what": what,
            "title": title,
            "since": in_words(since),
            "link": settings.PUBLIC_ADDRESS + href,
        }
    )
    until = local_day(now) + timedelta(days=problem_rules(local_day(now)).forget_address_after_days)
    for address in addresses:
        to = keep(address, kind="email", by=by, now=now, retention_until=until)
        queue(TEMPLATE, to=to, channel="email", by=by, now=now, words=words, subject=about)
    record(at=now, by=by, verb="supply.ownerless.told", subject=about, told=len(addresses))
    return bool(addresses)
