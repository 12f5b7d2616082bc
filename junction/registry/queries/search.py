"""Search for places by name, postcode or any number, forgiving typing errors in names.

An exact number (ours first) or postcode answers alone. Otherwise names are compared by their letters in
threes (pg_trgm): the name of the place and every name ever registered there, the likest first.
"""

import re
from datetime import date

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from uk_postcodes_parsing import parse as parse_postcode

from junction.core.scope import Scope
from junction.registry.models import Identifier, Organisation, Place, Registration
from junction.registry.rules.areas import COUNCIL_KINDS
from junction.registry.rules.names import alike, name_key

from .areas import areas
from .places import SEE, places, within

LIKE = (0.4, 0.3)  # of 1: a letter or two wrong in a short name; two letters that changed places
LOOKED_AT = 50  # of the places named most like one


def search_places(scope: Scope, text: str, *, permission: str = SEE) -> QuerySet[Place]:
    """Places in scope that `text` may mean; all of them when it is empty."""
    found = places(scope, permission=permission)
    asked = text.strip()
    if not asked:
        return found
    code = parse_postcode(asked) if re.search(r"\d", asked) else None
    if code:
        return found.filter(postcode=code.postcode)
    own = found.filter(pk=int(asked)) if re.fullmatch(r"[0-9]{1,18}", asked) else found.none()
    if own.exists():
        return own
    if re.search(r"\d{4}", asked):
        bearers = Identifier.objects.filter(
            value=asked.upper().replace(" ", ""), withdrawn_at__isnull=True
        ).values("place_id")
        return found.filter(Q(pk__in=bearers) | Q(merged_from__in=bearers)).distinct()
    if re.fullmatch(r"[A-Za-z]{1,2}\d{1,2}[A-Za-z]?(\s*\d)?", asked):
        return found.filter(postcode__startswith=asked.upper())
    return _named_like(found, name_key(asked))


def _named_like(found: QuerySet[Place], key: str) -> QuerySet[Place]:
    """By the index first; where that finds nothing, by comparing every name less strictly, twice."""
    likeness = TrigramWordSimilarity(key, F("name_key"))
    marked = found.annotate(likeness=likeness)
    there = Registration.objects.filter(place_id=OuterRef("pk"))
    near = Q(name_key__trigram_word_similar=key) | Q(name_key__contains=key)
    close = marked.filter(near | Exists(there.filter(near)))
    for least in LIKE:
        if close.exists():
            break
        named = there.annotate(likeness=likeness).filter(likeness__gte=least)
        close = marked.filter(Q(likeness__gte=least) | Exists(named))
    return close.order_by("-likeness", "name", "pk")


def alike_places(scope: Scope, place: Place, *, permission: str = SEE, most: int = 8) -> list[Place]:
    """Places in scope that may be this one: at its postcode, or of its council and named alike."""
    others = places(scope, permission=permission).exclude(pk=place.pk)
    near = list(others.filter(postcode=place.postcode)[:most]) if place.postcode else []
    named = _named_like(others.filter(council_id=place.council_id), place.name_key)
    same = [one for one in named[:LOOKED_AT] if one not in near and alike(one.name, place.name)]
    return [*near, *same][:most]


def organisations(scope: Scope, *, kind: str = "", text: str = "") -> QuerySet[Organisation]:
    """Organisations that run a place in scope, and bodies of areas in it; every one for a national scope."""
    reach = scope.reach(SEE)
    run = Registration.objects.filter(
        organisation_id=OuterRef("pk"), place__in=Place.objects.filter(within(scope, SEE)).values("pk")
    )
    found = Organisation.objects.all()
    if not reach.national:
        body = Q(kind=Organisation.Kind.VOLUNTARY, area_id__in=reach.areas)
        found = found.filter(Q(pk__in=reach.organisations) | Exists(run) | body)
    if kind:
        found = found.filter(kind=kind)
    key = name_key(text)
    if key:
        like = Q(name_key__contains=key) | Q(name_key__trigram_word_similar=key)
        found = found.filter(like)
    return found


def organisation(scope: Scope, organisation_id: int) -> Organisation:
    """Return one organisation. Raise `Organisation.DoesNotExist` when there is none in scope."""
    return organisations(scope).get(pk=organisation_id)


def areas_for_bodies(scope: Scope, *, on: date, permission: str = "registry.edit") -> list[tuple[str, str]]:
    """Return code and name of the councils in reach that a voluntary body may be added for, by name."""
    reach = scope.reach(permission)
    found = areas(scope, on=on).filter(kind__in=COUNCIL_KINDS)
    found = found if reach.national else found.filter(pk__in=reach.areas)
    return list(found.order_by("name").values_list("pk", "name"))
