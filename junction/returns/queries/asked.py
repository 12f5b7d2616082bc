"""Which places are asked a question set: the one answer for filing, pictures, completeness, the chase list.

A standing set is asked of its kinds of care, and a place is asked when it gives any of them: a nursing home
that also runs a home-care agency is asked the sets of both. An incident asks what its playbook says of the
kinds it names, in the areas it covers, on the days it covers them. A set that names no kind and waits for no
incident is asked of nobody in particular.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from junction.core.scope import Scope
from junction.registry.models import Place, gives, lies_in
from junction.registry.queries import (
    areas_covered,
    coverings,
    coverings_in_reach,
    known_places,
    open_on,
    places,
)
from junction.registry.rules.incidents import Covering, playbooks_asking

from ..models import Slot
from ..rules.asking import asking, because, is_standing_for, sets_asked_on
from ..rules.questions import QuestionSet, question_set_on
from .belonging import Families
from .standing import Standing


def places_asked(
    scope: Scope,
    question_set: QuestionSet,
    *,
    permission: str,
    on: date,
    as_at: datetime | None = None,
    families: Families,
) -> QuerySet[Place]:
    """Return the places in scope that were open on a day and asked this set; all open for one of nobody's.

    With `as_at` as far as was known at that moment, and asked by what was in force as known then. `families`
    are those of that moment.
    """
    found = asked_open_or_closed(
        scope, question_set, permission=permission, on=on, as_at=as_at, families=families
    )
    return found.filter(open_on(scope, on, as_at=as_at, merged=families.merged))


def asked_open_or_closed(
    scope: Scope,
    question_set: QuestionSet,
    *,
    permission: str,
    on: date,
    as_at: datetime | None = None,
    families: Families,
) -> QuerySet[Place]:
    """Return the same, whether open that day or not."""
    found = known_places(scope, permission=permission, as_at=as_at, merged=families.merged)
    return found if question_set.is_for_anybody else found.filter(_is_asked(scope, question_set, on, as_at))


def _is_asked(scope: Scope, question_set: QuestionSet, on: date, as_at: datetime | None) -> Q:
    asked = gives(question_set.service_types)
    by_kinds = playbooks_asking(question_set.name, on=on, beside=question_set.service_types)
    for kinds, playbooks in by_kinds.items():
        covered = areas_covered(scope, playbooks, on=on, as_at=as_at)
        asked |= gives(kinds) & lies_in(covered)
    return asked


@dataclass(frozen=True, slots=True)
class AskedHere:
    """What is asked on a day within somebody's reach: the incidents there, and so the question sets."""

    on: date
    incidents: tuple[Covering, ...]

    @property
    def sets(self) -> list[QuestionSet]:
        return sets_asked_on(self.on, self.incidents)

    def because(self, question_set: QuestionSet) -> tuple[Covering, ...]:
        """Return the incidents without which this set would be asked of nobody; none for a standing one."""
        return asking(question_set, self.incidents, on=self.on)


def asked_here(scope: Scope, *, permission: str, on: date, as_at: datetime | None = None) -> AskedHere:
    """Return what is asked on a day within reach of a permission, of whomever; one statement."""
    return AskedHere(on, coverings_in_reach(scope, permission=permission, on=on, as_at=as_at))


def why_asked(
    scope: Scope, place: Place, question_set: QuestionSet, *, on: date, as_at: datetime | None = None
) -> tuple[Covering, ...] | None:
    """Return the incidents on whose account a place is asked a set on a day: none where it is asked anyway.

    `None` where nobody asks it. One statement, and none for a set that its kind of care is always asked.
    """
    kinds = place.kinds
    if is_standing_for(question_set, kinds):
        return ()
    code = place.lies_in
    around = coverings(scope, [code], on=on, as_at=as_at)[code] if code else ()
    return because(question_set, kinds, around, on=on) or None


def why_each(
    scope: Scope, place_ids: Collection[int], question_set: QuestionSet, *, on: date
) -> dict[int, tuple[Covering, ...]]:
    """Return for each of these places the incidents on whose account it is asked; not those asked anyway.

    Two statements, whatever their number.
    """
    found = list(places(scope).filter(pk__in=place_ids).order_by())
    doubtful = {place.pk: place for place in found if not is_standing_for(question_set, place.kinds)}
    codes = {code for place in doubtful.values() if (code := place.lies_in)}
    around = coverings(scope, codes, on=on) if codes else {}
    return {
        pk: because(question_set, place.kinds, around.get(place.lies_in or "", ()), on=on)
        for pk, place in doubtful.items()
    }


def days_asked(
    scope: Scope, place: Place, question_set: QuestionSet, days: Collection[date], *, as_at: datetime
) -> frozenset[date]:
    """Return on which of these days a place is asked a set, as known at a moment; one statement at most."""
    if question_set.is_for_anybody or is_standing_for(question_set, place.kinds):
        return frozenset(days)
    code = place.lies_in
    around = coverings(scope, [code], on=max(days), as_at=as_at)[code] if code else ()
    return frozenset(day for day in days if because(question_set, place.kinds, around, on=day))


def not_asked(
    scope: Scope,
    wanted: Sequence[tuple[int, date]],
    *,
    question_set: str,
    known: Mapping[int, Standing],
) -> frozenset[tuple[int, date]]:
    """Return which of these places nobody asks a set on these days, and who did not file it then either.

    What was filed once may be corrected, whatever became of the incident or of the kind of care. No statement
    for places that are asked it always; two for all others together.
    """
    doubtful = [key for key in wanted if not _is_standing(question_set, key[1], known[key[0]])]
    if not doubtful:
        return frozenset()
    codes = {code for place_id, _ in doubtful if (code := known[place_id].lies_in)}
    around = coverings(scope, codes, on=max(day for _, day in doubtful))
    left = {
        (place_id, day)
        for place_id, day in doubtful
        if not because(
            question_set_on(question_set, day),
            known[place_id].kinds,
            around.get(known[place_id].lies_in or "", ()),
            on=day,
        )
    }
    return frozenset(left - _filed(left, question_set)) if left else frozenset()


def _is_standing(name: str, day: date, place: Standing) -> bool:
    """Tell whether a set is taken from a place anyway; one there was not that day is refused elsewhere."""
    try:
        question_set = question_set_on(name, day)
    except LookupError:
        return True
    return question_set.is_for_anybody or is_standing_for(question_set, place.kinds)


def _filed(wanted: Collection[tuple[int, date]], question_set: str) -> set[tuple[int, date]]:
    found = Slot.objects.filter(
        place_id__in={place_id for place_id, _ in wanted},
        about_on__in={day for _, day in wanted},
        question_set=question_set,
        version__gt=0,
    )
    return set(found.values_list("place_id", "about_on"))
