"""Answers of one return that cannot all be so, or hardly."""

from junction.core.imports import Severity

from .register import Case, check, is_above


@check(
    "occupied-above-beds",
    Severity.ERROR,
    "More beds are occupied than the place has. Correct one of the two numbers.",
)
def occupied_above_beds(case: Case) -> str | None:
    beds = case.measures.get("beds")
    return "occupied" if is_above(case.measures.get("occupied"), beds) else None


@check(
    "zero-occupied-though-submitted",
    Severity.WARNING,
    "No bed is occupied, yet a return was sent. Is the place empty?",
)
def zero_occupied(case: Case) -> str | None:
    return "occupied" if case.measures.get("occupied") == 0 else None


@check(
    "covid-deaths-above-all-deaths",
    Severity.ERROR,
    "More people died with COVID-19 than died of any cause. Correct one of the two numbers.",
)
def covid_deaths_above_all(case: Case) -> str | None:
    covid, of_any_cause = case.number("deaths_covid_new"), case.number("deaths_all_new")
    return "deaths_covid_new" if is_above(covid, of_any_cause) else None


@check(
    "confirmed-above-occupied",
    Severity.WARNING,
    "More people are newly confirmed than live here. Does the number count earlier weeks too?",
)
def confirmed_above_occupied(case: Case) -> str | None:
    confirmed = case.number("confirmed_new")
    return "confirmed_new" if is_above(confirmed, case.measures.get("occupied")) else None


@check(
    "vacancies-above-empty-beds",
    Severity.WARNING,
    "Occupied, reserved and vacant beds add up to more than the beds there are.",
)
def vacancies_above_empty_beds(case: Case) -> str | None:
    parts = [case.measures.get(m) for m in ("reserved", "vacancies_admitting", "vacancies_closed")]
    occupied = case.measures.get("occupied")
    if occupied is None or all(part is None for part in parts):
        return None
    total = occupied + sum(part for part in parts if part is not None)
    return "vacancies_admitting" if is_above(total, case.measures.get("beds")) else None


@check(
    "vacancies-though-not-admitting",
    Severity.WARNING,
    "Empty beds accept an admission, yet the place says it does not accept admissions today.",
)
def vacancies_though_not_admitting(case: Case) -> str | None:
    vacancies = case.measures.get("vacancies_admitting")
    return "admitting" if is_above(vacancies, 0) and case.measures.get("admitting") is False else None


@check(
    "absent-above-employed",
    Severity.WARNING,
    "More staff are absent than are employed. Correct one of the two numbers.",
)
def absent_above_employed(case: Case) -> str | None:
    covid, other = case.measures.get("staff_absent_covid"), case.measures.get("staff_absent_other")
    if covid is None and other is None:
        return None
    absent = (covid or 0) + (other or 0)
    asked = next((q.code for q in case.question_set.questions if q.measure == "staff_absent_covid"), None)
    return asked if is_above(absent, case.measures.get("staff_employed")) else None


@check(
    "handed-back-above-commissioned",
    Severity.WARNING,
    "More hours were handed back than are commissioned.",
)
def handed_back_above_commissioned(case: Case) -> str | None:
    back = case.measures.get("hours_handed_back")
    return "hours_handed_back" if is_above(back, case.measures.get("hours_commissioned")) else None


@check(
    "beds-unlike-register",
    Severity.WARNING,
    "The number of beds is far from the number on the register. Is it the whole place, and only this place?",
)
def beds_unlike_register(case: Case) -> str | None:
    beds = case.measures.get("beds")
    if not beds or not case.beds:
        return None
    far = abs(beds - case.beds) * 100 > case.limits["beds_unlike_register_percent"] * case.beds
    return "beds" if far else None


@check(
    "part-to-move-above-all-to-move",
    Severity.ERROR,
    "More people of one kind are to be moved than people in all. Correct one of the two numbers.",
)
def part_to_move_above_all(case: Case) -> str | None:
    in_all = case.number("people_to_move")
    parts = ("people_to_move_nursing", "people_to_move_in_bed")
    return next((code for code in parts if is_above(case.number(code), in_all)), None)
