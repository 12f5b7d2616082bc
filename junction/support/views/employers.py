"""A person who employs their own carers rings: the case is made, and open ones of theirs are shown first."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted
from junction.core.refusals import Refusal
from junction.support.forms.employers import EmployerCase
from junction.support.operations.employer_cases import EmployerAsks, Employs
from junction.support.operations.needs import Who
from junction.support.operations.taken_calls import open_and_take_employer
from junction.support.queries import needs as queries
from junction.support.queries.needs import ANSWER
from junction.support.queries.where import councils
from junction.support.rules.desk import desk_on
from junction.support.rules.need_texts import need_texts_on
from junction.support.rules.routing import routing_on

NOT_WHO = ("area", "matter", "words", "assistants", "weekly_hours", "has_backup", "is_another")
SAID = (
    "For somebody who pays carers of their own, mostly by a direct payment of the council, and has no agency"
    " that rings for them. Ask first whether they are in danger now: then it is 999."
)


def _asked(form: EmployerCase) -> EmployerAsks:
    typed: dict[str, Any] = dict(form.cleaned_data)
    who = Who(**{name: value for name, value in typed.items() if name not in NOT_WHO})
    employs = Employs(typed["assistants"], typed["weekly_hours"], form.backup)
    rest = {name: typed[name] for name in ("area", "matter", "words", "is_another")}
    return EmployerAsks(who, employs, **rest)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(ANSWER)
def take_employer(request: HttpRequest) -> HttpResponse:
    """What they need and how they are reached; the case is taken by who makes it."""
    by, now = actor_of(request), timezone.now()
    day, reach = local_day(now), by.scope.reach(ANSWER)
    desk = desk_on(day)
    mine = [pair for pair in councils(by.scope, on=day) if reach.national or pair[0] in reach.areas]
    matters = [(code, one.title) for code, one in desk.matters.items()]
    form = EmployerCase(posted(request), texts=need_texts_on(day), councils=mine, matters=matters)
    alike: list[Any] = []
    if form.is_valid():
        try:
            made = open_and_take_employer(_asked(form), by=by, now=now)
            messages.success(request, f"Reference {made.need.reference}. Say: {made.answer}")
            return redirect("support:case", need_id=made.need.pk)
        except Refusal as refused:
            form.add_error(None, str(refused))
            numbers: Any = refused.about.get("needs", ())
            alike = list(queries.needs(by.scope, permission=ANSWER).filter(pk__in=numbers))
    return ask(
        request, form, title="Who employs their own carers rings", button="Make the case and take it",
        back=reverse("support:desk"), said=SAID, template="support/employer.html", alike=alike,
        kinds=routing_on(day).categories | desk.matter_titles,
    )  # fmt: skip
