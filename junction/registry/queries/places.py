"""Places inside a scope, now or as they were known at a moment.

A place that was merged into another is not listed; asked for by its number or by an identifier, the place
it was merged into answers.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from junction.core.scope import Reach, Scope

from ..models import Merge, Place, Registration

SEE = "registry.see"


def live_registrations(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[Registration]:
    """Registrations in force, as known now or at `as_at`, on places this scope sees."""
    visible = within(scope, as_at=as_at)
    return _live(as_at).filter(Exists(Place.objects.filter(visible, pk=OuterRef("place_id"))))


def registrations(scope: Scope, place: Place) -> QuerySet[Registration]:
    """Everything ever registered on a place and on those merged into it, oldest first."""
    seen = places(scope).filter(pk=place.pk)
    family = Q(place__in=seen) | Q(place__merged_into__in=seen)
    return (
        Registration.objects.filter(family)
        .select_related("organisation", "place")
        .order_by(
            F("registered_from").asc(nulls_first=True), F("first_listed_on").asc(nulls_first=True), "id"
        )
    )


def places(scope: Scope, *, permission: str = SEE, as_at: datetime | None = None) -> QuerySet[Place]:
    """Places this scope reaches with `permission`; with `as_at`, those known and open at that moment."""
    found = Place.objects.filter(within(scope, permission, as_at=as_at))
    if as_at is None:
        return found.filter(merged_into__isnull=True)
    merged = Merge.objects.filter(gone_id=OuterRef("pk"), merged_at__lte=as_at).filter(_not_undone_by(as_at))
    return found.filter(~Exists(merged), Exists(_live(as_at).filter(place_id=OuterRef("pk"))))


def place(scope: Scope, place_id: int, *, permission: str = SEE, as_at: datetime | None = None) -> Place:
    """Return one place, or the one it was merged into.

    Raise `Place.DoesNotExist` when there is none in scope.
    """
    found = Place.objects.filter(within(scope, permission, as_at=as_at))
    one = found.select_related("area", "council", "merged_into").get(pk=place_id)
    return found.select_related("area", "council").get(pk=one.merged_into_id) if one.merged_into_id else one


def place_by_identifier(scope: Scope, kind: str, value: str, *, permission: str = SEE) -> Place | None:
    """Return the place that bears this identifier, merged or not; `None` when none in scope does."""
    bearer = Place.objects.filter(
        identifiers__kind=kind, identifiers__value=value, identifiers__withdrawn_at__isnull=True
    ).values_list("id", flat=True)
    try:
        return place(scope, bearer[:1].get(), permission=permission)
    except Place.DoesNotExist:
        return None


def families(scope: Scope, place_ids: Iterable[int]) -> dict[int, int]:
    """Each of these places, and each merged into one of them, to the place that now answers for it."""
    ids = list(place_ids)
    seen = Place.objects.filter(within(scope), pk__in=ids).order_by().values("pk")
    rows = Place.objects.filter(Q(pk__in=seen) | Q(merged_into__in=seen))
    return {pk: into or pk for pk, into in rows.values_list("id", "merged_into_id")}


def merged_at(scope: Scope, *, as_at: datetime | None = None, into: Iterable[int] = ()) -> dict[int, int]:
    """Each merged place to the one that answers for it, now or as known at `as_at`; of some only, if named.

    Whoever sees the place that stands sees what was said of those merged into it, so this asks for the
    reach of the place that stands only.
    """
    wanted = set(into)
    if as_at is None:
        now = Place.objects.filter(merged_into__in=wanted) if wanted else Place.objects.all()
        pairs = dict(now.exclude(merged_into=None).values_list("id", "merged_into_id"))
    else:
        then = Merge.objects.filter(_not_undone_by(as_at), merged_at__lte=as_at)
        into_at = dict(then.values_list("gone_id", "kept_id"))
        pairs = {gone: _last(into_at, gone) for gone in into_at}
    kept = {pk for pk in pairs.values() if not wanted or pk in wanted}
    seen = set(Place.objects.filter(within(scope), pk__in=kept).values_list("pk", flat=True)) if kept else ()
    return {gone: pk for gone, pk in pairs.items() if pk in seen}


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
        run = _live(as_at).filter(organisation_id__in=reach.organisations).order_by()
        found |= _with_family(Place.objects.filter(pk__in=run.values("place")), run.values("place"))
    return found


def _with_family(named: QuerySet[Place], ids: object) -> Q:
    """These places, those they were merged into, and whatever else was merged into either."""
    answering = named.filter(merged_into__isnull=False).order_by().values("merged_into")
    return Q(pk__in=ids) | Q(pk__in=answering) | Q(merged_into__in=ids) | Q(merged_into__in=answering)


def _live(as_at: datetime | None) -> QuerySet[Registration]:
    if as_at is None:
        return Registration.objects.filter(ended_recorded_at__isnull=True)
    not_ended = Q(ended_recorded_at__isnull=True) | Q(ended_recorded_at__gt=as_at)
    return Registration.objects.filter(not_ended, recorded_at__lte=as_at)


def _not_undone_by(as_at: datetime) -> Q:
    return Q(undone_at__isnull=True) | Q(undone_at__gt=as_at)
