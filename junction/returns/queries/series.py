"""Read published series back, as they were known at a publication or a moment.

An area's figure is the one published for that area and is never added up from its parts. Days run from the
first to the last asked for, both included.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Min, QuerySet

from junction.core.scope import Scope
from junction.registry.models import AreaInside
from junction.registry.queries import area_index
from junction.registry.rules.areas import full_key
from junction.returns.models import Figure, Publication, Series, SeriesLine
from junction.returns.rules.series import (
    Key,
    Said,
    SmallNumbers,
    State,
    applied,
    last_moment,
    total,
)
from junction.returns.rules.series_book import small_numbers_below

SEE, SEE_SMALL = "series.see", "oversight.see"


class UnknownPublication(LookupError):
    """There is no publication of that name in this series, and it is no moment such as 2020-05-12T09:00."""


class UnknownLine(LookupError):
    """This series has no figures for that area and measure."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of a series over some days, as at one publication (None: nothing was published by then)."""

    series: Series
    line: SeriesLine
    first_on: date
    last_on: date
    publication: Publication | None
    values: tuple[tuple[date, Said], ...]

    @property
    def total(self) -> int | None:
        """The sum over the days; None when one of them is hidden or there is none."""
        return total(said for _, said in self.values)

    @property
    def days_hidden(self) -> int:
        return sum(said.suppressed for _, said in self.values)


def all_series(scope: Scope) -> QuerySet[Series]:
    """Return every series with its number of publications and the newest one's moment."""
    found = Series.objects.annotate(issues=Count("publications"), newest_at=Max("publications__published_at"))
    return found if scope.may(SEE) else found.none()


def series(scope: Scope, name: str) -> Series | None:
    """Return one series by its name."""
    return Series.objects.filter(name=name).first() if scope.may(SEE) else None


def publications(scope: Scope, one: Series) -> list[Publication]:
    """Return the publications of a series in the order they came out."""
    return list(one.publications.all()) if scope.may(SEE) else []


def lines(scope: Scope, one: Series) -> QuerySet[SeriesLine]:
    """Return what a series has figures for: areas and measures."""
    return one.lines.select_related("area") if scope.may(SEE) else one.lines.none()


def measures(scope: Scope, one: Series) -> list[str]:
    """Return the measures of a series."""
    return sorted(set(lines(scope, one).order_by().values_list("measure", flat=True)))


def measures_of_all(scope: Scope) -> list[tuple[Series, str]]:
    """Return every series with each of its measures, in two statements."""
    known = {one.pk: one for one in all_series(scope)}
    pairs = SeriesLine.objects.filter(series__in=known).order_by("series__title", "measure")
    return [(known[pk], measure) for pk, measure in pairs.values_list("series", "measure").distinct()]


def publication_as_at(scope: Scope, one: Series, as_at: str | datetime | None) -> Publication | None:
    """Return the publication that was the newest: named by its label, at a moment, on a day; or at all.

    A label wins over a day of the same spelling. Raises UnknownPublication.
    """
    issues = one.publications.all()
    if not as_at:
        return issues.last()
    if isinstance(as_at, str):
        if found := issues.filter(label=as_at).first():
            return found
        moment = last_moment(as_at)
        if moment is None:
            raise UnknownPublication
        as_at = moment
    return issues.filter(published_at__lte=as_at).last()


def line(scope: Scope, one: Series, *, area: str, measure: str) -> SeriesLine:
    """Return the line of an area (a code or any of its names) and a measure; raise UnknownLine."""
    found = {line.area_key: line for line in lines(scope, one).filter(measure=measure)}
    direct = found.get(area.strip().upper()) or found.get(full_key(area))
    if direct:
        return direct
    first = Figure.objects.filter(line__in=found.values()).aggregate(day=Min("day"))
    index = area_index()
    codes = {index.resolve(area, on=first["day"]).code, index.resolve(area).code} - {None}
    for candidate in found.values():
        if candidate.area_id in codes:
            return candidate
    raise UnknownLine


def series_as_at(
    scope: Scope,
    one: Series,
    *,
    area: str,
    measure: str,
    first_on: date,
    last_on: date,
    as_at: str | datetime | None = None,
) -> Reading:
    """Return one area's figures, first and last day included, as at a publication's label, a moment, or now.

    Raises UnknownPublication and UnknownLine.
    """
    publication = publication_as_at(scope, one, as_at)
    chosen = line(scope, one, area=area, measure=measure)
    cells: list[tuple[date, Said]] = []
    if publication:
        issues = _up_to(one, publication)
        by_day = _shown(scope, one, chosen, issues=issues, days=(first_on, last_on))[publication.pk]
        cells = sorted(by_day.items())
    return Reading(one, chosen, first_on, last_on, publication, tuple(cells))


def history(
    scope: Scope, chosen: SeriesLine, *, first_on: date, last_on: date, upto: Publication
) -> list[tuple[Publication, dict[date, Said]]]:
    """Return what each publication up to one said, oldest first; days it does not give are absent."""
    issues = _up_to(upto.series, upto)
    shown = _shown(scope, upto.series, chosen, issues=issues, days=(first_on, last_on))
    return [(issue, shown[issue.pk]) for issue in issues]


def state_at(scope: Scope, publication: Publication) -> State:
    """Return every figure of a publication."""
    issues = _up_to(publication.series, publication)
    newest = (
        Figure.objects.filter(publication__in=issues)
        .order_by("line_id", "day", "-publication__published_at", "-publication__day_order")
        .distinct("line_id", "day")
        .values_list("line__area_key", "line__measure", "day", "value", "suppressed")
    )
    return applied({}, {Key(*row[:3]): Said(*row[3:]) for row in newest})


def _up_to(one: Series, publication: Publication) -> list[Publication]:
    place = (publication.published_at, publication.day_order)
    return [issue for issue in one.publications.all() if (issue.published_at, issue.day_order) <= place]


def _shown(
    scope: Scope, one: Series, chosen: SeriesLine, *, issues: list[Publication], days: tuple[date, date]
) -> dict[int, dict[date, Said]]:
    """Return what may be shown of a line, by publication and day."""
    below = small_numbers_below(one.definition, chosen.measure, on=days[0])
    reach = scope.reach(SEE_SMALL)
    if below is None or reach.national or chosen.area_id in reach.areas:
        states = _states(SeriesLine.objects.filter(pk=chosen.pk), issues, days)
        return {
            issue: {day: cells[chosen.area_key] for day, cells in state.items()}
            for issue, state in states.items()
        }
    neighbours = one.lines.filter(measure=chosen.measure)
    rule = _small_numbers(neighbours, below=below, may_see=reach.areas, on=days[0])
    return {
        issue: {
            day: rule.hide(cells)[chosen.area_key] for day, cells in state.items() if chosen.area_key in cells
        }
        for issue, state in _states(neighbours, issues, days).items()
    }


def _states(
    among: QuerySet[SeriesLine], issues: list[Publication], days: tuple[date, date]
) -> dict[int, dict[date, dict[str, Said]]]:
    """Return publication → day → area key → figure, by laying the differences upon each other."""
    rows = Figure.objects.filter(line__in=among, day__range=days, publication__in=issues)
    news: dict[int, list[tuple[str, date, int | None, bool]]] = defaultdict(list)
    columns = ("publication_id", "line__area_key", "day", "value", "suppressed")
    for issue, key, day, value, suppressed in rows.values_list(*columns):
        news[issue].append((key, day, value, suppressed))
    states: dict[int, dict[date, dict[str, Said]]] = {}
    current: dict[tuple[date, str], Said] = {}
    for publication in issues:
        for key, day, value, suppressed in news[publication.pk]:
            current[day, key] = Said(value, suppressed)
        by_day: dict[date, dict[str, Said]] = defaultdict(dict)
        for (day, key), said in current.items():
            if not said.is_withdrawn:
                by_day[day][key] = said
        states[publication.pk] = by_day
    return states


def _small_numbers(
    among: Iterable[SeriesLine], *, below: int, may_see: frozenset[str], on: date
) -> SmallNumbers:
    codes = {one.area_key: one.area_id for one in among}
    keys = {code: key for key, code in codes.items() if code}
    unknown = {key for key, code in codes.items() if code is None}
    parts: dict[str, set[str]] = defaultdict(set)
    held = AreaInside.objects.filter(ancestor__in=keys, descendant__in=keys)
    for top, code in held.values_list("ancestor_id", "descendant_id"):
        if top != code:
            parts[keys[top]].add(keys[code])
    return SmallNumbers(
        below=below,
        parts=lambda key: None if key in unknown else parts[key] | unknown if parts.get(key) else (),
        may_see=lambda key: codes[key] in may_see,
    )
