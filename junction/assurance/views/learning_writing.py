"""Write learning reviews down: the place, the outbreak, that the review was held; read who took part."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from junction.assurance.forms.learning import CorrectOutbreak, HoldReview, TakeBack, WriteOutbreak
from junction.assurance.operations import learning as operations
from junction.assurance.operations.learning import Held, Outbreak
from junction.assurance.operations.learning_refusals import NotYourCouncil
from junction.assurance.queries import learning as queries
from junction.assurance.queries.reach import ANSWER
from junction.assurance.rules.learning import learning_rules
from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried
from junction.core.pages.sheets import pairs, sheet
from junction.core.scope import Scope

MOST_PLACES = 20
OUTBREAK = ("kind", "began_on", "over_on", "happened", "lead")


@require_safe
@needs(ANSWER)
def choose_place(request: HttpRequest) -> HttpResponse:
    """Choose the place that had an outbreak, of those of one's own council."""
    asked = request.GET.get("q", "").strip()[:200]
    places = list(queries.places_to_review(actor_of(request).scope, asked)[: MOST_PLACES + 1])
    context = {"asked": asked, "places": places[:MOST_PLACES], "more": len(places) > MOST_PLACES}
    return render(request, "assurance/choose_place.html", context)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def open_learning(request: HttpRequest, place_id: int) -> HttpResponseBase:
    """Write down that there was an outbreak at a place."""
    by, now = actor_of(request), timezone.now()
    place = the(queries.places_to_review(by.scope, "").get, pk=place_id)
    form = WriteOutbreak(posted(request), choices={"kind": pairs(learning_rules(local_day(now)).kinds)})
    if form.is_valid():
        outbreak = Outbreak(**form.cleaned_data)
        made = tried(form, operations.open_review, place_id=place.pk, outbreak=outbreak, by=by, now=now)
        if made is not None:
            messages.success(request, "Written down. The page says when its review is due.")
            return redirect("assurance:one-learning", made.review_id)
    title, back = f"Outbreak at {place.name}", reverse("assurance:choose-place")
    return ask(request, form, title=title, button="Write it down", back=back)


def _mine(scope: Scope, review_id: int) -> Any:
    """A review that one writes. One that is only read is refused; one that is not does not exist."""
    one: Any = the(queries.review, scope, review_id)
    if not queries.may_write_of(scope, one.review.place_id):
        raise PermissionDenied(NotYourCouncil.sentence())
    return one


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def correct_learning(request: HttpRequest, review_id: int) -> HttpResponseBase:
    """Say what is known of an outbreak by now."""
    by, now = actor_of(request), timezone.now()
    one = _mine(by.scope, review_id)
    form = CorrectOutbreak(
        posted(request), choices={"kind": pairs(learning_rules(local_day(now)).kinds)},
        initial={name: getattr(one, name) for name in OUTBREAK},
    )  # fmt: skip
    back = reverse("assurance:one-learning", args=[review_id])
    if form.is_valid():
        typed = dict(form.cleaned_data)
        why = typed.pop("why")
        outbreak = Outbreak(**typed)
        if tried(form, operations.correct_review, review_id=review_id, outbreak=outbreak, why=why, by=by,
                 now=now):  # fmt: skip
            messages.success(request, "Written down. What stood before is kept.")
            return redirect(back)
    title = f"Outbreak at {one.review.place.name}"
    return ask(request, form, title=title, button="Write it down", back=back)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def hold_learning(request: HttpRequest, review_id: int) -> HttpResponseBase:
    """Say that the review was held, and who took part."""
    by, now = actor_of(request), timezone.now()
    one = _mine(by.scope, review_id)
    form = HoldReview(
        posted(request), choices={"parts": pairs(learning_rules(local_day(now)).parts)},
        initial={"held_on": one.held_on, "parts": one.parts},
    )  # fmt: skip
    if not one.held_on:
        del form.fields["why"]
    back = reverse("assurance:one-learning", args=[review_id])
    if form.is_valid():
        typed = dict(form.cleaned_data)
        why = typed.pop("why", "")
        held = Held(**typed)
        if tried(form, operations.hold_review, review_id=review_id, held=held, why=why, by=by, now=now):
            messages.success(request, "Written down. Add what was learned.")
            return redirect(back)
    said = "Names that are left empty stay as they are." if one.took_part else ""
    title = f"The review of {one.review.place.name}"
    return ask(request, form, title=title, said=said, button="Write it down", back=back)


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def withdraw_learning(request: HttpRequest, review_id: int) -> HttpResponseBase:
    """Take an outbreak back: nobody finds it any more but as at an earlier moment."""
    by, now = actor_of(request), timezone.now()
    one = _mine(by.scope, review_id)
    form, back = TakeBack(posted(request)), reverse("assurance:one-learning", args=[review_id])
    if form.is_valid():
        why = form.cleaned_data["why"]
        tried(form, operations.withdraw_review, review_id=review_id, why=why, by=by, now=now)
        if not form.errors:
            messages.success(request, "Taken back.")
            return redirect("assurance:learning")
    title, said = f"Take back the outbreak at {one.review.place.name}", "Its lessons are taken back with it."
    return ask(request, form, title=title, said=said, button="Take it back", back=back, ends_something=True)


@require_safe
@needs(ANSWER)
@never_cache
def learning_names(request: HttpRequest, review_id: int) -> HttpResponseBase:
    """The names of who took part, for the place and its council. That they were read is in the log."""
    by, now = actor_of(request), timezone.now()
    names = the(operations.read_names, review_id, by=by, now=now)
    lines = [("Names", names or "None were written down")]
    return sheet(
        request, title="Who took part", lines=lines, back=reverse("assurance:one-learning", args=[review_id]),
        said="Only the place and its council see this. It is in the log that you read it.",
    )  # fmt: skip
