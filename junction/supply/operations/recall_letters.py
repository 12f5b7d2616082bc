"""Write to all who had some of a lot that is called back, so many notices at a time.

Each batch is one transaction of a handful of statements, however many letters it holds. It locks the recall,
so that nobody is written to once it has ended. A notice whose letters were queued is not taken again: a job
that dies is begun again and goes on where it was.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from junction.core.calendar import local_day
from junction.core.messages.operations import Letter, Words, queue_many
from junction.core.personal.operations import keep_many
from junction.core.scope import Actor
from junction.registry.models import Contact

from ..models import Depot, Recall, RecallNotice
from ..rules.stock_book import stock_book

BATCH = 1_000  # notices


def tell_recall(*, recall_id: int, again: bool, by: Actor, now: datetime) -> int:
    """Queue a letter to every address of who has not answered; return how many. Twice is as good as once.

    `again`: only to those who are to be reminded. Nothing more is written once the recall has ended.
    """
    letters, last = 0, 0
    while batch := _tell_batch(recall_id, again=again, after=last, by=by, now=now):
        written, last = batch
        letters += written
    return letters


@transaction.atomic
def _tell_batch(
    recall_id: int, *, again: bool, after: int, by: Actor, now: datetime
) -> tuple[int, int] | None:
    """Write about the notices beyond one; return how many letters, and the last notice; None at the end."""
    held = Recall.objects.select_for_update(of=("self",)).select_related("lot__item")
    recall = held.filter(pk=recall_id, ended_at__isnull=True).first()
    if recall is None:
        return None
    waiting = RecallNotice.objects.select_for_update().filter(
        recall=recall, acknowledged_at__isnull=True, pk__gt=after
    )
    waiting = waiting.filter(reminded_at__isnull=False) if again else waiting.filter(letters=0)
    notices = list(waiting.order_by("pk")[:BATCH])
    if not notices:
        return None
    addresses = _addresses(notices)
    pairs = [(notice, address) for notice in notices for address in addresses[notice.pk]]
    until = local_day(now) + timedelta(days=stock_book(local_day(now)).keep_recall_addresses_days)
    values = [address for _, address in pairs]
    keys = keep_many(values, kind="email", by=by, now=now, retention_until=until)
    letters = [
        Letter(key, _words(recall, notice), f"recall:{recall.pk}")
        for key, (notice, _) in zip(keys, pairs, strict=True)
    ]
    queue_many("supply/recall", letters, by=by, now=now)
    told = [notice for notice in notices if addresses[notice.pk]]
    for notice in told:
        notice.letters += len(addresses[notice.pk])
        notice.reminded_at = None
    RecallNotice.objects.bulk_update(told, ["letters", "reminded_at"])
    return len(letters), notices[-1].pk


def _addresses(notices: Sequence[RecallNotice]) -> dict[int, list[str]]:
    """Return the addresses of the reader of each notice, in two statements; a depot's are its owner's."""
    depots = [notice.depot_id for notice in notices if notice.depot_id]
    owners = dict(Depot.objects.filter(pk__in=depots).values_list("pk", "organisation_id"))
    bodies = {notice.pk: notice.organisation_id or owners.get(notice.depot_id or 0) for notice in notices}
    found: dict[tuple[str, int | None], set[str]] = defaultdict(set)
    contacts = Contact.objects.filter(
        Q(place__in=[notice.place_id for notice in notices if notice.place_id])
        | Q(organisation__in=[body for body in bodies.values() if body]),
        kind="email", ended_at__isnull=True,
    )  # fmt: skip
    for place, body, address in contacts.values_list("place_id", "organisation_id", "value"):
        found[("place", place) if place else ("body", body)].add(address)
    return {
        notice.pk: sorted(
            found[("place", notice.place_id) if notice.place_id else ("body", bodies[notice.pk])]
        )
        for notice in notices
    }


def _words(recall: Recall, notice: RecallNotice) -> Words:
    plain = {
        "product": settings.PRODUCT["name"], "item": recall.lot.item.name, "lot": recall.lot.number,
        "reason": recall.reason, "instructions": recall.instructions,
        "link": settings.PUBLIC_ADDRESS + reverse("supply:answer_recall", args=[notice.pk]),
        "delivered": f"{notice.delivered:,} {recall.lot.item.plural_unit}",
    }  # fmt: skip
    return Words(plain=plain)
