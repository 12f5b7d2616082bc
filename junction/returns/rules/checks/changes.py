"""What moved too much, too little, or the wrong way since the return before."""

from junction.core.imports import Severity

from .register import Case, check, is_above

# A first weekly figure that equals its total counts everything so far, not a week.
CUMULATIVE_PAIRS = (
    ("confirmed_new", "confirmed_total"),
    ("deaths_covid_new", "deaths_covid_total"),
    ("admissions_covid_new", "admissions_covid_total"),
)


@check(
    "beds-moved-over-20-percent",
    Severity.WARNING,
    "The number of beds moved by more than a fifth since the last return. Is it right?",
)
def beds_moved(case: Case) -> str | None:
    beds, before = case.measures.get("beds"), case.prior.measures.get("beds") if case.prior else None
    if not beds or not before:
        return None
    return "beds" if abs(beds - before) * 100 > case.limits["beds_moved_percent"] * before else None


@check(
    "total-fell",
    Severity.WARNING,
    "A total since the beginning is lower than in the last return. Which of the two is wrong?",
)
def total_fell(case: Case) -> str | None:
    before = case.prior.measures.get("confirmed_total") if case.prior else None
    return "confirmed_total" if is_above(before, case.measures.get("confirmed_total")) else None


@check(
    "stale-values",
    Severity.WARNING,
    "Every answer has been the same for a long time. Look again: has nothing moved at all?",
)
def stale_values(case: Case) -> str | None:
    if case.same_since is None or (case.about_on - case.same_since).days < case.question_set.stale_after_days:
        return None
    return "about_on"


@check(
    "first-week-cumulative",
    Severity.WARNING,
    "This first return counts everything since the emergency began, so it is left out of weekly series.",
)
def first_week_cumulative(case: Case) -> str | None:
    if case.prior is not None or not case.question_set.cumulative_first:
        return None
    for new, total in CUMULATIVE_PAIRS:
        if is_above(case.number(new), 0) and case.number(new) == case.number(total):
            return new
    return None
