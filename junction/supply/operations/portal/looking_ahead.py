"""Look ahead: write down what is expected of each item until the period ends, from which orders take their
fair part.
"""

from datetime import datetime, timedelta

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import LOCAL, local_day
from junction.core.playbook import NoRuleInForce
from junction.core.scope import Actor
from junction.supply.rules.cadence import period_of
from junction.supply.rules.limits import Limits, key_of, keys_of, limits_on
from junction.supply.rules.looking_ahead import allowances_in_all, expected_claims
from junction.supply.rules.waves import waves_on

from ...models import Outlook
from ...queries.portal import census


@transaction.atomic
def look_ahead(*, by: Actor, now: datetime) -> int:
    """Renew the outlook of every item that hubs have; return of how many. Nothing before there are limits."""
    day = local_day(now)
    try:
        limits, waves = limits_on(day), waves_on(day)
    except NoRuleInForce:
        return 0
    first, after = period_of(limits.cadence, day)
    until = datetime.combine(after, datetime.min.time(), tzinfo=LOCAL)
    left = (until - now) / timedelta(days=(after - first).days)
    stock = census.stock_of_hubs(by.scope, day=day)
    keys = {item: key_of(keys_of(limits), code=code, measure=measure) for item, code, measure, _ in stock}
    allowed = allowances_in_all(limits, census.let_on(by.scope, day=day, waves=waves.waves), day=day)
    asked = _by_key(limits, census.asked_lately(by.scope, days=waves.asked_days, now=now))
    expected = expected_claims(allowed, asked, waves=waves, part_left=min(max(left, 0.0), 1.0))
    found = [
        Outlook(item_id=item, until_at=until, expected=_part(expected, keys, item), computed_at=now)
        for item in sorted(keys)
        if keys[item]
    ]
    Outlook.objects.bulk_create(
        found,
        update_conflicts=True,
        unique_fields=["item"],
        update_fields=["until_at", "expected", "claimed", "least_level", "computed_at"],
    )
    items = {str(one.item_id): one.expected for one in found}
    verb, subject = "supply.outlook.renewed", "outlook:portal"
    record(at=now, by=by, verb=verb, subject=subject, playbook=waves.reference, expected=items)
    return len(found)


def _part(expected: dict[str, int], keys: dict[int, str | None], item: int) -> int:
    """Items that share one limit share what is expected of it, evenly."""
    key = keys[item]
    sharing = sum(other == key for other in keys.values())
    return expected.get(key or "", 0) // max(sharing, 1)


def _by_key(limits: Limits, asked: list[tuple[str, str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for code, measure, units in asked:
        key = key_of(keys_of(limits), code=code, measure=measure)
        if key is not None:
            found[key] = found.get(key, 0) + units
    return found
