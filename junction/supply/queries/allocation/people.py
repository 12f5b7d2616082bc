"""How many people aged 70 and over live in each forum's area: the newest figure that somebody typed in."""

from dataclasses import dataclass
from datetime import date

from junction.core.scope import Scope
from junction.registry import queries as registry
from junction.registry.models import Area

from ...models import OlderPeople


@dataclass(frozen=True, slots=True)
class PeopleLine:
    """One forum; no figure: nobody has typed one in."""

    area: Area
    figure: OlderPeople | None


def older_people(scope: Scope, *, on: date) -> list[PeopleLine]:
    """Return every forum of a day with its newest figure; two statements. The figures are public facts."""
    newest = {
        figure.area_id: figure
        for figure in OlderPeople.objects.order_by("area_id", "-recorded_at", "-pk").distinct("area_id")
    }
    return [PeopleLine(area, newest.get(area.code)) for area in registry.areas(scope, kind="lrf", on=on)]
