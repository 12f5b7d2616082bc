"""Needs with courses drawn at random, written as the desk and referrals would have written them."""

from datetime import timedelta

import numpy as np

from junction.people.queries import system_actor
from junction.support.models import Need, NeedEvent
from junction.support.operations.needs import state_needs
from junction.support.rules.unmet import Course, Tried
from junction.support.tests.needs import ANSWERS, MANCHESTER, NOW, TRAFFORD, stated

KINDS = ("medicine", "food", "money")
ENDS = (None, "met", "closed", "unmet")
SAIDS = ("no-capacity", "refused", "no-service")
WHYS = (("referral", "full"), ("referral", "language"), ("referral", "taken-back"), ("task", "given-back"))


def drawn(seed, count=80):
    """State needs and give each a course; return the courses with council and kind."""
    rng = np.random.default_rng(seed)
    sent = [
        stated(answers={**ANSWERS, "kind-usual": KINDS[n % 3]}, area=(TRAFFORD, MANCHESTER)[n % 2],
               channel="api")
        for n in range(count)
    ]  # fmt: skip
    made = [one.need for one in state_needs(sent, by=system_actor("test"), now=NOW)]
    return [(need.area_id, need.category, _course(rng, need)) for need in made]


def _course(rng, need):
    hours = sorted(int(one) for one in rng.choice(np.arange(1, 24 * 20), size=6, replace=False))
    end = ENDS[int(rng.integers(4))]
    over_at = NOW + timedelta(hours=hours[-1]) if end else None
    tried, stands = [], False
    for hour in hours[: int(rng.integers(6))]:
        source, why = WHYS[int(rng.integers(len(WHYS)))]
        stands = not stands
        at = NOW + timedelta(hours=hour)
        tried.append(Tried(at, source, not stands, "" if stands else why))
    left = SAIDS[int(rng.integers(3))] if end == "unmet" else None
    NeedEvent.objects.bulk_create(
        NeedEvent(need=need, kind="offered" if not one.came_to_nothing else "still", at=one.at, by="x",
                  before="open", after="open" if one.came_to_nothing else "offered", why=one.why,
                  about=f"{one.source}:7")
        for one in tried
    )  # fmt: skip
    limit_at = NOW + timedelta(hours=int(rng.integers(1, 24 * 20)))
    classes = _classed_again(rng, need)
    Need.objects.filter(pk=need.pk).update(
        state=end or "open", state_at=over_at or NOW, unmet_why=left or "", limit_at=limit_at
    )
    return Course(NOW, limit_at, over_at, left, tuple(tried), classes)


def _classed_again(rng, need):
    """Some needs are classed again once or twice, by turns no real need and a real one."""
    classes = [(NOW, need.need_class)]
    for hour in sorted(int(one) for one in rng.integers(1, 24 * 20, size=int(rng.integers(3)))):
        before, after = classes[-1][1], "actual" if classes[-1][1] != "actual" else "information"
        at = NOW + timedelta(hours=hour)
        NeedEvent.objects.create(need=need, kind="reclassed", at=at, by="x", before=before, after=after)
        classes.append((at, after))
    Need.objects.filter(pk=need.pk).update(need_class=classes[-1][1])
    return tuple(classes)
