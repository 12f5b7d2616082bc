"""Runs of matching for coordinators: asking for one, how far it is, what it gave, what kept others out."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import link, posted, the, tried
from junction.core.pages.tables import Column, DataTable
from junction.core.pages.words import ago, rules_in_words
from junction.support.forms import volunteer_keeping as forms
from junction.support.operations.matching import ask_matching
from junction.support.queries import volunteer_tasks as queries
from junction.support.queries.volunteers import KEEP

KEPT_OUT = {
    "skill": "nobody on duty has the skill",
    "vetting": "nobody has the check",
    "distance": "nobody near enough",
    "capacity": "those near have enough for today",
    "window": "nobody is free at the time",
    "language": "nobody speaks the language",
    "conflict": "those near were asked before, live there, or are not sent there again",
    "taken": "those near have others",
    "setting": "those near were inside another place of care of late",
}


def _runs_table(now: Any) -> DataTable:
    return DataTable(
        name="",
        caption="Matching",
        columns=[
            Column(
                "run",
                "Run",
                lambda row: link("support:matching", f"M-{row.pk}", row.pk),
                export=lambda row: f"M-{row.pk}",
                sort="pk",
            ),
            Column("area", "Area", lambda row: row.area.name, sort="area__name"),
            Column("asked", "Asked", lambda row: ago(row.asked_at, now), sort="asked_at"),
            Column("state", "State", lambda row: row.get_state_display(), sort="state"),
            Column("tasks", "Tasks", lambda row: row.figures.get("tasks"), numeric=True),
            Column(
                "volunteers", "Volunteers on duty", lambda row: row.figures.get("volunteers"), numeric=True
            ),
            Column("offered", "Offered", lambda row: row.figures.get("offered"), numeric=True),
        ],
        default_sort="-run",
        empty="None yet. Tasks are matched by the clock as well.",
    )


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def matchings(request: HttpRequest) -> HttpResponseBase:
    """The runs, and the form that asks for one."""
    by, now = actor_of(request), timezone.now()
    table, rows = _runs_table(now), queries.runs(by.scope)
    if table.wants_csv(request.GET):
        return table.csv(rows, request.GET)
    form = forms.AskMatching(posted(request), areas=queries.areas_to_match(by.scope, on=local_day(now)))
    if form.is_valid():
        run = tried(form, ask_matching, area=form.cleaned_data["area"], by=by, now=now)
        if run is not None:
            return redirect("support:matching", run_id=run.pk)
    context = {
        "form": form,
        "table": table.view(rows, request.GET),
        "back": reverse("support:volunteer-tasks"),
    }
    status = 422 if form.errors else 200
    return render(request, "support/volunteer/matchings.html", context, status=status)


@require_safe
@needs(KEEP)
def matching(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """One run: how far it is, what it gave, what kept the others out."""
    by = actor_of(request)
    run = the(queries.one_run, by.scope, run_id)
    said = run.figures
    met = [f"{float(part):.0%} of priority {level}" for level, part in sorted(said.get("met", {}).items())]
    unmet = [f"{count}: {KEPT_OUT.get(rule, rule)}" for rule, count in said.get("unmet", {}).items()]
    context = {
        "run": run, "is_working": run.state in ("waiting", "working"),
        "rows": [(key, value) for key, value in (
            ("Tasks made of needs", said.get("made")), ("Tasks no longer needed", said.get("ended")),
            ("Tasks that waited", said.get("tasks")), ("Volunteers on duty and near", said.get("volunteers")),
            ("Offered", said.get("offered")), ("Met", ", ".join(met)),
            ("Way of a volunteer on average, metres", said.get("metres")), ("Not met", "; ".join(unmet)),
            ("Rules it was made by", rules_in_words(run.playbook)),
        ) if value not in (None, "")],
    }  # fmt: skip
    return render(request, "support/volunteer/matching.html", context)
