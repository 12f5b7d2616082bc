"""Tell a team of link workers, once for each contact and together for all, whom nobody spoke with in time.

A letter names nobody: it says how many, and where to read on.
"""

from collections import defaultdict
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

from ..models import LinkCase
from ..queries.keepers import addresses_of
from ..queries.linking import LINK, SUBJECT, late_untold
from ..rules.keeping import keeping_on


@transaction.atomic
def tell_late_links(*, by: Actor, now: datetime) -> int:
    """Write to each team whose contacts are late, once for each contact; return how many contacts were."""
    today = local_day(now)
    due = list(late_untold(by.scope, on=today).select_for_update(of=("self",)))
    teams: dict[int, list[LinkCase]] = defaultdict(list)
    for one in due:
        one.late_told_on = today
        teams[one.team_id].append(one)
    LinkCase.objects.bulk_update(due, ["late_told_on"])
    for team, found in teams.items():
        subject = f"{SUBJECT}:{found[0].pk}"
        record(at=now, by=by, verb="support.link.late", subject=subject, team=team, contacts=len(found))
        _write(team, len(found), by=by, now=now)
    return len(due)


def _write(team: int, count: int, *, by: Actor, now: datetime) -> None:
    addresses = addresses_of(by.scope, LINK, Q(organisation=team), now=now)
    if not addresses:
        return
    until = local_day(now) + timedelta(days=keeping_on(local_day(now)).keep_days)
    keys = keep_many(addresses, kind="email", by=by, now=now, retention_until=until)
    link = settings.PUBLIC_ADDRESS + reverse("support:link-people") + "?late=yes"
    plain = {"product": settings.PRODUCT["name"], "count": count, "link": link}
    queue_many(
        "support/link_late", [Letter(key, Words(plain=plain), SUBJECT) for key in keys], by=by, now=now
    )
