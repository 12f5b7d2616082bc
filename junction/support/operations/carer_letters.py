"""Tell the council, once for each step, that what a carer or an employer of carers waits for is late.

A letter names nobody: it says which kind, how it stands, and where to read on.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.messages.operations import Letter, Words, queue_many
from junction.core.pages.words import moment as in_words
from junction.core.personal.operations import keep_many
from junction.core.scope import Actor

from ..models import CarerHelp
from ..queries.carers import SUBJECT, late_untold
from ..queries.keepers import addresses_of
from ..queries.needs import ANSWER
from ..rules.carers import carer_rules
from ..rules.keeping import keeping_on


@transaction.atomic
def tell_late_carers(*, by: Actor, now: datetime) -> int:
    """Write to those who see to cases of the council whose next step is late; return how many steps were."""
    due = list(late_untold(by.scope, now=now).select_for_update(of=("self",)))
    for one in due:
        one.late_told_at = now
        one.save(update_fields=["late_told_at"])
        record(at=now, by=by, verb="support.carer.late", subject=f"{SUBJECT}:{one.pk}", need=one.need_id)
        _write(one, by=by, now=now)
    return len(due)


def _write(one: CarerHelp, *, by: Actor, now: datetime) -> None:
    today = local_day(now)
    addresses = addresses_of(by.scope, ANSWER, Q(area=one.need.area_id), now=now)
    if not addresses or one.limit_at is None:
        return
    rules, until = carer_rules(today), today + timedelta(days=keeping_on(today).keep_days)
    keys = keep_many(addresses, kind="email", by=by, now=now, retention_until=until)
    plain = {
        "product": settings.PRODUCT["name"], "kind": rules.kinds[one.kind].title,
        "by": in_words(one.limit_at),
        "reference": one.need.reference, "state": rules.title(one.kind, one.state), "owner": one.owner,
        "link": settings.PUBLIC_ADDRESS + reverse("support:carer-help", args=[one.pk]),
    }  # fmt: skip
    letters = [Letter(key, Words(plain=plain), f"{SUBJECT}:{one.pk}") for key in keys]
    queue_many("support/carer_late", letters, by=by, now=now)
