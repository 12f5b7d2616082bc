"""State what a council needs help for, name a region's lead, offer help for a span, say what came of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.scope import Actor
from junction.registry.queries import holders

from ..models import HelpNeed, HelpOffer, HelpOutcome, RegionLead
from ..queries import offered as queries
from ..queries.offered import SUBJECT, may_offer, may_state
from ..queries.stocktakes import councils_of, may_keep
from ..rules.offered import help_rules
from . import raising_refusals as refusals


@transaction.atomic
def state_need(council: str, *, theme: str, text: str, by: Actor, now: datetime) -> HelpNeed:
    """State what a council needs help for. Raise `NotYoursToRaise`, `CannotState`."""
    today = local_day(now)
    rules = help_rules(today)
    if not may_state(by.scope, council):
        raise refusals.NotYoursToRaise
    region = next(iter(holders([council], "region", on=today).get(council, [])), None)
    is_council = region is None or council in dict(councils_of(by.scope, region, now=now))
    if theme not in rules.themes or not text.strip() or not is_council:
        raise refusals.CannotState
    made = HelpNeed.objects.create(
        council_id=council, region_id=region, theme=theme, text=text.strip(),
        answer_by=rules.answer_by(today), playbook=rules.reference, stated_at=now, stated_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="assurance.help.stated", subject=f"{SUBJECT}:{made.pk}", council=council,
        playbook=rules.reference, theme=theme,
    )  # fmt: skip
    return made


@transaction.atomic
def name_lead(
    region: str, *, post: str, reached_by: str, from_on: date, by: Actor, now: datetime
) -> RegionLead:
    """Name who leads the help for a region from a day on. Raise `NotYoursToKeep`, `CannotName`."""
    if not may_keep(by.scope, region):
        raise refusals.NotYoursToKeep
    if not post.strip() or not reached_by.strip():
        raise refusals.CannotName
    made = RegionLead.objects.create(
        region_id=region, post=post.strip()[:200], reached_by=reached_by.strip()[:200], from_on=from_on,
        recorded_at=now, recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="assurance.help.lead-named", subject=f"area:{region}", lead=made.pk,
        from_on=from_on.isoformat(),
    )  # fmt: skip
    return made


@dataclass(frozen=True, slots=True)
class Offered:
    """What is offered; `last_on` is the last day of it (none: the initial span of the playbook)."""

    text: str
    given_by: str
    from_on: date
    last_on: date | None = None


@transaction.atomic
def offer_help(number: int, said: Offered, *, by: Actor, now: datetime) -> HelpOffer:
    """Offer help for a need and a span. Raise `NotAtYourDesk`, `CannotOffer`."""
    found = queries.help_needs(by.scope, now=now).get(pk=number)
    if not may_offer(by.scope, found.council_id):
        raise refusals.NotAtYourDesk
    rules = help_rules(local_day(found.stated_at))
    until_on = date.fromordinal(said.last_on.toordinal() + 1) if said.last_on else rules.until(said.from_on)
    if not said.text.strip() or not said.given_by.strip() or until_on <= said.from_on:
        raise refusals.CannotOffer
    made = HelpOffer.objects.create(
        need=found, text=said.text.strip(), given_by=said.given_by.strip()[:200], from_on=said.from_on,
        until_on=until_on, recorded_at=now, recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb="assurance.help.offered", subject=f"{SUBJECT}:{number}", offer=made.pk,
        from_on=said.from_on.isoformat(), until_on=until_on.isoformat(),
    )  # fmt: skip
    return made


@transaction.atomic
def say_what_helped(number: int, *, outcome: str, text: str, by: Actor, now: datetime) -> HelpOutcome:
    """Say what came of a need. Raise `CannotSay`."""
    found = queries.help_needs(by.scope, now=now).get(pk=number)
    if outcome not in help_rules(local_day(found.stated_at)).outcomes or not text.strip():
        raise refusals.CannotSay
    made = HelpOutcome.objects.create(
        need=found, outcome=outcome, text=text.strip(), recorded_at=now, recorded_by=by.key
    )
    record(
        at=now, by=by, verb="assurance.help.judged", subject=f"{SUBJECT}:{number}", why=text.strip()[:500],
        outcome=outcome,
    )  # fmt: skip
    return made
