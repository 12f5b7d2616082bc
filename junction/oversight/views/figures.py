"""Figures as a page draws them: tiles, the table of an area's parts, the tile map, the table of equipment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import isnan
from typing import Any

from django.urls import reverse

from junction.core.pages.moment import Moment
from junction.core.pages.tables import Column, DataTable
from junction.core.pages.tilemap import MapArea, MapView, map_view
from junction.core.pages.words import clock, short_day
from junction.core.wording import in_a_sentence, sentence_case
from junction.returns.rules.indicators import Indicator, runs_out_by
from junction.returns.rules.measures import PPE_ITEMS
from junction.returns.rules.questions import question_set_on
from junction.returns.rules.windows import due_at

from ..queries import AreaPicture, Figures
from ..rules.layout import UNKNOWN, heading_of, status_of
from ..rules.words import ages_in_words, shown_unit, shown_value
from .furniture import area_href, link


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure of the whole area, as the macro `tile` takes it."""

    label: str
    value: str
    unit: str
    href: str
    age: str
    status: str
    note: str


def due_yet(picture: AreaPicture, *, moment: Moment) -> datetime | None:
    """Return when the returns of a picture's day are due, or none when that has passed."""
    due = due_at(question_set_on(picture.layout.question_set, moment.day).window, moment.day)
    return due if moment.at < due else None


def tiles(picture: AreaPicture, *, moment: Moment) -> list[Tile]:
    """The headline figures, each with what it rests on and how old that is."""
    still_due = due_yet(picture, moment=moment)
    return [
        tile(
            picture.indicators[code],
            picture.whole,
            moment=moment,
            still_due=f"Due by {clock(still_due)}" if still_due else "",
        )
        for code in picture.layout.tiles
        if code in picture.indicators
    ]


def tile(indicator: Indicator, figures: Figures, *, moment: Moment, still_due: str) -> Tile:
    """One figure; until returns are due, how many have come has no status: there is nothing to blame yet."""
    on = moment.day
    value, resting = figures.values[indicator.code], figures.resting_on[indicator.code]
    is_open = bool(still_due) and indicator.is_counted
    status = "" if is_open else status_of(indicator.code, value, on=on)
    rests = f"From {resting:,} of {figures.places:,} places"
    if indicator.is_counted:
        rests = f"Of {figures.places:,} places. {still_due}" if is_open else f"Of {figures.places:,} places"
    return Tile(
        label=indicator.name,
        value=shown_value(value, indicator.unit),
        unit="" if isnan(value) else shown_unit(indicator.unit),
        href=moment.keep(reverse("oversight:indicator", args=[indicator.code])),
        age=""
        if indicator.is_counted
        else sentence_case(ages_in_words(figures.oldest, figures.newest, on=on)),
        status=status if status != UNKNOWN else "",
        note=rests,
    )


@dataclass(frozen=True, slots=True)
class Equipment:
    """One kind of protective equipment in an area."""

    name: str
    cover: str
    runs_out_by: str
    out_soon: str
    is_first: bool


def equipment(picture: AreaPicture, *, on: date) -> list[Equipment]:
    """Days of cover of each item over the whole area, and how many places are about to run out."""
    values = picture.whole.values
    covers = {code: value for code, value in values.items() if code.startswith("cover_")}
    first = runs_out_by(on, covers)
    found = []
    for item in PPE_ITEMS:
        cover = covers.get(f"cover_{item}", float("nan"))
        ends = runs_out_by(on, {f"cover_{item}": cover})
        found.append(
            Equipment(
                name=sentence_case(item),
                cover=shown_value(cover, "days"),
                runs_out_by=short_day(ends[1]) if ends else "Not known",
                out_soon=shown_value(values.get(f"out_soon_{item}", float("nan")), "places"),
                is_first=bool(first) and first is not None and first[0] == item,
            )
        )
    return found


def parts_table(picture: AreaPicture, *, heading: str, moment: Moment, kept: Mapping[str, str]) -> DataTable:
    """The table of an area's parts: one column for each indicator of the layout, and the age of the data."""

    def name_of(row: Figures) -> str:
        return picture.names[row.code].name if row.code in picture.names else "Area not known"

    def name_cell(row: Figures) -> Any:
        may_open = row.code in picture.may_open
        return link(area_href(row.code, moment, **kept), name_of(row)) if may_open else name_of(row)

    def age(row: Figures) -> str:
        return sentence_case(ages_in_words(row.oldest, row.newest, on=moment.day))

    columns = [
        Column("name", heading, name_cell, sort=name_of, export=name_of),
        Column("places", "Places", lambda row: row.places, sort=lambda row: row.places, numeric=True),
        *(
            value_column(
                picture.indicators[code], heading_of(code, picture.indicators[code].name, on=moment.day)
            )
            for code in picture.layout.columns
            if code in picture.indicators
        ),
        Column("age", "Age of the data", age, sort=lambda row: row.oldest),
    ]
    return DataTable(
        name="",
        caption=f"{picture.layout.title}: {in_a_sentence(heading)}",
        columns=columns,
        default_sort="name",
        empty="No place here is asked for this return.",
    )


def value_column(indicator: Indicator, heading: str) -> Column:
    def value(row: Figures) -> float | None:
        found = row.values[indicator.code]
        return None if isnan(found) else found

    return Column(
        indicator.code,
        heading,
        lambda row: None if value(row) is None else shown_value(row.values[indicator.code], indicator.unit),
        sort=value,
        numeric=True,
        export=lambda row: None if (found := value(row)) is None else round(found, 2),
    )


def area_map(
    picture: AreaPicture, indicator: Indicator, *, moment: Moment, kept: Mapping[str, str]
) -> MapView:
    """The tile map of an area's councils by one indicator."""
    return map_view(
        "map",
        indicator.name,
        [
            MapArea(
                code=row.code,
                name=picture.names[row.code].name,
                place=centre_of(picture, row.code),
                value=shown_value(row.values[indicator.code], indicator.unit),
                status=status_of(indicator.code, row.values[indicator.code], on=moment.day) or UNKNOWN,
                href=area_href(row.code, moment, **kept) if row.code in picture.may_open else "",
            )
            for row in picture.councils
            if row.code in picture.names
        ],
        measure=f"{indicator.name}, {indicator.unit}",
    )


def centre_of(picture: AreaPicture, code: str) -> tuple[float, float] | None:
    area = picture.names[code]
    known = area.longitude is not None and area.latitude is not None
    return (area.longitude, area.latitude) if known else None  # type: ignore[return-value] # both known
