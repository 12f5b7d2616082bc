"""Whose a return is once places are merged: the one rule, which every reader of returns takes from here.

The returns of a place are its own and, for a day about which it has none itself, those of the places merged
into it, as merges and returns were known at the moment asked about. Where several of those filed for one day,
the one with the highest number speaks: the register knew it last, and no later correction makes another speak
in its stead. Nothing is copied, so undoing a merge gives each its own again.

The rule is said side by side as SQL for tables of returns (`Families.belonging`), as the SQL of an order
(`SPEAKS_FIRST`), for one place (`returns_of`) and for rows at hand (`Families.speaker`). While nothing is
merged the SQL is the plain table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Q, When

from junction.core.scope import Scope
from junction.registry.models import Place
from junction.registry.queries import merged_at, places

from ..models import Return, known_at
from ..rules.measures import MEASURES

SPEAKS_FIRST = "{own} DESC, {place} DESC"  # its own, else that of the highest number


@dataclass(frozen=True, slots=True)
class Table:
    """A table of returns: its columns that are read, and what a place has one row for."""

    name: str
    columns: tuple[str, ...]
    each: str
    first: str = ""  # which row is meant where a place has several


READ = ("about_on", "recorded_at", "late", "nothing_changed", "computed_rating", *MEASURES)
RETURNS = Table("returns_return", READ, each="x.about_on")
SLOTS = Table("returns_slot", ("about_on", "first_recorded_at", "version"), each="x.about_on")
NEWEST = Table("returns_latest", ("question_set", *READ), each="x.question_set", first="x.about_on DESC, ")
PLAIN = "SELECT x.place_id, {columns} FROM {table} x WHERE {which}"
OF_FAMILIES = """SELECT DISTINCT ON (f.kept, {each}) f.kept AS place_id, {columns}
    FROM unnest(%s::bigint[], %s::bigint[]) f(member, kept) JOIN {table} x ON x.place_id = f.member
    WHERE {which}
    ORDER BY f.kept, {each}, {first}{speaks_first}"""


@dataclass(frozen=True, slots=True)
class Families:
    """Places that others were merged into, with those: each member to the place that stands for it."""

    stands_for: Mapping[int, int]

    @classmethod
    def of(cls, merged: Mapping[int, int]) -> "Families":
        """Make them of each merged place and the one it was merged into."""
        return cls({**merged, **{kept: kept for kept in merged.values()}})

    def __bool__(self) -> bool:
        return bool(self.stands_for)

    @property
    def merged(self) -> dict[int, int]:
        """Each merged place to the one that stands."""
        return {one: kept for one, kept in self.stands_for.items() if one != kept}

    @property
    def kept(self) -> list[int]:
        return sorted(set(self.stands_for.values()))

    @property
    def members(self) -> dict[int, list[int]]:
        """Each place that stands, and all for which it stands, itself among them."""
        found: dict[int, list[int]] = {kept: [] for kept in self.kept}
        for member, kept in self.stands_for.items():
            found[kept].append(member)
        return found

    @property
    def pairs(self) -> list[list[int]]:
        """Every member, and in the same order the place that stands for it."""
        return [list(self.stands_for), list(self.stands_for.values())]

    def belonging(self, table: Table, which: str, values: list[Any]) -> tuple[str, list[Any]]:
        """Return the SQL of a table's rows `x` that meet a condition, each under the place whose it is.

        There are rows of merged places too where nothing keeps them out: join them to places that stand.
        """
        plain = PLAIN.format(table=table.name, columns=_columns(table), which=which)
        if not self:
            return f"({plain})", values
        theirs, more = self.theirs(table, which, values)
        sql = f"({plain} AND x.place_id <> ALL(%s) UNION ALL SELECT * FROM ({theirs}) theirs)"  # noqa: S608 (names from the code)
        return sql, [*values, self.kept, *more]

    def theirs(self, table: Table, which: str, values: list[Any]) -> tuple[str, list[Any]]:
        """Return the same for families alone: the row of each that speaks."""
        sql = OF_FAMILIES.format(
            table=table.name,
            columns=_columns(table),
            which=which,
            each=table.each,
            first=table.first,
            speaks_first=SPEAKS_FIRST.format(own="(x.place_id = f.kept)", place="x.place_id"),
        )
        return sql, [*self.pairs, *values]

    @staticmethod
    def speaker(place_id: int, filed: Iterable[int]) -> int:
        """Return which of the places that filed for a day speaks for `place_id`, itself one of its family."""
        return max(filed, key=lambda one: (one == place_id, one))


def families_at(scope: Scope, *, as_at: datetime | None = None, of: Iterable[int] = ()) -> Families:
    """Return the families of places now or as known at `as_at`; of some places only, if named."""
    return Families.of(merged_at(scope, as_at=as_at, into=of))


def _columns(table: Table) -> str:
    return ", ".join(f"x.{column}" for column in table.columns)


def returns_of(
    scope: Scope,
    place_id: int,
    *,
    as_at: datetime | None = None,
    most: int | None = None,
    **which: Any,
) -> list[Return]:
    """Return the returns of one place that stands, as known now or at `as_at`, the newest day first.

    `which` narrows them (`about_on__lt=…`); that the place is in scope is for the caller to see to. One
    statement; looking back, another for what was merged then.
    """
    members: Any = [place_id, *merged_at(scope, as_at=as_at, into=[place_id])] if as_at else None
    if members is None:
        family = Place.objects.filter(Q(pk=place_id) | Q(merged_into=place_id))
        members = family.order_by().values("pk")
    found = Return.objects.filter(known_at(as_at), place__in=members, **which)
    own = Case(When(place_id=place_id, then=1), default=0)
    spoken = found.order_by("-about_on", "question_set", own.desc(), "-place_id")
    return list(spoken.distinct("about_on", "question_set")[:most])


def versions_of_day(
    scope: Scope, place_id: int, *, question_set: str, about_on: date, as_at: datetime | None = None
) -> list[Return]:
    """Return every version known now or at `as_at` of the return that stood for a day, oldest first."""
    found = Return.objects.filter(
        place__in=[place_id, *merged_at(scope, as_at=as_at, into=[place_id])],
        question_set=question_set,
        about_on=about_on,
    )
    known = list((found.filter(recorded_at__lte=as_at) if as_at else found).order_by("version"))
    speaks = Families.speaker(place_id, (one.place_id for one in known)) if known else place_id
    return [one for one in known if one.place_id == speaks]


def is_seen(scope: Scope, place_id: int, *, permission: str) -> bool:
    """Tell whether this scope sees what was filed for a place: it reaches the place that stands for it."""
    merged = merged_at(scope)
    return places(scope, permission=permission).filter(pk=merged.get(place_id, place_id)).exists()
