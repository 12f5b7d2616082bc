"""Chase services that nobody said are still right: a letter to who keeps them, then to the council as well.

One letter speaks of all that one keeper has to look at, and goes no more often than the rules say.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.messages.operations import Letter, Words, queue_many
from junction.core.personal.operations import keep_many
from junction.core.scope import Actor

from ..models import Service
from ..queries import kept_services as queries
from ..queries.keepers import directing, keeping
from ..rules.directory_book import DirectoryBook, directory_book

Keeper = tuple[int | None, str | None]  # an organisation, and the council in whose directory it stands


@transaction.atomic
def chase_services(*, by: Actor, now: datetime) -> int:
    """Write to every keeper of what is stale and was not chased of late; return of how many services."""
    today = local_day(now)
    book = directory_book(today)
    due = _due(book, by=by, now=now)
    groups: dict[Keeper, list[Service]] = defaultdict(list)
    for one in due:
        groups[one.keeper_id, one.area_id].append(one)
    for (keeper, area), found in groups.items():
        _write(keeping(by.scope, keeper, area, now=now), "services_stale", found, by=by, now=now)
        late = [one for one in found if _chases(one) > book.escalate_after_chases]
        if late and keeper:
            _write(directing(by.scope, area, now=now), "services_unkept", late, by=by, now=now)
    for one in due:
        one.chases, one.chased_on = _chases(one), today
    Service.objects.bulk_update(due, ["chases", "chased_on"], batch_size=2_000)
    if due:
        record(at=now, by=by, verb="support.services.chased", subject="directory", services=len(due))
    return len(due)


def _due(book: DirectoryBook, *, by: Actor, now: datetime) -> list[Service]:
    today = local_day(now)
    again = Q(chased_on__isnull=True) | Q(chased_on__lte=today - timedelta(days=book.chase_again_after_days))
    rows = queries.stale(by.scope, queries.kept_services(by.scope), today=today, book=book)
    rows = rows.filter(again).exclude(keeper=None, area=None)
    return list(rows.select_for_update(of=("self",)))


def _chases(one: Service) -> int:
    """Return the how manieth letter this is since the service was last right."""
    is_new = one.chased_on is None or (one.assured_on is not None and one.assured_on >= one.chased_on)
    return 1 if is_new else one.chases + 1


def _write(to: Iterable[str], template: str, found: Sequence[Service], *, by: Actor, now: datetime) -> None:
    addresses = list(to)
    if not addresses:
        return
    book = directory_book(local_day(now))
    until = local_day(now) + timedelta(days=book.keep_addresses_days)
    keys = keep_many(addresses, kind="email", by=by, now=now, retention_until=until)
    plain = {
        "product": settings.PRODUCT["name"], "count": len(found), "days": book.stale_after_days,
        "names": [one.name for one in found[:10]], "more": max(0, len(found) - 10),
        "link": settings.PUBLIC_ADDRESS + reverse("support:kept-services") + "?fresh=stale",
    }  # fmt: skip
    letters = [Letter(key, Words(plain=plain), "directory") for key in keys]
    queue_many(f"support/{template}", letters, by=by, now=now)
