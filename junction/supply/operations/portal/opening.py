"""Let providers onto the portal: open a wave, and say what kind and size a provider is where the registry
does not.
"""

from datetime import datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.registry.queries import place as registered
from junction.supply.rules.provider_types import PROVIDER_TYPES
from junction.supply.rules.waves import opening_day, waves_on

from ...models import Opening, Profile
from ...queries.portal.census import of_wave

KEEP = "supply.catalogue"
LARGEST = 1_000_000


class CannotOpenWave(Refusal):
    """There is no such wave in force today, or nobody is left for it to let on."""


class NoSuchProviderType(Refusal):
    """This is no kind of provider that is supplied, or no size."""

    status = 422


@transaction.atomic
def open_wave(code: str, *, why: str, by: Actor, now: datetime) -> int:
    """Give every provider of a wave its day, smallest first, so many a day; return how many. Raise
    `CannotOpenWave`.
    """
    day = local_day(now)
    waves = waves_on(day)
    wave = waves.named(code)
    places = of_wave(by.scope, wave, day=day) if wave and by.scope.reach(KEEP).national else []
    if wave is None or not places:
        raise CannotOpenWave
    Opening.objects.bulk_create(
        (
            Opening(
                place_id=place_id,
                wave=wave.code,
                opens_on=opening_day(wave, position, from_on=day),
                opened_at=now,
                opened_by=by.key,
                playbook=waves.reference,
            )
            for position, (place_id, _, _) in enumerate(places)
        ),
        batch_size=5_000,
        ignore_conflicts=True,
    )
    record(
        at=now, by=by, verb="supply.wave.opened", subject=f"wave:{code}", why=why, playbook=waves.reference,
        providers=len(places),
    )  # fmt: skip
    return len(places)


@transaction.atomic
def describe_provider(
    place_id: int, *, provider_type: str, size: int | None, why: str, by: Actor, now: datetime
) -> Profile:
    """Say what a place is for its supplies; raise `Place.DoesNotExist` out of reach, or
    `NoSuchProviderType`.
    """
    place = registered(by.scope, place_id, permission="supply.decide")
    if provider_type not in PROVIDER_TYPES or (size is not None and not 0 < size <= LARGEST):
        raise NoSuchProviderType
    made = Profile.objects.create(
        place=place, provider_type=provider_type, size=size, why=why, recorded_at=now, recorded_by=by.key
    )
    record(
        at=now, by=by, verb="supply.provider.described", subject=f"place:{place.pk}", why=why,
        provider_type=provider_type, size=size,
    )  # fmt: skip
    return made
