"""Letters about loans of volunteers: to the other scheme at each step. No letter says who a volunteer is."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from junction.core.calendar import local_day
from junction.core.messages.operations import Letter, Words, queue_many
from junction.core.pages.words import moment as in_words
from junction.core.pages.words import short_day
from junction.core.personal.operations import keep_many
from junction.core.scope import Actor

from ..models import Loan, Scheme
from ..queries.loans import SUBJECT, keepers_of
from ..rules.loans import loan_rules
from ..rules.volunteering import volunteering_on


def tell_of_loan(one: Loan, *to: Scheme, by: Actor, now: datetime) -> None:
    """Write to those who keep some schemes how a loan stands now."""
    found = [address for scheme in to for address in keepers_of(by.scope, scheme, now=now)]
    addresses = list(dict.fromkeys(found))
    if not addresses:
        return
    today = local_day(now)
    plain = {
        "product": settings.PRODUCT["name"], "reference": one.reference, "lender": one.lender.name,
        "borrower": one.borrower.name, "people": one.asked, "starts": short_day(one.starts_on),
        "ends": short_day(one.ends_on), "by": in_words(one.limit_at), "state": one.state,
        "how": one.get_state_display().lower(), "why": loan_rules(today).reason(one.why),
        "link": settings.PUBLIC_ADDRESS + reverse("support:loan", args=[one.pk]),
    }  # fmt: skip
    until = today + timedelta(days=volunteering_on(today).keep_days)
    keys = keep_many(addresses, kind="email", by=by, now=now, retention_until=until)
    letters = [Letter(key, Words(plain=plain), f"{SUBJECT}:{one.pk}") for key in keys]
    queue_many("support/loan_step", letters, by=by, now=now)
