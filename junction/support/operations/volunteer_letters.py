"""What volunteers are written: as much as a day's allowance lets go, the most useful first.

What somebody waits for at a screen, or an urgent need, goes at once and is counted. The rest waits in the
order of the rules, those first near whom most tasks wait to be offered. A message whose offer is
answered by then, or whose time is over, does not go. No message holds a name, an address or a number: these
stand behind its link.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from junction.core.calendar import local_day
from junction.core.messages.operations import Letter, Words, queue_many
from junction.core.scope import NOBODY, Actor

from ..models import TaskOffer, Volunteer, WantedMessage
from ..queries.volunteer_links import link_to
from ..queries.volunteers import went_today
from ..rules.volunteer_tasks import tasks_on
from ..rules.volunteering import Volunteering, volunteering_on

AT_ONCE = 20_000
TEMPLATE = "support/volunteer_{}"
NEXT = """
WITH waiting AS (
    SELECT area_id, count(*) AS tasks FROM support_task WHERE state = 'open' GROUP BY area_id
), chosen AS (
    SELECT wanted.id FROM support_wantedmessage AS wanted
    JOIN support_volunteer AS volunteer ON volunteer.id = wanted.volunteer_id
    LEFT JOIN waiting ON waiting.area_id = volunteer.area_id
    WHERE wanted.taken_at IS NULL AND wanted.kind = ANY(%s)
    ORDER BY array_position(%s, wanted.kind::text), coalesce(waiting.tasks, 0) DESC, wanted.id
    LIMIT %s FOR UPDATE OF wanted SKIP LOCKED
)
UPDATE support_wantedmessage AS wanted SET taken_at = %s FROM chosen WHERE wanted.id = chosen.id
RETURNING wanted.id
"""


@dataclass(frozen=True, slots=True)
class Went:
    """How many messages were given to the outbox, and how many still wait."""

    queued: int
    waiting: int
    left_today: int


def want(
    kind: str, found: Sequence[tuple[int, int | None]], *, until: datetime, by: Actor, now: datetime
) -> int:
    """Have volunteers written to: pairs of a volunteer and an offer."""
    made = WantedMessage.objects.bulk_create(
        (
            WantedMessage(
                volunteer_id=number, offer_id=offer, kind=kind, wanted_at=now, useful_until=until
            )
            for number, offer in found
        ),
        batch_size=5_000,
    )  # fmt: skip
    return len(made)


@transaction.atomic
def send_wanted(*, by: Actor, now: datetime) -> Went:
    """Give the outbox what may go now; return what did. Two at once take turns: they share one allowance."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('support.send_wanted'))")
    book = volunteering_on(local_day(now))
    WantedMessage.objects.filter(taken_at__isnull=True, useful_until__lte=now).update(taken_at=now)
    always = [one.code for one in book.messages.values() if one.is_always]
    queued = _queue(_next(always, AT_ONCE, now), book, by=by, now=now)
    left = book.daily_allowance - went_today(by.scope, now)
    if left > 0:
        others = [one.code for one in book.messages.values() if not one.is_always]
        more = _queue(_next(others, min(left, AT_ONCE), now), book, by=by, now=now)
        queued, left = queued + more, left - more
    waiting = WantedMessage.objects.filter(taken_at__isnull=True).count()
    return Went(queued, waiting, max(0, left))


def _next(kinds: list[str], most: int, now: datetime) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [kinds, kinds, most, now])
        return [number for (number,) in cursor.fetchall()]


def _queue(numbers: list[int], book: Volunteering, *, by: Actor, now: datetime) -> int:
    """Give letters to the outbox, one statement for each template and way."""
    rows = WantedMessage.objects.filter(pk__in=numbers).select_related("volunteer", "offer__task")
    letters: dict[str, list[Letter]] = {}
    queued = []
    for one in rows.order_by("pk"):
        letter = _letter(one, book, now)
        if letter is not None:
            letters.setdefault(one.kind, []).append(letter)
            queued.append(one.pk)
    WantedMessage.objects.filter(pk__in=queued).update(is_queued=True)
    return sum(
        queue_many(TEMPLATE.format(kind.replace("-", "_")), found, by=by, now=now)
        for kind, found in letters.items()
    )


def _letter(one: WantedMessage, book: Volunteering, now: datetime) -> Letter | None:
    """One letter by the way that suits; none where nothing is to be said any more."""
    volunteer, offer = one.volunteer, one.offer
    if volunteer.state == Volunteer.State.LEFT or not (volunteer.by_email or volunteer.by_text):
        return None
    if one.kind in ("offer", "instant") and (offer is None or offer.answer != TaskOffer.Answer.WAITING):
        return None
    by_text = volunteer.by_text and (one.kind == "instant" or not volunteer.by_email)
    until = min(one.useful_until, now + timedelta(days=book.link_days))
    link = link_to(NOBODY, volunteer, until=until, offer=offer.pk if offer else None)
    plain = {"product": settings.PRODUCT["name"], **(_task(offer) if offer else {})}
    words = Words(plain=plain, sealed={"link": link}, useful_until=until)
    to, channel = (volunteer.phone, "sms") if by_text else (volunteer.email, "email")
    return Letter(to, words, f"volunteer:{volunteer.pk}", channel)


def _task(offer: TaskOffer) -> dict[str, Any]:
    """What a message says of a task: what, how far, by when to answer. Nothing of whom it is for."""
    task = offer.task
    kind = tasks_on(local_day(task.made_at)).kinds[task.kind]
    return {
        "what": kind.title,
        "km": max(1, round(offer.why.get("metres", 0) / 1000)),
        "closes": timezone.localtime(task.closes_at).strftime("%A %-d %B, %H:%M"),
        "until": timezone.localtime(offer.until).strftime("%A %-d %B, %H:%M"),
    }
