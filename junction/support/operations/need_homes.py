"""Where somebody lives whom a place states a need for: in that place, unless it says elsewhere."""

from datetime import date

from junction.registry.models import Place

from ..rules.volunteer_tasks import tasks_on


def lives_in(place: Place | None, *, elsewhere: bool, on: date) -> Place | None:
    """Return the place that states it where it is of a kind that people live in; None where they live
    elsewhere, as whom a home-care agency looks after.
    """
    if place is None or elsewhere or place.service_type not in tasks_on(on).setting_kinds:
        return None
    return place


def door_of(home: Place) -> str:
    """Return the address of a place, a line each, as whoever helps there is told it."""
    return "\n".join(part for part in (home.name, home.address, home.town, home.postcode) if part)
