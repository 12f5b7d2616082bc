"""Write down a promise, action, ask or meeting by hand: of a statement that is named, or of an area."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, posted, the, tried
from junction.core.scope import Actor
from junction.record.forms.meetings import WriteMeeting
from junction.record.forms.promises import NATION, Typed, WriteAction, WriteAsk, WriteCommitment
from junction.record.operations import meetings, writing
from junction.record.queries import reading
from junction.record.queries.areas import areas_to_keep_for
from junction.record.queries.documents import KEEP

from .kinds import kind_of
from .statements import shortened

FORMS: Mapping[str, type[Typed]] = {
    "commitments": WriteCommitment, "actions": WriteAction, "asks": WriteAsk,
    "meetings": WriteMeeting,
}  # fmt: skip


def areas_of(by: Actor, now: Any) -> list[tuple[str, str]]:
    """Whose business one may write down."""
    nation = [(NATION, "The nation")] if by.scope.reach(KEEP).national else []
    found = areas_to_keep_for(by.scope, on=timezone.localdate(now))
    return nation + found if nation or len(found) == 1 else [("", "Select an area"), *found]


def statement_of(request: HttpRequest, by: Actor) -> Any:
    """The statement that the address names as the source, if any."""
    asked = request.GET.get("statement", "")
    return the(reading.statement, by.scope, int(asked)) if asked.isdecimal() and len(asked) < 19 else None


@needs(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, kind_name: str) -> HttpResponse:
    """Type one by hand."""
    by, now, kind = actor_of(request), timezone.now(), kind_of(kind_name)
    source = statement_of(request, by)
    form = FORMS[kind_name](
        posted(request), areas=None if source else areas_of(by, now),
        initial={"area": request.GET.get("area", "")} | _initial(source, now),
    )  # fmt: skip
    if form.is_valid():
        where = writing.Where(form.cleaned_data.get("area") or None, source.pk if source else None)
        kept = tried(form, lambda: _write(kind_name, form, where, by=by, now=now))
        if kept:
            messages.success(request, "It is written down.")
            return redirect(kind.address, kept.pk)
    back = reverse("record:statement", args=[source.pk]) if source else reverse(f"record:{kind_name}")
    said = f"From {source.document.title}, line {source.line}: {shortened(source.text)}" if source else ""
    title = f"Write down an {kind.one}" if kind.one[0] in "aeiou" else f"Write down a {kind.one}"
    return ask(request, form, title=title, button="Write it down", back=back, said=said)


def _initial(source: Any, now: Any) -> dict[str, Any]:
    today = timezone.localdate(now)
    if source is None:
        return {"made_on": today, "asked_on": today, "asked_at": now}
    day = timezone.localdate(source.at) if source.at else source.document.dated_on or today
    return {
        "words": source.text, "made_on": day, "asked_on": day, "asked_at": source.at or now,
        "asked_by": source.sender, "promised_by": source.sender or ", ".join(source.organisations),
    }  # fmt: skip


def _write(kind_name: str, form: Typed, where: writing.Where, *, by: Actor, now: Any) -> Any:
    said = form.days()
    if kind_name == "commitments":
        return writing.write_commitment(writing.Promise(**said), where, by=by, now=now)
    if kind_name == "actions":
        return writing.write_action(writing.Task(**said), where, by=by, now=now)
    if kind_name == "meetings":
        return meetings.write_meeting(meetings.Gathering(**said), where, by=by, now=now)
    return writing.write_ask(writing.Question(**said), where, by=by, now=now)
