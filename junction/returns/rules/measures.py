"""The canonical measures: what every question set speaks of, under one name each.

Questions change from set to set and from year to year; a measure does not. A set maps its questions to
measures (several questions of one set may add up to one measure), and everything that reads returns reads
measures. So a series stays comparable across a change of the question set, and a question asked once feeds
every consumer. Each measure is one typed, nullable column: null is unknown or not applicable, never zero.
"""

from collections.abc import Mapping
from types import MappingProxyType

PPE_ITEMS = ("aprons", "gloves", "masks", "eye_protection", "gowns", "visors", "sanitiser")

UNKNOWN, GREEN, AMBER, RED, BLUE = range(5)
RATINGS: Mapping[str, int] = MappingProxyType(
    {
        "unknown": UNKNOWN,
        "green": GREEN,
        "amber": AMBER,
        "red": RED,
        "blue": BLUE,  # PPE only: supplied for the long term, so better than green
    }
)
RATING_WORDS = tuple(RATINGS)

COUNTS: Mapping[str, str] = MappingProxyType(
    {
        "beds": "beds the place may use",
        "occupied": "beds with a resident",
        "reserved": "beds kept for a named person",
        "vacancies_admitting": "empty beds that accept an admission today",
        "vacancies_closed": "empty beds that do not accept an admission today",
        "suspected_new": "people newly suspected since the last return",
        "confirmed_new": "people newly confirmed since the last return",
        "confirmed_total": "people confirmed since the emergency began",
        "deaths_all_new": "deaths of any cause since the last return",
        "deaths_covid_new": "deaths with COVID-19 since the last return",
        "staff_employed": "staff employed",
        "staff_agency": "agency staff in use",
        "staff_absent_covid": "staff absent because of COVID-19",
        "staff_absent_other": "staff absent for another reason",
        "staff_groups_short": "staff groups reported short",
        "people_supported": "people supported at home",
        "hours_commissioned": "hours of home care commissioned a week",
        "hours_handed_back": "hours of home care handed back to the council",
        "ppe_under_a_week": "kinds of PPE that will not last a week",
        "residents_vaccinated": "residents vaccinated",
        "staff_vaccinated": "staff vaccinated",
        **{f"stock_{item}": f"{item.replace('_', ' ')} in stock, single items" for item in PPE_ITEMS},
        **{f"daily_use_{item}": f"{item.replace('_', ' ')} used a day, single items" for item in PPE_ITEMS},
    }
)
FLAGS: Mapping[str, str] = MappingProxyType({"admitting": "accepts admissions today"})
DECLARED: Mapping[str, str] = MappingProxyType(
    {
        "rating_overall": "the provider's own overall rating",
        "rating_workforce": "the provider's own rating of its workforce",
        "rating_ppe": "the provider's own rating of its PPE",
    }
)
MEASURES: tuple[str, ...] = (*COUNTS, *FLAGS, *DECLARED)

Measured = Mapping[str, int | bool | None]  # a value for each measure a return speaks of
