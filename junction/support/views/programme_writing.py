"""Writing down programmes, what they offer or enable, the links between them and what came of those."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried
from junction.core.pages.sheets import pairs
from junction.support.forms.programmes import (
    WHOLE,
    AddProvisions,
    ChangeProgramme,
    LinkProgrammes,
    SayResult,
    SayWhy,
    StateProgramme,
)
from junction.support.operations import programme_links, programmes
from junction.support.operations.programme_links import LinkSaid
from junction.support.operations.programmes import ProgrammeSaid, ProvisionSaid
from junction.support.queries import programme_links as link_queries
from junction.support.queries import programmes as queries
from junction.support.queries.programme_reach import KEEP, areas_to_choose
from junction.support.rules.programme_book import needs_on, programme_rules

TWO = 2  # programmes that a link needs
AS_IT_IS = ("name", "purpose", "department", "sro", "minister", "levers", "begins_on", "ends_on", "source")


def not_yet(request: HttpRequest, *, title: str, said: str, back: str) -> HttpResponseBase:
    """Say that a programme has to be written down first, with the way to it."""
    way = ("Write down a programme", reverse("support:state-programme"))
    return render(request, "support/not_yet.html", {"title": title, "said": said, "back": back, "way": way})


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def state(request: HttpRequest) -> HttpResponseBase:
    """Write down a programme."""
    by, now = actor_of(request), timezone.now()
    today = local_day(now)
    choices = {"levers": list(programme_rules(today).levers.items()),
               "area": areas_to_choose(by.scope, on=today)}  # fmt: skip
    form = StateProgramme(posted(request), choices=choices, none=WHOLE)

    def work() -> Any:
        return programmes.state_programme(ProgrammeSaid(**form.cleaned_data), by=by, now=now)

    if form.is_valid() and (made := tried(form, work)) is not None:
        messages.success(request, "Written down. Add now what it offers or enables.")
        return redirect("support:programme", made.pk)
    back = reverse("support:programmes")
    return ask(request, form, title="Write down a programme", button="Write it down", back=back)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def change(request: HttpRequest, number: int) -> HttpResponseBase:
    """Say it anew, with why; what it was stays on its page."""
    by, now = actor_of(request), timezone.now()
    today = local_day(now)
    one = the(queries.programme, by.scope, number, now=now)
    choices = {"levers": list(programme_rules(today).levers.items()),
               "area": areas_to_choose(by.scope, on=today)}  # fmt: skip
    initial = {name: getattr(one, name) for name in AS_IT_IS} | {"area": one.area_id}
    form = ChangeProgramme(posted(request), choices=choices, none=WHOLE, initial=initial)

    def work() -> Any:
        typed = dict(form.cleaned_data)
        why = typed.pop("why")
        return programmes.change_programme(number, ProgrammeSaid(**typed), why=why, by=by, now=now)

    if form.is_valid() and tried(form, work) is not None:
        messages.success(request, "Changed. What it was stays below.")
        return redirect("support:programme", number)
    back = reverse("support:programme", args=[number])
    return ask(request, form, title=f"Change “{one.name}”", button="Change it", back=back)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def provide(request: HttpRequest, number: int) -> HttpResponseBase:
    """Add what it offers or enables."""
    by, now = actor_of(request), timezone.now()
    today = local_day(now)
    one, rules = the(queries.programme, by.scope, number, now=now), programme_rules(today)
    choices = {
        "audience": list(rules.audiences.items()), "kind": pairs(rules.kinds),
        "categories": list(needs_on(today).items()),
        "channel": list(rules.channels.items()), "area": areas_to_choose(by.scope, on=today),
    }  # fmt: skip
    initial = {"area": one.area_id, "begins_on": one.begins_on, "ends_on": one.ends_on}
    form = AddProvisions(posted(request), choices=choices, none=WHOLE, initial=initial)

    def work() -> Any:
        return programmes.add_provisions(number, ProvisionSaid(**form.cleaned_data), by=by, now=now)

    if form.is_valid() and tried(form, work) is not None:
        messages.success(request, "Added. The map shows it now.")
        return redirect("support:programme", number)
    back = reverse("support:programme", args=[number])
    return ask(request, form, title=f"What does “{one.name}” offer or enable?", button="Add it", back=back)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def withdraw(request: HttpRequest, provision: int) -> HttpResponseBase:
    """Take back what is not so."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.provisions(by.scope, now=now).get, pk=provision)
    form, back = SayWhy(posted(request)), reverse("support:programme", args=[one.programme_id])
    need = needs_on(local_day(now)).get(one.category, one.category)
    if form.is_valid() and tried(form, programmes.withdraw_provision, provision=provision,
                                 **form.cleaned_data, by=by, now=now) is not None:  # fmt: skip
        messages.success(request, "Withdrawn. As at an earlier moment it is still seen.")
        return redirect(back)
    title = f"Withdraw “{need}” from what it offers or enables"
    return ask(request, form, title=title, button="Withdraw it", back=back, ends_something=True)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def link(request: HttpRequest) -> HttpResponseBase:
    """Write down that two programmes were brought together."""
    by, now = actor_of(request), timezone.now()
    known, back = list(queries.names(by.scope).items()), reverse("support:programme-links")
    if len(known) < TWO:
        first = "A link is between two programmes. Write down both before you link them."
        return not_yet(request, title="Link two programmes", said=first, back=back)
    initial = {"one": request.GET.get("one"), "other": request.GET.get("other"), "made_on": local_day(now)}
    form = LinkProgrammes(posted(request), choices={"one": known, "other": known}, initial=initial)

    def work() -> Any:
        return programme_links.link_programmes(LinkSaid(**form.cleaned_data), by=by, now=now)

    if form.is_valid() and (made := tried(form, work)) is not None:
        messages.success(request, "Written down. Say later what came of it.")
        return redirect("support:programme-link", made.pk)
    return ask(request, form, title="Link two programmes", button="Write it down", back=back)


@require_http_methods(["GET", "POST"])
@needs(KEEP)
def say_result(request: HttpRequest, number: int) -> HttpResponseBase:
    """Say what came of a link."""
    by, now = actor_of(request), timezone.now()
    one = the(link_queries.link, by.scope, number, now=now)
    form = SayResult(posted(request), choices={"result": pairs(programme_rules(local_day(now)).results)})
    back = reverse("support:programme-link", args=[number])
    if form.is_valid() and tried(form, programme_links.say_link_result, number=number,
                                 **form.cleaned_data, by=by, now=now) is not None:  # fmt: skip
        messages.success(request, "Written down.")
        return redirect(back)
    return ask(request, form, title="What came of this link?", said=one.purpose, button="Write it down",
               back=back)  # fmt: skip
