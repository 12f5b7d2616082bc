"""How everybody stands to what a plan asks: the table of parties and themes, at any moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from junction.assurance.queries import catalogues as queries
from junction.assurance.queries.chain import sign_offs
from junction.assurance.queries.parties import Named, area_parties
from junction.assurance.queries.standing import standing
from junction.assurance.rules.book import AssuranceRules, assurance_rules
from junction.assurance.rules.chain import newest
from junction.assurance.rules.grid import Cells, cells
from junction.assurance.rules.words import requirement_words
from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import the
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.tables import Column, DataTable, Filter

from .furniture import cell

MOST = 400  # rows of one page: every council of a nation stands on one


@dataclass(frozen=True, slots=True)
class Row:
    """One party's line: its cells by theme, and the highest level that signed."""

    named: Named
    at: int  # its row among the cells
    signed: str


@require_safe
@needs(queries.SEE)
def progress(request: HttpRequest, catalogue_id: int) -> HttpResponseBase:
    """Show councils (or forums, regions) by theme: a word, how much is done, how much is backed."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rules = assurance_rules(local_day(moment.at))
    catalogue = the(queries.catalogue, scope, catalogue_id, as_at=moment.as_at)
    asked = list(queries.requirements(scope, catalogue_id, as_at=moment.as_at).defer("text", "condition"))
    kinds = [code for code in rules.parties if any(code in one.actors for one in asked)]
    wanted = request.GET.get("kind", "")
    kind = wanted if wanted in kinds else next(iter(kinds), "council")
    parties = area_parties(scope, rules, [kind], on=moment.day)
    found = standing(scope, parties, asked, rules, at=moment.at, day=moment.day)
    themes = list(dict.fromkeys(one.theme for one in asked))
    groups = np.array([themes.index(one.theme) for one in asked], np.intp)
    figures = cells(found.grid, rules, groups, len(themes), day=moment.day)
    signed = _signed(scope, catalogue_id, rules, moment)
    rows = [Row(one, at, signed.get(one.party.key, "")) for at, one in enumerate(found.parties)]
    table = progress_table(catalogue, themes, figures, rules, moment, regions_of(parties))
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET)
    context = {
        "catalogue": catalogue,
        "table": table.view(rows, request.GET),
        "figures": tiles(figures, len(rows)),
        "legend": list(rules.cells.values()),
        "kinds": [
            (code, rules.parties[code].title, code == kind) for code in kinds if rules.parties[code].areas
        ],
        "moment": moment,
    }
    return render(request, "assurance/progress.html", context)


def _signed(scope: Any, catalogue_id: int, rules: AssuranceRules, moment: Moment) -> dict[str, str]:
    """Return the title of the highest level that signed, by party."""
    by_party: dict[str, list[Any]] = {}
    for one in sign_offs(scope, catalogue_id, as_at=moment.as_at):
        by_party.setdefault(one.area_id or "", []).append(one)
    found = {}
    for key, several in by_party.items():
        levels = newest(several)
        passed = [
            code for code in rules.levels if code in levels and rules.verdicts[levels[code].verdict].passes
        ]
        found[key] = rules.levels[passed[-1]].title if passed else ""
    return found


def regions_of(parties: Sequence[Named]) -> list[tuple[str, str]]:
    """Return the regions to choose from, by name."""
    return sorted(
        {one.region: one.region_name for one in parties if one.region}.items(), key=lambda one: one[1]
    )


def progress_table(
    catalogue: Any,
    themes: Sequence[str],
    figures: Cells,
    rules: AssuranceRules,
    moment: Moment,
    regions: Sequence[tuple[str, str]],
) -> DataTable:
    """Declare the table: a row for each party, a column for each theme."""
    address = reverse("assurance:party", args=[catalogue.pk, "KEY"])

    def href(row: Row, theme: str = "") -> str:
        to = address.replace("KEY", row.named.party.key)
        return moment.keep(f"{to}?theme={theme}" if theme else to)

    titles = {code: one.title for code, one in requirement_words(moment.day).themes.items()}
    words = [(code, one.title) for code, one in rules.cells.items()]
    return DataTable(
        name="",
        caption="Who stands where, by theme",
        columns=[
            Column("name", "Who", lambda row: link_to(row, href), sort=lambda row: row.named.name,
                   export=lambda row: row.named.name),
            *(theme_column(at, (one, titles.get(one, one)), figures, rules, href)
              for at, one in enumerate(themes)),
            Column("signed", "Signed up to", lambda row: row.signed or "Nobody", sort=lambda row: row.signed),
        ],
        filters=[
            Filter("region", "Region", regions, lambda rows, v: [r for r in rows if r.named.region == v]),
            Filter("word", "With a theme that says", words,
                   lambda rows, v: [r for r in rows if list(rules.cells).index(v) in figures.word[r.at]]),
        ],
        default_sort="name",
        page_size=MOST,
        empty="Nobody in your reach is asked this.",
    )  # fmt: skip


def theme_column(
    at: int, theme: tuple[str, str], figures: Cells, rules: AssuranceRules, href: Callable[[Row, str], str]
) -> Column:
    """Declare the column of one theme (code and title): its word first, then what is done and backed."""
    words = list(rules.cells.values())

    def figure(row: Row) -> str:
        done, asked = figures.done[row.at, at], figures.asked[row.at, at]
        return f"{done} of {asked} done, {figures.documented[row.at, at]} backed"

    def shown(row: Row) -> str:
        place = figures.word[row.at, at]
        return "" if place < 0 else cell(words[place], figure(row), href(row, theme[0]))

    def export(row: Row) -> str:
        place = figures.word[row.at, at]
        return "" if place < 0 else f"{words[place].title}: {figure(row)}"

    return Column(theme[0], theme[1], shown, sort=lambda row: int(figures.word[row.at, at]), export=export)


def link_to(row: Row, href: Callable[[Row], str]) -> str:
    """The name of a party, leading to its page."""
    return format_html('<a class="govuk-link" href="{}">{}</a>', href(row), row.named.name)


def tiles(figures: Cells, parties: int) -> list[tuple[str, int, str]]:
    """Return the nation in six figures: label, value, and what it is of."""
    total = int(figures.asked.sum())
    of = f"of {total:,} asked of {parties:,}"
    return [
        ("Answered", int(figures.answered.sum()), of),
        ("Said to be done", int(figures.done.sum()), of),
        ("Backed by evidence", int(figures.documented.sum()), of),
        ("Verified by a second person", int(figures.verified.sum()), of),
        ("Contradict themselves", int(figures.contradicts.sum()), of),
        ("Overdue", int(figures.overdue.sum()), of),
    ]
