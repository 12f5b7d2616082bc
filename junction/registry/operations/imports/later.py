"""What newer lists say of an older one: a complete list of a later day knows what had ended by then."""

from datetime import date

from junction.registry import queries
from junction.registry.models import Listing, Place
from junction.registry.rules.listed import ListedPlace

from .areas import Lies


class LaterLists:
    """Complete lists of later days than the one that is taken; an undated list speaks of today."""

    def __init__(self, listed_on: date | None) -> None:
        complete = Listing.objects.filter(complete_for__isnull=False).order_by("listed_on", "id")
        later = complete.filter(listed_on__gt=listed_on) if listed_on else complete.none()
        self.lists = [_Later(one) for one in later]

    def until(self, row: ListedPlace, where: Lies) -> date | None:
        """The day by which a registration had ended that nobody knew until this row told of it.

        It is the day of the first complete list that ought to name it and does not.
        """
        return next((one.day for one in self.lists if one.ought_to_name(row, where)), None)


class _Later:
    """One complete list: its day, the areas it covers, and the kinds of service it speaks of."""

    def __init__(self, listing: Listing) -> None:
        self.day = listing.listed_on
        self.inside = queries.inside([listing.complete_for_id or ""], on=listing.listed_on)
        named = Place.objects.filter(listed_rows__listing=listing).order_by()
        self.kinds = frozenset(named.values_list("service_type", flat=True).distinct())

    def ought_to_name(self, row: ListedPlace, where: Lies) -> bool:
        return bool({where.area, where.council} & self.inside) and str(row.main_type) in self.kinds
