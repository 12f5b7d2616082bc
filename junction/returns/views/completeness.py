"""Who reports and in time: by council and by provider, for one day, now or as it was known."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.pages import render
from junction.core.pages.doors import needs
from junction.core.pages.moment import read_moment
from junction.core.pages.tables import Column, DataTable

from ..queries.asked import asked_here
from ..queries.completeness import By, Completeness
from ..queries.completeness import completeness as completeness_of
from ..rules.questions import question_set_on, question_sets_on
from ..rules.windows import about_on, due_at, period_of

OVER = "oversight.see"  # a manager knows their own
SEE = "returns.see"
TABLE = DataTable(
    name="",
    caption="Reporting",
    columns=(
        Column("name", "Name", lambda row: row.name, sort=lambda row: row.name),
        Column("asked", "Asked", lambda row: row.asked, sort=lambda row: row.asked, numeric=True),
        Column("filed", "Reported", lambda row: row.filed, sort=lambda row: row.filed, numeric=True),
        Column("late", "Of them late", lambda row: row.late, sort=lambda row: row.late, numeric=True),
        Column("missing", "Missing", lambda row: row.missing, sort=lambda row: row.missing, numeric=True),
        Column(
            "percent", "Reported, %", lambda row: row.percent_filed, sort=lambda row: row.percent_filed,
            numeric=True,
        ),
        Column(
            "in_time", "In time, %", lambda row: row.percent_in_time, sort=lambda row: row.percent_in_time,
            numeric=True,
        ),
    ),
)  # fmt: skip


@needs(OVER)
@require_safe
def completeness(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Count who has reported, by council or by provider."""
    moment = read_moment(request.GET, now=timezone.now(), path=request.path)
    by: By = "provider" if request.GET.get("by") == "provider" else "council"
    scope = request.actor.scope  # type: ignore[attr-defined]
    here = asked_here(scope, permission=SEE, on=moment.day, as_at=moment.as_at)
    try:
        name = request.GET.get("set", "") or question_sets_on(moment.day)[0].name
        asked = question_set_on(name, moment.day)
    except (LookupError, IndexError) as nothing:
        raise Http404 from nothing
    day = period_of(asked.window, moment.on) if moment.on else about_on(asked.window, moment.at)
    rows = completeness_of(
        scope,
        question_set=asked,
        about_on=day,
        by=by,
        as_at=moment.as_at,
        now=moment.now,
    )
    if TABLE.wants_csv(request.GET):
        return TABLE.csv(rows, request.GET)
    context = {
        "table": TABLE.view(rows, request.GET),
        "total": Completeness.total(rows) if by == "council" else None,
        "by": by,
        "question_set": asked,
        "sets": here.sets,
        "because": here.because(asked),
        "about_on": day,
        "due_at": due_at(asked.window, day),
        "moment": moment,
    }
    return render(request, "returns/completeness.html", context)
