"""One requirement: its line, what it came from, and what everybody in reach answers to it."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from junction.assurance.queries import catalogues as queries
from junction.assurance.queries.answers import answers
from junction.assurance.queries.parties import area_parties, other_parties
from junction.assurance.queries.reach import SEE, SET
from junction.assurance.queries.standing import standing
from junction.assurance.rules.book import AssuranceRules, assurance_rules
from junction.assurance.rules.parties import Party
from junction.assurance.rules.rows import Row, rows_of
from junction.assurance.rules.words import requirement_words
from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import the
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.tables import Column, DataTable, Filter

from .parties import answer_columns, problem_filter


@require_safe
@needs(SEE)
def requirement(request: HttpRequest, requirement_id: int) -> HttpResponseBase:
    """Show one requirement across everybody who is asked it or has answered it."""
    scope, now = actor_of(request).scope, timezone.now()
    moment = read_moment(request.GET, now=now, path=request.path)
    rules, words = assurance_rules(local_day(moment.at)), requirement_words(moment.day)
    asked = the(queries.requirement, scope, requirement_id, as_at=moment.as_at)
    parties = area_parties(scope, rules, asked.actors, on=moment.day)
    others = answers(scope, as_at=moment.as_at).filter(requirement=asked.pk, area__isnull=True)
    pairs = others.order_by().values_list("organisation_id", "place_id")
    parties += other_parties(scope, [Party(organisation=o, place=p) for o, p in pairs])
    rows = rows_of(standing(scope, parties, [asked], rules, at=moment.at, day=moment.day), rules)
    table = requirement_table(rules, moment)
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET)
    reach = scope.reach(SET)
    context = {
        "requirement": asked, "table": table.view(rows, request.GET), "words": words, "rules": rules,
        "lineage": list(queries.ancestry(scope, [asked.pk])), "moment": moment,
        "may_set": moment.is_live and (reach.national or asked.catalogue.area_id in reach.areas),
    }  # fmt: skip
    return render(request, "assurance/requirement.html", context)


def requirement_table(rules: AssuranceRules, moment: Moment) -> DataTable:
    """Declare the table of who answers what."""

    def who(row: Row) -> str:
        href = moment.keep(reverse("assurance:answer", args=[row.requirement.pk, row.party.party.key]))
        return format_html('<a class="govuk-link" href="{}">{}</a>', href, row.party.name)

    kinds = [(code, one.title) for code, one in rules.parties.items()]
    return DataTable(
        name="",
        caption="Who answers what",
        columns=[
            Column("name", "Who", who, sort=lambda row: row.party.name, export=lambda row: row.party.name),
            Column("region", "Region", lambda row: row.party.region_name,
                   sort=lambda row: row.party.region_name),
            *answer_columns(rules),
        ],
        filters=[
            Filter("kind", "Kind", kinds, lambda rows, v: [row for row in rows if row.party.kind == v]),
            problem_filter(rules),
        ],
        default_sort="name",
        empty="Nobody in your reach is asked this.",
    )  # fmt: skip
