"""The places of an area as a table: how each rates itself, how it is computed, and what it last said."""

from typing import Any

from django.urls import reverse

from junction.core.pages.moment import Moment
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.wording import sentence_case
from junction.returns.queries.place_rows import PlaceRow

from ..rules.layout import rating_status
from ..rules.words import age_in_words
from .furniture import link, status_tag

RATINGS = [("3", "Red"), ("2", "Amber"), ("1", "Green"), ("0", "Not known")]
MEASURES = (
    ("beds", "Beds"),
    ("occupied", "Occupied"),
    ("vacancies_admitting", "Vacancies"),
    ("people_supported", "People supported"),
    ("hours_handed_back", "Hours handed back"),
    ("suspected_new", "New suspected"),
    ("confirmed_new", "New confirmed"),
    ("ppe_under_a_week", "PPE under a week"),
)


def absence_of(employed: int | None, covid: int | None, other: int | None) -> float | None:
    """Staff absent as a percentage of those employed; None when any of the three is not known."""
    if not employed or covid is None or other is None:
        return None
    return round(100 * (covid + other) / employed, 1)


def absence(row: PlaceRow) -> float | None:
    found = row.measures.get
    return absence_of(found("staff_employed"), found("staff_absent_covid"), found("staff_absent_other"))


def differs(row: PlaceRow) -> str:
    return "Differ" if row.disagrees else ""


def rating_column(key: str, heading: str) -> Column:
    return Column(
        key,
        heading,
        lambda row: status_tag(rating_status(getattr(row, key))),
        sort=lambda row: getattr(row, key) or None,
        export=lambda row: rating_status(getattr(row, key)),
    )


def measure_column(measure: str, heading: str) -> Column:
    def value(row: PlaceRow) -> Any:
        return row.measures.get(measure)

    return Column(measure, heading, value, sort=value, numeric=True)


def places_table(rows: list[PlaceRow], *, caption: str, moment: Moment) -> DataTable:
    """One row for each place; only what somebody there was asked becomes a column."""

    def name(row: PlaceRow) -> Any:
        return link(moment.keep(reverse("oversight:place-picture", args=[row.place_id])), row.name)

    asked = [
        measure_column(measure, heading)
        for measure, heading in MEASURES
        if any(row.measures.get(measure) is not None for row in rows)
    ]
    columns = [
        Column("name", "Place", name, sort=lambda row: row.name, export=lambda row: row.name),
        rating_column("declared", "Own rating"),
        rating_column("computed", "Computed"),
        Column("disagrees", "Differ", differs, sort=lambda row: row.disagrees),
        *asked,
        Column("absence", "Staff absent, %", absence, sort=absence, numeric=True),
        Column(
            "about_on", "Last return", lambda row: sentence_case(age_in_words(row.about_on, on=moment.day)),
            sort=lambda row: row.about_on, export=lambda row: row.about_on,
        ),
    ]  # fmt: skip
    return DataTable(
        name="places",
        caption=caption,
        columns=columns,
        filters=[
            rating_filter("computed", "Computed rating"),
            rating_filter("declared", "Own rating"),
            Filter(
                "differ", "Ratings", [("yes", "Differ")], lambda rows, _: [r for r in rows if r.disagrees]
            ),
        ],
        default_sort="-computed",
        empty="No place here is asked for this return, or none matches.",
    )


def rating_filter(key: str, label: str) -> Filter:
    return Filter(
        key, label, RATINGS, lambda rows, value: [row for row in rows if str(getattr(row, key)) == value]
    )
