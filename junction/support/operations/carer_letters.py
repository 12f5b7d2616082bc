"""Tell each council, in one letter a day, what carers and employers of carers wait for that is late.

A letter names nobody: it says of each which kind, how it stands and since when, and where to read on.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from junction.core.audit.operations import Entry, record_many
from junction.core.calendar import local_day
from junction.core.messages.operations import Letter, Words, queue_many
from junction.core.pages.words import moment as in_words
from junction.core.personal.operations import keep_many
from junction.core.scope import Actor

from ..models import CarerHelp
from ..queries.carers import SUBJECT, late_untold
from ..queries.keepers import addresses_by_area
from ..queries.needs import ANSWER
from ..rules.carers import CarerRules, carer_rules
from ..rules.keeping import keeping_on

LINES = 30  # how many steps a letter shows, so that it can be read; the page it leads to has them all


@transaction.atomic
def tell_late_carers(*, by: Actor, now: datetime) -> int:
    """Write to those who see to cases of a council whose next steps are late; return how many steps were.

    What becomes late after the day's letter is told by that of the next day.
    """
    due = list(late_untold(by.scope, now=now).select_for_update(of=("self",)))
    CarerHelp.objects.filter(pk__in=[one.pk for one in due]).update(late_told_at=now)
    entries = [Entry(f"{SUBJECT}:{one.pk}", {"need": one.need_id}) for one in due]
    record_many(at=now, by=by, verb="support.carer.late", entries=entries)
    councils = {area: list(rows) for area, rows in groupby(due, key=lambda one: one.need.area_id)}
    to = addresses_by_area(by.scope, ANSWER, list(councils), now=now) if due else {}
    _write([(area, address) for area in councils for address in to.get(area, [])], councils, by=by, now=now)
    return len(due)


def _write(
    pairs: Sequence[tuple[str, str]], councils: dict[str, list[CarerHelp]], *, by: Actor, now: datetime
) -> None:
    """Queue the letter of each council to each of its people."""
    if not pairs:
        return
    today = local_day(now)
    rules, until = carer_rules(today), today + timedelta(days=keeping_on(today).keep_days)
    keys = keep_many(
        [address for _, address in pairs], kind="email", by=by, now=now, retention_until=until
    )  # fmt: skip
    words = {area: _words(rows, rules) for area, rows in councils.items()}
    letters = [
        Letter(key, words[area], f"{SUBJECT}:{councils[area][0].pk}")
        for (area, _), key in zip(pairs, keys, strict=True)
    ]
    queue_many("support/carers_late", letters, by=by, now=now)


def _words(rows: Sequence[CarerHelp], rules: CarerRules) -> Words:
    lines = [
        f"{one.need.reference}: {rules.kinds[one.kind].title}, {rules.title(one.kind, one.state).lower()},"
        f" due by {in_words(one.limit_at)}"
        for one in rows[:LINES]
        if one.limit_at
    ]
    plain = {
        "product": settings.PRODUCT["name"], "count": len(rows), "lines": lines,
        "more": max(0, len(rows) - LINES),
        "link": settings.PUBLIC_ADDRESS + reverse("support:carers") + "?late=yes",
    }  # fmt: skip
    return Words(plain=plain)
