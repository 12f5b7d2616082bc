"""Write to who must act: an emergency need has come to their desk, a national issue of theirs is answered.

The words are neutral: what it is and by when, with a link. Who needs what stands on the page, which asks who
is reading. Each step and each answer is written about once, in the transaction that makes it.
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
from junction.people.queries import system_actor

from ..models import EscalationStep, NationalResponse
from ..queries import escalations, national
from ..queries.addressees import at_desk, who_raised
from ..rules.escalations import Rung, escalation_rules
from ..rules.national import national_rules

HOUSE = system_actor("letters")  # who settles it elsewhere is not in sight of who passes it up


def tell_desk(step: EscalationStep, rung: Rung, *, by: Actor, now: datetime) -> int:
    """Write to all who settle emergency needs where one has come to; return to how many."""
    words = {
        "number": step.escalation_id, "rung": rung.title, "by": in_words(step.answer_by),
        "link": settings.PUBLIC_ADDRESS + reverse("assurance:escalation", args=[step.escalation_id]),
    }  # fmt: skip
    to = at_desk(HOUSE.scope, step.area_id, writer=by.key, now=now)
    kept = escalation_rules(local_day(now)).forget_address_after
    about = f"{escalations.SUBJECT}:{step.escalation_id}"
    return _write("assurance/need_passed_up", to, words, about=about, kept=kept, by=by, now=now)


def tell_who_raised(said: NationalResponse, *, by: Actor, now: datetime) -> int:
    """Write to all for whom a national issue was raised that it is answered; return to how many."""
    words = {
        "number": said.issue_id,
        "link": settings.PUBLIC_ADDRESS + reverse("assurance:national-issue", args=[said.issue_id]),
    }  # fmt: skip
    to = who_raised(HOUSE.scope, said.issue_id, writer=by.key, now=now)
    kept = national_rules(local_day(now)).forget_address_after
    about = f"{national.SUBJECT}:{said.issue_id}"
    return _write("assurance/issue_answered", to, words, about=about, kept=kept, by=by, now=now)


def _write(
    template: str,
    to: list[str],
    plain: Mapping[str, object],
    *,
    about: str,
    kept: timedelta,
    by: Actor,
    now: datetime,
) -> int:
    if not to:
        return 0  # the lists and the home page show it all the same
    words = Words(plain={"product": settings.PRODUCT["name"], **plain})
    keys = keep_many(to, kind="email", by=by, now=now, retention_until=local_day(now) + kept)
    return queue_many(template, [Letter(key, words, about) for key in keys], by=by, now=now)
