"""Places inside a scope, now or as they were known at a moment.

A place that was merged into another is not listed; asked for by its number or by an identifier, the place
it was merged into answers. Looking back, a place is what it was known to be then, and lies where it was known
to lie: who reached it then sees it as it was, and so does who reaches it now and asks for that one place.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from junction.core.scope import Reach, Scope

from ..models import Identifier, Merge, Place, Registration, as_known

SEE = "registry.see"
OLDEST_FIRST = (
    F("registered_from").asc(nulls_first=True),
    F("first_listed_on").asc(nulls_first=True),
    "id",
)


def live_registrations(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[Registration]:
    """Registrations in force, as known now or at `as_at`, on places this scope sees."""
    visible = as_known(Place, as_at).filter(within(scope, as_at=as_at), pk=OuterRef("place_id"))
    return _live(as_at, as_known(Registration, as_at)).filter(Exists(visible))


def registrations(scope: Scope, place: Place) -> QuerySet[Registration]:
    """Everything ever registered on a place and on those merged into it, oldest first."""
    seen = places(scope).filter(pk=place.pk)
    family = Q(place__in=seen) | Q(place__merged_into__in=seen)
    found = Registration.objects.filter(family).select_related("organisation", "place")
    return found.order_by(*OLDEST_FIRST)


def places(scope: Scope, *, permission: str = SEE, as_at: datetime | None = None) -> QuerySet[Place]:
    """Places this scope reaches with `permission`; with `as_at`, those known and open at that moment."""
    found = as_known(Place, as_at).filter(within(scope, permission, as_at=as_at))
    if as_at is None:
        return found.filter(merged_into__isnull=True)
    merged = Merge.objects.filter(_not_undone_by(as_at), merged_at__lte=as_at).order_by()
    return found.filter(
        ~Q(pk__in=merged.values("gone_id")),  # a list that is made once, of which there are few
        Exists(_live(as_at).filter(place_id=OuterRef("pk"))),
    )


def place(scope: Scope, place_id: int, *, permission: str = SEE, as_at: datetime | None = None) -> Place:
    """Return one place, or the one it was merged into, as known now or at `as_at`.

    Raise `Place.DoesNotExist` when there is none in scope.
    """
    found = reached(scope, permission=permission, as_at=as_at).select_related("area", "council")
    one = found.get(pk=place_id)
    into = one.merged_into_id if as_at is None else merged_at(scope, as_at=as_at).get(place_id)
    return found.get(pk=into) if into else one


def reached(scope: Scope, *, permission: str = SEE, as_at: datetime | None = None) -> QuerySet[Place]:
    """Places a scope reaches, merged and closed ones too: now or, looking back, at that moment.

    So the past of a place is open to who answers for it today, and to who could see it then.
    """
    found = as_known(Place, as_at)
    visible = within(scope, permission)
    if as_at is not None:
        today = Place.objects.filter(visible).order_by().values("pk")
        visible = Q(pk__in=today) | within(scope, permission, as_at=as_at)
    return found.filter(visible)


def place_by_identifier(scope: Scope, kind: str, value: str, *, permission: str = SEE) -> Place | None:
    """Return the place that bears this identifier, merged or not; `None` when none in scope does."""
    bearer = Place.objects.filter(
        identifiers__kind=kind, identifiers__value=value, identifiers__withdrawn_at__isnull=True
    ).values_list("id", flat=True)
    try:
        return place(scope, bearer[:1].get(), permission=permission)
    except Place.DoesNotExist:
        return None


def places_by_identifier(
    scope: Scope, kind: str, values: Iterable[str], *, permission: str = SEE
) -> dict[str, int]:
    """Return the place in scope that answers for each of these identifiers, in two statements."""
    rows = Identifier.objects.filter(
        kind=kind, value__in=set(values), withdrawn_at__isnull=True, place__isnull=False
    )
    bearers = list(rows.order_by("-id").values_list("value", "place_id", "place__merged_into_id"))
    seen = set(
        reached(scope, permission=permission)
        .filter(pk__in={pk for _, one, into in bearers for pk in (one, into) if pk})
        .values_list("pk", flat=True)
    )
    return {value: into or one for value, one, into in bearers if {one, into} - {None} <= seen}


def families(scope: Scope, place_ids: Iterable[int]) -> dict[int, int]:
    """Each of these places, and each merged into one of them, to the place that now answers for it."""
    ids = list(place_ids)
    seen = Place.objects.filter(within(scope), pk__in=ids).order_by().values("pk")
    rows = Place.objects.filter(Q(pk__in=seen) | Q(merged_into__in=seen))
    return {pk: into or pk for pk, into in rows.values_list("id", "merged_into_id")}


def merged_at(scope: Scope, *, as_at: datetime | None = None, into: Iterable[int] = ()) -> dict[int, int]:
    """Each merged place to the one that answers for it, now or as known at `as_at`; of some only, if named.

    One statement. The numbers tell nothing of the places: whoever reads what was said of them asks for the
    reach of the place that stands.
    """
    wanted = set(into)
    if as_at is None:
        now = Place.objects.filter(merged_into__in=wanted) if wanted else Place.objects.order_by()
        return dict(now.exclude(merged_into=None).values_list("id", "merged_into_id"))
    then = Merge.objects.filter(_not_undone_by(as_at), merged_at__lte=as_at).order_by()
    into_at = dict(then.values_list("gone_id", "kept_id"))
    pairs = {gone: _last(into_at, gone) for gone in into_at}
    return {gone: kept for gone, kept in pairs.items() if not wanted or kept in wanted}


def _last(into: dict[int, int], place_id: int) -> int:
    while place_id in into:
        place_id = into[place_id]
    return place_id


def within(scope: Scope, permission: str = SEE, *, as_at: datetime | None = None) -> Q:
    """What places a scope reaches: by area or council, by name, or by a provider's live registration.

    Reach by name or provider follows merges: to the place that answers now, and to all merged into it.
    """
    reach: Reach = scope.reach(permission)
    if reach.national:
        return Q()
    found = Q(area_id__in=reach.areas) | Q(council_id__in=reach.areas)
    if reach.places:
        found |= _with_family(Place.objects.filter(pk__in=reach.places), reach.places)
    if reach.organisations:
        run = (
            _live(as_at, as_known(Registration, as_at))
            .filter(organisation_id__in=reach.organisations)
            .order_by()
        )
        found |= _with_family(Place.objects.filter(pk__in=run.values("place")), run.values("place"))
    return found


def _with_family(named: QuerySet[Place], ids: object) -> Q:
    """These places, those they were merged into, and whatever else was merged into either."""
    answering = named.filter(merged_into__isnull=False).order_by().values("merged_into")
    return Q(pk__in=ids) | Q(pk__in=answering) | Q(merged_into__in=ids) | Q(merged_into__in=answering)


def _live(as_at: datetime | None, found: QuerySet[Registration] | None = None) -> QuerySet[Registration]:
    """Registrations in force at a moment; of `found`, where more than that they were is asked of them."""
    found = Registration.objects.all() if found is None else found
    if as_at is None:
        return found.filter(ended_recorded_at__isnull=True)
    not_ended = Q(ended_recorded_at__isnull=True) | Q(ended_recorded_at__gt=as_at)
    return found.filter(not_ended, recorded_at__lte=as_at)


def _not_undone_by(as_at: datetime) -> Q:
    return Q(undone_at__isnull=True) | Q(undone_at__gt=as_at)
