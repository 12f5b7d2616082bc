"""What a link worker writes down of somebody: a contact, what matters, a service, how it goes, the end."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.forms import Form
from junction.core.pages.furniture import ask, posted, the, tried
from junction.core.pages.sheets import pairs
from junction.core.pages.words import short_day
from junction.support.forms.linking import EndSupport, LinkTo, SpokenWith, WhatMatters
from junction.support.operations import linking as operations
from junction.support.operations.referrals import Sending
from junction.support.queries import feed
from junction.support.queries.linking import LINK, one_link_case
from junction.support.rules.linking import link_rules

from .referring import found_for

WRITES = ["GET", "HEAD", "POST"]


def _one(request: HttpRequest, case_id: int) -> Any:
    return the(one_link_case, actor_of(request).scope, case_id)


def _back(one: Any) -> str:
    return reverse("support:link-case", args=[one.pk])


def _done(request: HttpRequest, one: Any, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(_back(one))


@require_http_methods(WRITES)
@needs(LINK)
def contact(request: HttpRequest, case_id: int) -> HttpResponse:
    """Write down that somebody was spoken with, or not reached."""
    by, now, one = actor_of(request), timezone.now(), _one(request, case_id)
    form = SpokenWith(posted(request), ways=pairs(link_rules(local_day(now)).ways))
    if form.is_valid():
        said = operations.LinkContact(**form.cleaned_data)
        made: Any = tried(form, operations.speak_with, number=one.pk, said=said, by=by, now=now)
        if made is not None:
            return _done(
                request, one, f"Written down. Speak with them again by {short_day(made.contact_due_on)}."
            )
    return ask(
        request, form, title=f"A contact, {one.referral.reference}", button="Write it down", back=_back(one)
    )


def _words(request: HttpRequest, case_id: int, work: Any, title: str, said: str) -> HttpResponse:
    by, now, one = actor_of(request), timezone.now(), _one(request, case_id)
    form: Form = WhatMatters(posted(request))
    if (
        form.is_valid()
        and tried(form, partial(work, one.pk), by=by, now=now, **form.cleaned_data) is not None
    ):
        return _done(request, one, "Written down.")
    title = f"{title}, {one.referral.reference}"
    return ask(request, form, title=title, button="Write it down", back=_back(one), said=said)


@require_http_methods(WRITES)
@needs(LINK)
def plan(request: HttpRequest, case_id: int) -> HttpResponse:
    """Write down what matters to them."""
    said = (
        "What they want to be different, and what they want to do themselves. What was written before stays."
    )
    return _words(request, case_id, operations.write_plan, "What matters to them", said)


@require_http_methods(WRITES)
@needs(LINK)
def review(request: HttpRequest, case_id: int) -> HttpResponse:
    """Write down how they find that it goes."""
    said = "Ask what has become better, what has not, and whether what matters to them is still the same."
    return _words(request, case_id, operations.review_link, "How it goes", said)


@require_safe
@needs(LINK)
def find(request: HttpRequest, case_id: int) -> HttpResponse:
    """Services that may help somebody, open and near first; some can be had without leaving home."""
    one = _one(request, case_id)
    return found_for(
        request, one.referral.need, title=f"Find a service, {one.referral.reference}", back=_back(one),
        unmet="", words=("Link them", ""), to=("support:link-to", one.pk),
    )  # fmt: skip


@require_http_methods(WRITES)
@needs(LINK)
def link_to(request: HttpRequest, case_id: int, service_id: UUID) -> HttpResponse:
    """Link somebody to a service: by a referral, or by telling them of it."""
    by, now, one = actor_of(request), timezone.now(), _one(request, case_id)
    service = the(feed.published_service, by.scope, service_id)
    form = LinkTo(posted(request))
    if form.is_valid():
        given = form.cleaned_data
        sent = Sending(one.referral.need_id, service.pk, given["has_consent"], given["words"])
        work = partial(operations.link_to_service, one.pk, service.pk, sent=sent if given["refers"] else None)
        if tried(form, work, by=by, now=now) is not None:
            return _done(request, one, f"Linked to {service.name}.")
    return ask(request, form, title=f"Link them to {service.name}", button="Write it down",
               back=reverse("support:link-find", args=[one.pk]))  # fmt: skip


@require_http_methods(WRITES)
@needs(LINK)
def take_over(request: HttpRequest, case_id: int) -> HttpResponse:
    """See to somebody from now on, in place of a colleague."""
    by, now, one = actor_of(request), timezone.now(), _one(request, case_id)
    form = Form(posted(request))
    if form.is_valid() and tried(form, operations.take_over_link, number=one.pk, by=by, now=now) is not None:
        return _done(request, one, "You see to them from now on.")
    return ask(request, form, title=f"See to {one.referral.reference} yourself", button="Take them over",
               back=_back(one), said="A colleague of your team sees to them now. Tell them.")  # fmt: skip


@require_http_methods(WRITES)
@needs(LINK)
def end(request: HttpRequest, case_id: int) -> HttpResponse:
    """End the support by an outcome."""
    by, now, one = actor_of(request), timezone.now(), _one(request, case_id)
    form = EndSupport(posted(request), outcomes=pairs(link_rules(local_day(now)).outcomes))
    work = partial(operations.end_link, one.pk)
    if form.is_valid() and tried(form, work, by=by, now=now, **form.cleaned_data) is not None:
        return _done(request, one, "The support has ended.")
    said = "Your team sees no more who they are. Unless they have what they need, the helpline sees to them."
    return ask(request, form, title=f"End the support, {one.referral.reference}", button="End it",
               back=_back(one), said=said, ends_something=True)  # fmt: skip
