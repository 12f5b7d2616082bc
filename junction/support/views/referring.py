"""The call taker's side of referrals: find a service for a need, send the need to it, take it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried
from junction.core.pages.words import moment
from junction.support.forms.referrals import FindService, SendReferral, TakeBack
from junction.support.operations import referrals as operations
from junction.support.operations.no_results import count_no_result
from junction.support.queries import feed
from junction.support.queries import referrals as queries
from junction.support.queries.needs import ANSWER, one_need
from junction.support.queries.referring import candidates, sought_for
from junction.support.rules.desk import desk_on
from junction.support.rules.directory_book import directory_book
from junction.support.rules.referrals import referral_rules
from junction.support.rules.routing import routing_of


def _one(request: HttpRequest, need_id: int) -> Any:
    return the(one_need, actor_of(request).scope, need_id, permission=ANSWER)


@require_safe
@needs(ANSWER)
def find_service(request: HttpRequest, need_id: int) -> HttpResponse:
    """Services that may help, open and near first; the search begins with the need's category and place."""
    one = _one(request, need_id)
    return found_for(
        request, one, title=f"Find a service for need {one.reference}",
        back=reverse("support:need", args=[one.pk]), unmet=reverse("support:leave-unmet", args=[one.pk]),
        words=("Refer them", "Takes no referrals here"), to=("support:send-referral", one.pk),
    )  # fmt: skip


def found_for(request: HttpRequest, one: Any, *, to: tuple[str, int], **around: Any) -> HttpResponse:
    """Show the services that may help with a need; `to` is where one of them leads, by its name and the first
    number of its address. `around`: `title`, `back`, `unmet` (an address, or ""), and the two `words`, for a
    service that takes referrals and one that does not.
    """
    by, now = actor_of(request), timezone.now()
    today = local_day(now)
    book = directory_book(today)
    begins = {"need": book.answers.get(one.category, ""), "miles": str(book.usual_miles)}
    is_asked = any(name in request.GET for name in ("need", "q", "miles", "way"))
    form = FindService(request.GET if is_asked else begins, book=book)
    found = []
    if form.is_valid():
        given = form.cleaned_data
        sought = sought_for(
            by.scope,
            one,
            book,
            words=given["q"],
            code=given["need"],
            miles=given["miles"] or 0,
            ways=book.ways_sought(given.get("way", "")),
        )
        found = candidates(by.scope, one, sought, book=book, now=now)
        if not found:
            count_no_result(day=today, council=one.area_id, need=sought.need, words=sought.words,
                            is_by_time=False, book=book)  # fmt: skip
    shown = Paginator(found, referral_rules(today).most_services_shown).get_page(request.GET.get("page"))
    kinds = routing_of(one.routing).categories | desk_on(today).matter_titles
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "need": one, "form": form, "found": shown, "kept": kept.urlencode(), "needs": book.needs,
        "stale_before": book.assured_before(today), "titles": book.way_titles, "to": to,
        "what": kinds.get(one.category, "Danger"), **around,
    }  # fmt: skip
    return render(request, "support/referrals/find_service.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(ANSWER)
def send_referral(request: HttpRequest, need_id: int, service_id: UUID) -> HttpResponse:
    """Send a need to a service, once the person agrees."""
    by, now, one = actor_of(request), timezone.now(), _one(request, need_id)
    service = the(feed.published_service, by.scope, service_id)
    titles = directory_book(local_day(now)).way_titles
    form = SendReferral(posted(request), ways=list(zip(service.ways, titles(service.ways), strict=True)))
    if form.is_valid():
        sent = operations.Sending(one.pk, service.pk, **form.cleaned_data)
        made = tried(form, operations.send_referral, sent=sent, by=by, now=now)
        if made is not None:
            messages.success(request, f"It is sent. {service.name} answers by {moment(made.limit_at)}.")
            return redirect("support:referral", made.pk)
    hidden = one.person is not None and one.person.is_protected
    context = {
        "need": one, "service": service, "form": form, "is_protected": hidden,
        "by": moment(referral_rules(local_day(now)).limit(one.level, now)),
        "back": reverse("support:find-service", args=[one.pk]),
        "is_referable": queries.is_referable(by.scope, service),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "support/referrals/send_referral.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(ANSWER)
def withdraw_referral(request: HttpRequest, referral_id: int) -> HttpResponse:
    """Take a referral back; the service is told."""
    by, now = actor_of(request), timezone.now()
    one = the(queries.one_referral, by.scope, referral_id)
    form = TakeBack(posted(request))
    back = reverse("support:referral", args=[one.pk])
    sent: dict[str, Any] = {"number": one.pk, "by": by, "now": now}

    def work(**given: Any) -> Any:
        return the(operations.withdraw_referral, **given)

    if form.is_valid() and tried(form, work, **form.cleaned_data, **sent) is not None:
        messages.success(request, "It is taken back. The service is told.")
        return redirect(back)
    return ask(request, form, title=f"Take referral {one.reference} back", button="Take it back", back=back,
               said=f"{one.service.name} no longer sees who it is about.", ends_something=True)  # fmt: skip
