"""Letters about worries to those who may see to them. None says what was said or whom it is about: that
stands behind the link, and each reading of it is in the log.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from junction.core.calendar import local_day
from junction.core.messages.operations import Letter, Words, queue_many
from junction.core.pages.words import moment as in_words
from junction.core.personal.operations import keep_many
from junction.core.scope import Actor

from ..models import Concern
from ..rules.keeping import keeping_on


def write_of(one: Concern, template: str, people: Mapping[str, str], *, by: Actor, now: datetime) -> int:
    """Write to people (addresses by key) of a worry; return how many letters."""
    addresses = list(dict.fromkeys(people.values()))
    if not addresses:
        return 0
    today = local_day(now)
    until = today + timedelta(days=keeping_on(today).keep_days)
    keys = keep_many(addresses, kind="email", by=by, now=now, retention_until=until)
    plain = {
        "product": settings.PRODUCT["name"], "reference": one.reference, "by": in_words(one.limit_at),
        "link": settings.PUBLIC_ADDRESS + reverse("support:concern", args=[one.pk]),
    }  # fmt: skip
    letters = [Letter(key, Words(plain=plain), f"concern:{one.pk}") for key in keys]
    return queue_many(f"support/{template}", letters, by=by, now=now)
