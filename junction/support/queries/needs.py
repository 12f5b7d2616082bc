"""Needs in reach, and who they are about. Rows hold codes only; who it is takes leave of its own.

A council, a region, a forum and the nation see what is needed in their area; a place sees its own. Who a
person is is read by those who answer the helpline of the area, and where the address is protected by those of
them who may read that. Each such reading is in the log. The private link opens one need to whoever holds it.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.crypto import salted_hmac

from junction.core.personal.queries import ERASED, values
from junction.core.reading.rules import Kind, seen
from junction.core.scope import Reach, Scope
from junction.registry.models import Area
from junction.registry.queries import places

from ..models import Need, NeedEvent, Person
from ..rules.keeping import name_key, phone_key

SEE, ANSWER, PROTECTED, ASK = "support.see", "support.answer", "support.see-protected", "support.ask"
READ = Kind("support.person.read", "need")
OPEN = (Need.State.OPEN, Need.State.OFFERED)
TEXT = "support.text"
PHONE, NAME = "phone", "name"
STATES: dict[str, str] = dict(Need.State.choices)


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody told of themselves; what was erased says so, what was not told is empty."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    code_word: str = ""
    words: str = ""


def needs(scope: Scope, *, permission: str = SEE, as_at: datetime | None = None) -> QuerySet[Need]:
    """Return needs in reach. With `as_at`, those stated by then, with `then_state`, `then_class`,
    `then_level`, `then_limit` and `then_council` as they were; who sees them is said by the council of today.
    """
    return _then(Need.objects.filter(_within(scope, permission)), as_at)


def stated_by_places(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[Need]:
    """Return the needs of persons that places in reach stated for them; with `as_at` as in `needs`."""
    mine = places(scope, permission=ASK).order_by().values("pk")
    return _then(Need.objects.filter(by_place__in=mine), as_at)


def _then(found: QuerySet[Need], as_at: datetime | None) -> QuerySet[Need]:
    found = found.select_related("area", "place", "person", "hub", "by_place")
    if as_at is None:
        return found
    return found.filter(stated_at__lte=as_at).annotate(
        then_state=Coalesce(_last(as_at, is_class=False), F("state")),
        then_class=Coalesce(_last(as_at, is_class=True), F("need_class")),
        then_level=Coalesce(_before(as_at, "level_before"), F("level")),
        then_limit=Coalesce(_before(as_at, "limit_before"), F("limit_at")),
        then_council=Coalesce(_council_before_moves(as_at, "name"), F("area__name")),
        then_area=Coalesce(_council_before_moves(as_at, "code"), F("area_id")),
    )


def one_need(scope: Scope, number: int, *, permission: str = SEE, as_at: datetime | None = None) -> Need:
    """Return one need in reach, with `as_at` one that was stated by then. Raise `Need.DoesNotExist`."""
    return needs(scope, permission=permission, as_at=as_at).get(pk=number)


def open_needs(scope: Scope, *, permission: str = SEE) -> QuerySet[Need]:
    """Return the needs somebody still has to see to, the nearest limit first."""
    return needs(scope, permission=permission).filter(state__in=OPEN).order_by("limit_at", "stated_at", "pk")


def who(scope: Scope, need: Need) -> Told | None:
    """Return who a need is about, with a line in the log; None without leave to know."""
    return who_of_many(scope, [need]).get(need.pk)


def who_of_many(scope: Scope, found: Sequence[Need]) -> dict[int, Told]:
    """Return who these needs are about, by the need's number, in one statement; those one may not know are
    missing.
    """
    mine = [need for need in found if need.person and may_know(scope, need)]
    keys = {need.pk: {**_keys(need.person), "words": need.words} for need in mine if need.person}
    known = values(key for told in keys.values() for key in told.values() if key)
    for need in mine:
        seen(READ, need.pk)
    return {
        number: Told(**{name: known.get(key, ERASED) if key else "" for name, key in told.items()})
        for number, told in keys.items()
    }


def may_know(scope: Scope, need: Need) -> bool:
    """Tell whether one may read who a need is about."""
    permission = PROTECTED if need.person and need.person.is_protected else ANSWER
    return _covers(scope.reach(permission), need) and _covers(scope.reach(ANSWER), need)


def known_among(scope: Scope, numbers: Iterable[int]) -> frozenset[int]:
    """Return those of these needs of which one may read who they are about."""
    found = Need.objects.filter(pk__in=list(numbers)).select_related("person").order_by()
    return frozenset(need.pk for need in found if may_know(scope, need))


def for_a_helper(scope: Scope, need: Need) -> Told | None:
    """Return what a helper who has accepted is told; None where the address is protected."""
    return for_helpers(scope, [need]).get(need.pk)


def for_helpers(scope: Scope, found: Sequence[Need]) -> dict[int, Told]:
    """Return, by need and in one statement, what a helper who has accepted is told: a name, an address, a
    number where it is safe to use; nothing where the address is protected.

    The caller has made sure that the helper has accepted. Log the reading with the helper as its actor.
    """
    mine = [need for need in found if need.person and not need.person.is_protected]
    keys = {need.pk: _for_a_helper(need.person) for need in mine if need.person}
    known = values(key for told in keys.values() for key in told.values() if key)
    for need in mine:
        seen(READ, need.pk, "helper")
    return {
        number: Told(**{name: known.get(key, ERASED) if key else "" for name, key in told.items()})
        for number, told in keys.items()
    }


def _for_a_helper(person: Person) -> dict[str, str]:
    keys = {name: key for name, key in _keys(person).items() if name in ("name", "phone", "address")}
    return keys if person.may_ring or person.may_text else keys | {"phone": ""}


def need_of_link(scope: Scope, token: str) -> Need | None:
    """Return the need of a private link, whoever asks: the link is the leave."""
    found = Need.objects.filter(token_hash=token_hash(scope, token)).select_related("area", "person")
    return found.first()


def token_hash(scope: Scope, token: str) -> str:
    """Return what is kept of a private link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_code_word(scope: Scope, need: Need, said: str) -> bool:
    """Tell whether this is the code word of the need; always where none was chosen."""
    if need.person is None or not need.person.code_word:
        return True
    kept = values([need.person.code_word]).get(need.person.code_word)
    return kept is not None and kept.casefold().strip() == said.casefold().strip()


def mark(scope: Scope, kind: str, written: str) -> str | None:
    """Return the keyed mark of a telephone number or a name, the same for every spelling; None
    for nothing.
    """
    key = phone_key(written) if kind == PHONE else name_key(written)
    return salted_hmac(f"support.{kind}", key, algorithm="sha256").hexdigest() if key else None


def duplicates(
    scope: Scope, *, phone: str = "", name: str = "", area: str = "", except_for: Iterable[int] = ()
) -> list[Need]:
    """Return open needs of the same telephone number, then of the same name in the area; within leave to
    answer.
    """
    found = open_needs(scope, permission=ANSWER).exclude(pk__in=list(except_for))
    return _alike(scope, found, found.filter(area_id=area) if area else found, phone, name)


def borne(scope: Scope, references: Collection[str]) -> set[str]:
    """Return those of some references that a need anywhere bears, so that none is drawn twice."""
    return set(Need.objects.filter(reference__in=references).values_list("reference", flat=True))


def stated_before(scope: Scope, place: int, *, phone: str = "", name: str = "") -> list[Need]:
    """Return open needs that a place in reach stated itself for a person of this telephone number or name; of
    nobody else's, so that a place learns of no person it does not look after.
    """
    found = stated_by_places(scope).filter(by_place=place, state__in=OPEN).order_by("limit_at", "pk")
    return _alike(scope, found, found, phone, name)


def stated_before_many(
    scope: Scope, rows: Sequence[tuple[int, str, str]]
) -> dict[tuple[int, str, str], list[Need]]:
    """Return the same as `stated_before` for many at once, in one statement: by (place, telephone, name)."""
    asked = {row: (mark(scope, PHONE, row[1]), mark(scope, NAME, row[2])) for row in rows}
    phones, names = ({pair[part] for pair in asked.values()} - {None} for part in (0, 1))
    found = stated_by_places(scope).filter(by_place__in={row[0] for row in rows}, state__in=OPEN)
    found = found.filter(Q(person__phone_mark__in=phones) | Q(person__name_mark__in=names))
    known: dict[tuple[int | None, str | None], list[Need]] = {}
    for need in found.select_related("person").order_by("limit_at", "pk"):
        for told in {need.person.phone_mark, need.person.name_mark} if need.person else ():
            known.setdefault((need.by_place_id, told), []).append(need)
    return {
        row: list(dict.fromkeys(one for told in pair if told for one in known.get((row[0], told), ())))
        for row, pair in asked.items()
    }


def _alike(
    scope: Scope, same_phone: QuerySet[Need], same_name: QuerySet[Need], phone: str, name: str
) -> list[Need]:
    by_phone, by_name = mark(scope, PHONE, phone), mark(scope, NAME, name)
    alike = list(same_phone.filter(person__phone_mark=by_phone)[:10]) if by_phone else []
    if by_name:
        known = [one.pk for one in alike]
        alike += same_name.filter(person__name_mark=by_name).exclude(pk__in=known)[:10]
    return alike


def of_state(scope: Scope, rows: QuerySet[Need], *, is_open: bool, then: bool = False) -> QuerySet[Need]:
    """Narrow needs that were read within a scope to those that are (`then`: were) open, or to the others."""
    held = {"then_state__in" if then else "state__in": OPEN}
    return rows.filter(**held) if is_open else rows.exclude(**held)


def late(
    scope: Scope, rows: QuerySet[Need], at: datetime, *, is_late: bool, then: bool = False
) -> QuerySet[Need]:
    """Narrow needs that were read within a scope to open ones past their limit, or to the others."""
    state, limit = ("then_state", "then_limit") if then else ("state", "limit_at")
    past = Q(**{f"{state}__in": OPEN, f"{limit}__lt": at})
    return rows.filter(past) if is_late else rows.exclude(past)


def reaches(scope: Scope, need: Need, permission: str) -> bool:
    """Tell whether a permission covers a need."""
    return _covers(scope.reach(permission), need)


def _keys(person: Person) -> dict[str, str]:
    return {
        "name": person.name, "phone": person.phone, "email": person.email, "address": person.address,
        "code_word": person.code_word,
    }  # fmt: skip


def _covers(reach: Reach, need: Need) -> bool:
    return reach.national or need.area_id in reach.areas


def _within(scope: Scope, permission: str) -> Q:
    reach = scope.reach(permission)
    if reach.national:
        return Q()
    found = Q(area_id__in=reach.areas)
    if reach.places or reach.organisations:
        found |= Q(place__in=places(scope, permission=permission).order_by().values("pk"))
    return found


def _last(as_at: datetime, *, is_class: bool) -> Subquery:
    """The last class, or state, that an event by then left the need in. Some codes are both, and where a
    need was handed to another council, the event says which.
    """
    kinds = Q(kind__in=[NeedEvent.Kind.CLASSED, NeedEvent.Kind.RECLASSED])
    held = kinds if is_class else ~kinds & Q(after__in=Need.State.values)
    rows = NeedEvent.objects.filter(held, need=OuterRef("pk"), at__lte=as_at)
    return Subquery(rows.exclude(after="").order_by("-at", "-pk").values("after")[:1])


def _before(as_at: datetime, field: str) -> Subquery:
    """What an event after a moment says that the level, or the limit, was before it."""
    moved = NeedEvent.objects.filter(need=OuterRef("pk"), at__gt=as_at, limit_before__isnull=False)
    return Subquery(moved.order_by("at", "pk").values(field)[:1])


def _council_before_moves(as_at: datetime, field: str) -> Subquery:
    """The name or code of the council that a need was moved from after a moment; none where it was not."""
    moves = NeedEvent.objects.filter(need=OuterRef("pk"), kind=NeedEvent.Kind.HANDED, at__gt=as_at)
    names = Area.objects.filter(pk=OuterRef("before")).values(field)
    return Subquery(moves.exclude(after="").order_by("at", "pk").annotate(n=Subquery(names)).values("n")[:1])
