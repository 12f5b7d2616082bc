"""What organisations and places ask volunteers for: the list, the form, one of them, closing it; schemes
and their surplus.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import LOCAL, local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.forms import Form
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.pages.listings import Listing, listed
from junction.core.pages.sheets import pairs, sheet
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_moment
from junction.core.scope import Scope
from junction.support.forms import volunteer_keeping as forms
from junction.support.operations import demand as operations
from junction.support.operations.volunteers import add_scheme
from junction.support.queries import demand as queries
from junction.support.queries import loans as loan_queries
from junction.support.queries.demand import ASK
from junction.support.queries.volunteer_tasks import areas_to_match
from junction.support.queries.volunteers import KEEP
from junction.support.rules.volunteer_tasks import TaskBook, tasks_on


def demand_table(scope: Scope, book: TaskBook) -> DataTable:
    """What was asked for, the last first."""
    kinds = book.kinds
    return DataTable(
        name="", caption="Volunteers asked for",
        columns=[
            Column("number", "Number", lambda row: link("support:demand", f"D-{row.pk}", row.pk),
                   export=lambda row: f"D-{row.pk}", sort="pk"),
            Column("who", "Who asks", lambda row: (row.organisation or row.place).name),
            Column("kind", "What for", lambda row: kinds[row.kind].title if row.kind in kinds else row.kind,
                   sort="kind"),
            Column("area", "Area", lambda row: row.area.name, sort="area__name"),
            Column("opens", "From", lambda row: short_moment(row.opens_at), sort="opens_at",
                   export=lambda row: row.opens_at),
            Column("people", "Volunteers", lambda row: row.people, sort="people", numeric=True),
            Column("taken", "Have said yes", lambda row: row.taken, sort="taken", numeric=True),
            Column("state", "State", lambda row: "Closed" if row.closed_at else "Open"),
        ],
        filters=[
            Filter("state", "State", [("open", "Open"), ("closed", "Closed")],
                   lambda rows, code: queries.of_state(scope, rows, is_open=code == "open")),
            Filter("kind", "What for", pairs(kinds), lambda rows, code: rows.filter(kind=code)),
        ],
        default_sort="-number", empty="Nobody has asked for volunteers, as far as you may see.",
    )  # fmt: skip


@require_safe
@needs(ASK)
def demands(request: HttpRequest) -> HttpResponseBase:
    """What was asked for, in reach."""
    by = actor_of(request)
    table = demand_table(by.scope, tasks_on(local_day(timezone.now())))
    ways = [("Ask for volunteers", reverse("support:state-demand"))]
    page = Listing("Volunteers asked for", reverse("support:home"), None, ways=ways)
    return listed(request, table, queries.demands(by.scope), page)


@require_http_methods(["GET", "POST"])
@needs(ASK)
def state_demand(request: HttpRequest) -> HttpResponseBase:
    """Ask for volunteers."""
    by, now = actor_of(request), timezone.now()
    back = reverse("support:demands")
    kinds = pairs(tasks_on(local_day(now)).kinds)
    form = forms.AskForVolunteers(posted(request), askers=queries.who_may_ask(by.scope), kinds=kinds)
    if form.is_valid():
        said = dict(form.cleaned_data)
        on, begins, ends = (said.pop(name) for name in ("on", "begins", "ends"))
        asked = operations.Asked(
            **said, opens_at=datetime.combine(on, begins, tzinfo=LOCAL),
            closes_at=datetime.combine(on, ends, tzinfo=LOCAL),
        )  # fmt: skip
        made = tried(form, operations.state_demand, asked=asked, by=by, now=now)
        if made is not None:
            messages.success(request, "Asked for. Volunteers near are offered it.")
            return redirect("support:demand", demand_id=made.pk)
    return ask(request, form, title="Ask for volunteers", button="Ask for them", back=back)


@require_safe
@needs(ASK)
def demand(request: HttpRequest, demand_id: int) -> HttpResponseBase:
    """One thing asked for, and how many have said yes."""
    by = actor_of(request)
    one: Any = the(queries.one_demand, by.scope, demand_id)
    kinds = tasks_on(local_day(one.stated_at)).kinds
    lines = [
        ("Who asks", (one.organisation or one.place).name),
        ("What for", kinds[one.kind].title if one.kind in kinds else one.kind),
        ("What is to be done", one.what),
        ("Where", one.where),
        ("Area", one.area.name),
        ("From", short_moment(one.opens_at)),
        ("Until", short_moment(one.closes_at)),
        ("Volunteers", one.people),
        ("Have said yes", one.taken),
        ("Asked", short_moment(one.stated_at)),
        ("Closed", short_moment(one.closed_at) if one.closed_at else ""),
    ]
    ways = [] if one.closed_at else [("Close it", reverse("support:close-demand", args=[one.pk]))]
    back = reverse("support:demands")
    return sheet(request, title=f"Volunteers asked for: D-{one.pk}", back=back, lines=lines, ways=ways)


@require_http_methods(["GET", "POST"])
@needs(ASK)
def close_demand(request: HttpRequest, demand_id: int) -> HttpResponseBase:
    """Close what was asked for."""
    by = actor_of(request)
    one: Any = the(queries.one_demand, by.scope, demand_id)
    form = Form(posted(request))
    back = reverse("support:demand", args=[one.pk])
    work: dict[str, Any] = {"number": one.pk, "by": by, "now": timezone.now()}
    if form.is_valid() and tried(form, operations.close_demand, **work) is not None:
        return redirect(back)
    said = "Tasks that nobody has accepted are cancelled. Those who said yes still come."
    title = f"Close D-{one.pk}"
    return ask(request, form, title=title, button="Close it", back=back, said=said, ends_something=True)


def _schemes_table() -> DataTable:
    return DataTable(
        name="", caption="Schemes",
        columns=[
            Column("name", "Scheme", lambda row: row.scheme.name, sort=lambda row: row.scheme.name),
            Column("area", "Works in", lambda row: row.scheme.area.name if row.scheme.area else "The nation"),
            Column("people", "Volunteers", lambda row: row.volunteers, sort=lambda row: row.volunteers,
                   numeric=True),
            Column("duty", "On duty", lambda row: row.on_duty, sort=lambda row: row.on_duty, numeric=True),
            Column("tasks", "Tasks that wait there", lambda row: row.tasks, sort=lambda row: row.tasks,
                   numeric=True),
            Column("surplus", "Surplus", lambda row: row.surplus, sort=lambda row: row.surplus, numeric=True),
            Column("lent", "May be lent", lambda row: row.may_be_lent, sort=lambda row: row.may_be_lent,
                   numeric=True),
        ],
        empty="There is no scheme yet, as far as you may see.",
    )  # fmt: skip


@require_safe
@needs(KEEP)
def schemes_page(request: HttpRequest) -> HttpResponseBase:
    """Schemes with their surplus, and the way to the loans between them."""
    by, now = actor_of(request), timezone.now()
    ways = [("Add a scheme", reverse("support:add-scheme")), ("Lend volunteers", reverse("support:lend")),
            ("Loans of volunteers", reverse("support:loans"))]  # fmt: skip
    return sheet(
        request, title="Schemes and loans", back=reverse("support:volunteers"), ways=ways,
        tables=[(_schemes_table(), loan_queries.balances(by.scope, now))],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def new_scheme(request: HttpRequest) -> HttpResponseBase:
    """Begin a scheme."""
    by, now = actor_of(request), timezone.now()
    areas = areas_to_match(by.scope, on=local_day(now), is_council=True)
    nation = [("", "The nation")] if by.scope.reach(KEEP).national else []
    form = forms.AddScheme(posted(request), areas=[*nation, *areas])
    back = reverse("support:schemes")
    if form.is_valid() and tried(form, add_scheme, by=by, now=now, **form.cleaned_data) is not None:
        return redirect(back)
    return ask(request, form, title="Add a scheme", button="Add it", back=back)
