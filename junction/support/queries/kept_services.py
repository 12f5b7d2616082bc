"""Services that one keeps: partners those of their organisation, councils those of their directory.

Keeping is of today. What counts in figures (whether a service is given, for which needs and areas) has a
history of its own; who changed the rest is in the log.
"""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from junction.core.scope import Scope
from junction.core.searching.queries import holding
from junction.registry.models import Area, Organisation

from ..models import Service, ServiceState
from ..rules.directory_book import DirectoryBook
from ..rules.opening import opening_of
from ..rules.opening_words import typed
from .keepers import DIRECTORY, REFER
from .where import COUNCILS

LEAVES = f"{DIRECTORY} {REFER}"
FIRST = ("schedules", "areas", "at_locations__location", "terms__term")


def kept_services(scope: Scope, *, sought: str = "") -> QuerySet[Service]:
    """Return the services one keeps, by name; those that hold every word `sought`."""
    found = holding(Service.objects.filter(_within(scope)), sought, "name", "organisation__name")
    return found.select_related("organisation", "keeper", "area", "source").order_by("name", "id")


def one_kept(scope: Scope, number: UUID) -> Service:
    """Return one service that one keeps, with everything about it. Raise `Service.DoesNotExist`."""
    return kept_services(scope).prefetch_related(*FIRST).get(pk=number)


def states_of(scope: Scope, number: UUID) -> list[ServiceState]:
    """Return what a service that one keeps was, each from when, the newest first. Raise
    `Service.DoesNotExist`.
    """
    one = kept_services(scope).get(pk=number)
    return list(ServiceState.objects.filter(service=one).order_by("-from_at", "-pk"))


def may_keep_for(scope: Scope, keeper: int | None, area: str) -> bool:
    """Tell whether one may add a service of an organisation, or to a council's directory."""
    reach = scope.reach(DIRECTORY)
    if reach.national or area in reach.areas:
        return True
    return keeper is not None and keeper in scope.reach(REFER).organisations


def stale(scope: Scope, rows: QuerySet[Service], *, today: date, book: DirectoryBook) -> QuerySet[Service]:
    """Narrow services that were read within a scope to active ones that nobody assured for too long."""
    old = Q(assured_on__isnull=True) | Q(assured_on__lt=book.assured_before(today))
    return rows.filter(old, status=Service.Status.ACTIVE)


def organisations_kept(scope: Scope) -> QuerySet[Organisation]:
    """Return the organisations whose services one keeps."""
    return Organisation.objects.filter(pk__in=scope.reach(REFER).organisations).order_by("name")


def councils_kept(scope: Scope) -> QuerySet[Area]:
    """Return the councils whose directory one keeps."""
    found, reach = Area.objects.filter(kind__in=COUNCILS).order_by("name"), scope.reach(DIRECTORY)
    return found if reach.national else found.filter(pk__in=reach.areas)


def all_councils(scope: Scope) -> QuerySet[Area]:
    """Return every council: in whose directory a partner's service may stand."""
    return Area.objects.filter(kind__in=COUNCILS).order_by("name")


def typed_of(scope: Scope, one: Service) -> dict[str, str]:
    """Return a service that was read within a scope as its form shows it: texts by the columns of a list."""
    link = next(iter(one.at_locations.all()), None)
    place = link.location if link else None
    plain = ("name", "description", "url", "email", "phone", "status", "eligibility", "alert")
    numbers = ("minimum_age", "maximum_age", "places_free")
    costs = [row.get("option") or "" for row in one.details.get("cost_options", [])]
    languages = [row.get("name") or row.get("code") or "" for row in one.details.get("languages", [])]
    return {
        **{name: getattr(one, name) for name in plain},
        **{name: "" if getattr(one, name) is None else str(getattr(one, name)) for name in numbers},
        "organisation": one.organisation.name, "needs": "; ".join(one.needs), "ways": "; ".join(one.ways),
        "address": place.address if place else "", "town": place.town if place else "",
        "postcode": place.postcode if place else "",
        "areas": "; ".join(row.area_id or row.name for row in one.areas.all()),
        "opening": typed(opening_of(row) for row in one.schedules.all()) or "",
        "cost": "; ".join(filter(None, costs)), "languages": "; ".join(filter(None, languages)),
    }  # fmt: skip


def _within(scope: Scope) -> Q:
    reach = scope.reach(DIRECTORY)
    if reach.national:
        return Q()
    return Q(area__in=reach.areas) | Q(keeper__in=scope.reach(REFER).organisations)
