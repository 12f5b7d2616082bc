"""Pages on which a person says that two meetings are one, with both side by side, and takes it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried
from junction.record.forms.meetings import MergeMeetings
from junction.record.forms.promises import Why
from junction.record.operations import meeting_merges as operations
from junction.record.queries import meeting_merges as merging
from junction.record.queries import meetings as queries
from junction.record.queries import said
from junction.record.queries.documents import KEEP
from junction.record.rules.attendance import attendance_rules

from .meetings import when, who_goes


@needs(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_meetings(request: HttpRequest, number: int) -> HttpResponse:
    """Choose the other meeting, look at both side by side, and join them."""
    by, now = actor_of(request), timezone.now()
    one = the(said.kept(by.scope, "meetings").get, pk=number)
    asked = request.GET.get("other", "")[:19]
    form = MergeMeetings(posted(request), initial={"other": asked})
    is_sent = form.is_valid()  # which says what was typed even where it is not all right
    given = form.cleaned_data.get("other") if form.is_bound else None
    other = _other(given, by) if given else _other(int(asked), by) if _is_number(asked) else None
    if given and other is None:
        form.add_error("other", "No meeting that you may change has this number. Look it up on its page.")
    if is_sent and not form.errors and request.POST.get("confirmed"):
        tried(form, lambda: operations.merge_meetings(number, **form.cleaned_data, by=by, now=now))
        if not form.errors:
            messages.success(request, "They are one meeting now. This can be undone on this page.")
            return redirect("record:meeting", number)
    context = {
        "form": form,
        "one": one,
        "sides": [_side(by, pk, now) for pk in (number, other)] if other else [],
    }
    return render(request, "record/merge_meetings.html", context, status=422 if form.errors else 200)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and int(text) <= 2**62


def _other(number: int, by: Any) -> int | None:
    """Return the number where it means a meeting that one may change."""
    return number if said.kept(by.scope, "meetings").filter(pk=number).exists() else None


def _side(by: Any, number: int, now: Any) -> dict[str, Any]:
    """What the page says of one of the two."""
    row = queries.told([queries.meeting(by.scope, number, at=now)], at=now)[0]
    states = attendance_rules(timezone.localdate(now)).states
    people = dict.fromkeys(name for step in row.steps for name in (step.who, step.instead_of) if name)
    return {"row": row, "one": row.meeting, "state": states[row.stand.state], "who": who_goes(row),
            "when": when(row), "people": list(people)}  # fmt: skip


@needs(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def undo_merge(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Let two meetings stand for themselves again."""
    by, now = actor_of(request), timezone.now()
    merge = the(merging.merge_to_undo, by.scope, merge_id)
    form = Why(posted(request))
    if form.is_valid():
        tried(form, lambda: operations.undo_merge(merge_id, **form.cleaned_data, by=by, now=now))
        if not form.errors:
            messages.success(request, "They are two meetings again, each as it was.")
            return redirect("record:meeting", merge.kept_id)
    return ask(request, form, title="These are two meetings", button="Take them apart",
               said=f"{merge.kept.words} / {merge.gone.words}",
               back=reverse("record:meeting", args=[merge.kept_id]), ends_something=True)  # fmt: skip
