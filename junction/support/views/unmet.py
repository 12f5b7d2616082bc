"""What is not met in an area, on one page: by need and reason, its trend, demand and supply.

Every figure by council, kind of need, reason and day stands on a page of its own.
"""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.doors import needs
from junction.core.pages.listings import Figure
from junction.core.pages.tables import Column, DataTable, Filter
from junction.support.forms.unmet import ChooseArea
from junction.support.queries import unmet as queries
from junction.support.queries import unmet_demand
from junction.support.queries.needs import SEE
from junction.support.queries.proposals import may_act
from junction.support.queries.unmet_areas import MINE, areas_to_look_at, council_names
from junction.support.queries.unmet_demand import Demand
from junction.support.rules.unmet_figures import actual_of, classed_again

from . import unmet_tables as tables
from .unmet_asked import Asked, asked_for
from .unmet_helped import breaks_rows, breaks_table, linked_rows, linked_table

TITLE = "What is not met"
NOBODYS = "You hold no area, so there is nothing to show you here."


@require_safe
@needs(SEE)
def unmet(request: HttpRequest) -> HttpResponseBase:
    """What is not met in an area, at a moment."""
    asked = asked_for(request)
    if asked is None:
        return render(request, "support/unmet.html", {"title": TITLE, "said": NOBODYS, "moment": None})
    demand = None
    if asked.looked.is_exact:
        demand = unmet_demand.demand(asked.scope, asked.looked, rules=asked.rules, first_on=asked.first_on)
    shown = _tables(asked, demand)
    for table, rows in shown:
        if table.wants_csv(request.GET):
            return table.csv(rows, request.GET)
    names = areas_to_look_at(asked.scope, on=asked.day)
    context = {
        "title": f"{TITLE}: {asked.looked.name}", "asked": asked, "moment": asked.moment,
        "figures": _figures(asked, demand), "ways": _ways(asked),
        "note": f"{tables.rules_note(asked.rules)} {asked.worked_out}",
        "trend": tables.trend_of(asked) if asked.looked.is_exact else None,
        "reasons": tables.reasons_chart(asked), "hidden_note": tables.hidden_note(asked.rules.small_below),
        "tables": [table.view(rows, request.GET) for table, rows in shown],
        "area": ChooseArea(choices={"area": names}, none="All in your reach",
                           initial={"area": asked.looked.code}),
    }  # fmt: skip
    return render(request, "support/unmet.html", context)


@require_safe
@needs(SEE)
def unmet_figures(request: HttpRequest) -> HttpResponseBase:
    """Every figure: council, kind of need, reason and day."""
    asked = asked_for(request)
    if asked is None:
        return render(request, "support/unmet.html", {"title": TITLE, "said": NOBODYS, "moment": None})
    is_file = request.GET.get("format") == "csv"
    days = 1 if asked.looked.is_wide and not is_file else _days_asked(request, asked)
    first_on = asked.day - timedelta(days=days - 1)
    rows = list(queries.unmet_figures(asked.scope, asked.looked, rules=asked.rules, first_on=first_on))
    table = _figures_table(asked, council_names(asked.scope, {row.area for row in rows}))
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET)
    context = {
        "title": f"Figures of what is not met: {asked.looked.name}", "moment": asked.moment,
        "back": asked.href(reverse("support:unmet")), "said": _said(asked), "ways": _day_ways(asked, days),
        "table": table.view(rows, request.GET),
    }  # fmt: skip
    return render(request, "support/unmet_figures.html", context)


def _tables(asked: Asked, demand: Demand | None) -> list[tuple[DataTable, Any]]:
    found: list[tuple[DataTable, Any]] = [(tables.cells_table(asked), tables.cells_of(asked))]
    if asked.looked.is_wide:
        names = council_names(asked.scope, asked.councils)
        found.append((tables.councils_table(asked, names), list(asked.councils.items())))
    found.append((breaks_table(asked.day), breaks_rows(asked)))
    found.append((linked_table(asked.day), linked_rows(asked)))
    there_is = unmet_demand.supplied(asked.scope, asked.looked, asked.titles)
    found.append((tables.supply_table(asked), tables.supply_rows(asked, demand, there_is)))
    if demand is not None:
        sought = unmet_demand.searches(asked.scope, asked.looked, first_on=asked.first_on)
        found.append((tables.classes_table(asked), list(demand.judged)))
        found.append((tables.searches_table(asked), tables.searches_rows(sought)))
    return found


def _figures(asked: Asked, demand: Demand | None) -> list[Figure]:
    gaps = asked.gaps
    colour = "unknown" if gaps is None else "red" if gaps else "green"
    figures: list[Figure] = [
        ("Not met now", tables.shown(gaps), "that new provision could mend", "", colour),
        ("Past their limit", tables.shown(asked.reason("past-limit")), "and nothing came of it yet", "", ""),
    ]
    if demand is not None:
        actual = actual_of(demand.judged)
        words = f"in {asked.rules.trend_days} days"
        again = classed_again(demand.judged)
        figures += [
            ("Perceived demand", f"{demand.perceived:,}", f"needs stated {words}", "", ""),
            ("Actual demand", "Not known" if actual is None else f"{actual:,.0f}",
             "real needs among them, as far as call-backs tell", "", ""),
            ("Classed again", "Not known" if again is None else f"{100 * again[0] / again[1]:.0f}%",
             "nobody was rung back" if again is None else f"{again[0]:,} of {again[1]:,} who were rung back",
             asked.moment.keep(reverse("support:call-backs")), ""),
            ("Offers of help", f"{unmet_demand.offers_standing(asked.scope, asked.looked):,}",
             "stand for here or for anywhere", asked.moment.keep(reverse("support:offers")), ""),
            ("Volunteers on duty", f"{unmet_demand.volunteers_on_duty(asked.scope, asked.looked):,}",
             "who live here", "", ""),
        ]  # fmt: skip
    return figures


def _ways(asked: Asked) -> list[tuple[str, str]]:
    ways = [("Every figure: council, need, reason and day",
             asked.href(reverse("support:unmet-figures")))]  # fmt: skip
    ways.append(("Proposals for new provision", asked.moment.keep(reverse("support:proposals"))))
    area = asked.looked.code
    if asked.moment.is_live and area != MINE and may_act(asked.scope, area or None):
        ways.append(("Propose new provision here", f"{reverse('support:propose')}?area={area}"))
    if asked.looked.is_mine:
        other = ("Show the numbers as they are", asked.href("", shared="")) if asked.to_share else (
            "Show it as it may be shared: small numbers hidden", asked.href("", shared="yes"))  # fmt: skip
        ways.append(other)
    return ways


def _said(asked: Asked) -> str:
    words = "How many needs were not met at the end of each day."
    below = asked.rules.small_below
    return words if asked.looked.is_exact else f"{words} {tables.hidden_note(below)}"


def _days_asked(request: HttpRequest, asked: Asked) -> int:
    sent = request.GET.get("days", "")
    known = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 1
    return min(max(1, known), asked.rules.most_days_in_a_file)


def _day_ways(asked: Asked, days: int) -> list[tuple[str, str]]:
    path = reverse("support:unmet-figures")
    if asked.looked.is_wide:
        return [(f"The last {asked.rules.trend_days} days as a file",
                 asked.href(path, days=str(asked.rules.trend_days), format="csv"))]  # fmt: skip
    choices = ((1, "One day"), (7, "7 days"), (asked.rules.trend_days, f"{asked.rules.trend_days} days"))
    return [(text, asked.href(path, days=str(one))) for one, text in choices if one != days]


def _figures_table(asked: Asked, names: dict[str, str]) -> DataTable:
    titles, reasons = asked.titles, asked.rules.of_needs
    return DataTable(
        name="",
        caption="Needs not met",
        columns=[
            Column("day", "Day", lambda row: row.day.isoformat(), sort=lambda row: row.day),
            Column("council", "Council", lambda row: names.get(row.area, row.area),
                   sort=lambda row: names.get(row.area, row.area)),
            Column("need", "Need", lambda row: titles.get(row.category, row.category),
                   sort=lambda row: titles.get(row.category, row.category)),
            Column("reason", "Reason", lambda row: reasons[row.reason].title, sort=lambda row: row.reason),
            Column("count", "Not met", lambda row: tables.shown(row.count), sort=lambda row: row.count,
                   numeric=True, export=lambda row: tables.HIDDEN if row.count is None else row.count),
        ],
        filters=[
            Filter("council", "Council", sorted(names.items(), key=lambda pair: pair[1]),
                   lambda rows, code: [row for row in rows if row.area == code]),
            Filter("need", "Need", list(titles.items()),
                   lambda rows, code: [row for row in rows if row.category == code]),
            Filter("reason", "Reason", [(code, one.title) for code, one in reasons.items()],
                   lambda rows, code: [row for row in rows if row.reason == code]),
        ],
        default_sort="-day",
        empty="Nothing was left unmet.",
    )  # fmt: skip
