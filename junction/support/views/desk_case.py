"""One case as the desk works it, on one page: what to say, whom to ring, the call, the note, the past."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from junction.core.calendar import local_day
from junction.core.ownership.queries import owner
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import the, tried
from junction.core.pages.sheets import tag
from junction.core.pages.words import ago, counted, short_moment
from junction.core.scope import ANONYMOUS, Actor
from junction.record.queries.keepers import names
from junction.support.forms.desk import LogCall, OneKeyNote, moment_of
from junction.support.operations import desk_calls, settling
from junction.support.queries.cases import calls_about, noted
from junction.support.queries.desk import SUBJECT
from junction.support.queries.employers import employer_of
from junction.support.queries.needs import ANSWER, one_need
from junction.support.queries.passed import may_go_to, open_things
from junction.support.rules.desk import EVENTS, Desk, desk_on, matter_of
from junction.support.rules.keeping import keeping_on
from junction.support.rules.routing import routing_of
from junction.support.rules.triage import level_of

from .needs import who_lines
from .passing_on import make_links, passed_link


@require_safe
@needs(ANSWER)
def case(request: HttpRequest, need_id: int) -> HttpResponse:
    """One case."""
    return _page(request, _one(request, need_id))


@require_POST
@needs(ANSWER)
def log_call(request: HttpRequest, need_id: int) -> HttpResponse:
    """Write down what came of a call, and do what follows."""
    by, now, one = actor_of(request), timezone.now(), _one(request, need_id)
    form = _call_form(request.POST, one, by, now)
    if form.is_valid():
        typed = dict(form.cleaned_data)
        ring_at = moment_of(now, typed.pop("ring_on"), typed.pop("ring_clock"))
        said = desk_calls.Said(**typed, ring_at=ring_at)
        if tried(form, desk_calls.log_call, number=one.pk, said=said, by=by, now=now) is not None:
            messages.success(request, "The call is written down.")
            kept = desk_on(local_day(now)).dispositions[said.outcome].then == "keep"
            return redirect("support:case", need_id=one.pk) if kept else redirect("support:desk")
    return _page(request, one, call=form)


@require_POST
@needs(ANSWER)
def note(request: HttpRequest, need_id: int) -> HttpResponse:
    """Write a note down, or, where there is no script, put a stock phrase to what is typed so far."""
    by, now, one = actor_of(request), timezone.now(), _one(request, need_id)
    phrase = desk_on(local_day(now)).phrases.get(request.POST.get("phrase", ""), "")
    if phrase:
        said = f"{request.POST.get('note', '').strip()} {phrase}".strip()[:2000]
        return _page(request, one, note=OneKeyNote(initial={"note": said}))
    form = OneKeyNote(request.POST)
    sent: dict[str, Any] = {"number": one.pk, "by": by, "now": now}
    if form.is_valid() and tried(form, settling.note_need, **form.cleaned_data, **sent) is not None:
        messages.success(request, "Written down.")
        return redirect("support:case", need_id=one.pk)
    return _page(request, one, note=form)


def _one(request: HttpRequest, need_id: int) -> Any:
    return the(one_need, actor_of(request).scope, need_id, permission=ANSWER)


def _call_form(data: Any, one: Any, by: Actor, now: datetime) -> LogCall:
    day = local_day(now)
    desk, reasons = desk_on(day), list(keeping_on(day).unmet_reasons.items())
    goes_to = may_go_to(by.scope, one, desk)
    there = [
        (f"{kind}:{row.number}", row.title)
        for kind, rows in open_things(by.scope, one, desk, now=now).items()
        for row in rows
    ]
    return LogCall(data, desk=desk, reasons=reasons, goes_to=goes_to, there=there, auto_id="call-%s")


def _page(
    request: HttpRequest, one: Any, *, call: LogCall | None = None, note: OneKeyNote | None = None
) -> HttpResponse:
    by, now = actor_of(request), timezone.now()
    desk = desk_on(local_day(now))
    has, happened = owner(SUBJECT, one.pk), noted(by.scope, one)
    calls = calls_about(by.scope, one, as_at=now)
    keys = {*(row.event.by for row in happened), *(row.by for row in calls), has or ""}
    wrong = next((form for form in (call, note) if form is not None and form.errors), None)
    context = {
        "one": one, "lines": _lines(by, one, now), "answer": _answer(one, desk), "has": has,
        "call": call or _call_form(None, one, by, now), "makes": make_links(by.scope, one, desk),
        "note": note or OneKeyNote(), "phrases": desk.phrases,
        "happened": happened, "calls": calls, "desk": desk,
        "passed": {row.event.pk: passed_link(row.event.about, desk) for row in happened if row.event.about},
        "passed_words": {code: words for code, words in EVENTS.items() if code.startswith("there-")},
        "names": names(by.scope, keys, own_key=by.key, now=now) | {ANONYMOUS.key: "the person"},
        "is_mine": has == by.key and one.is_open,
        "ways": _ways(one, is_mine=has == by.key and one.is_open),
        "is_second": request.GET.get("second") == "1", "is_late": one.is_open and one.limit_at < now,
        **({"form": wrong} if wrong else {}),
    }  # fmt: skip
    return render(request, "support/case.html", context, status=422 if wrong else 200)


def _ways(one: Any, *, is_mine: bool) -> list[tuple[str, str]]:
    doors = [("Hand it over", "hand-over-case")] if is_mine else []
    if one.is_open:
        doors.append(("Find a service and refer them", "find-service"))
    doors += [("Let it come again", "repeat-need"), ("All that is known of this need", "need")]
    ways = [(text, reverse(f"support:{name}", args=[one.pk])) for text, name in doors]
    if one.person:
        there = reverse("support:change-contact", args=[one.pk])
        ways.insert(-1, ("Change how they are reached and what is safe", f"{there}?case=1"))
        there = reverse("support:open-carer-help", args=[one.pk])
        ways.insert(-1, ("Carer's assessment, short break or direct payment", there))
        ways.insert(-1, ("Issue a letter", f"{reverse('support:issue-letter')}?case={one.pk}"))
    return ways


def _answer(one: Any, desk: Desk) -> str:
    """What is said to the caller."""
    if matter := matter_of(one.category):
        return desk.matters[matter].answer if matter in desk.matters else ""
    return routing_of(one.routing).answer_of(one.need_class, one.answers)


def _employer_lines(by: Actor, one: Any) -> list[tuple[str, Any]]:
    """Whom somebody employs, of a case without a place that rings."""
    told = employer_of(by.scope, one) if matter_of(one.category) and one.place is None else None
    if told is None:
        return []
    backup = {True: "Yes", False: "No", None: "Not said"}[told.has_backup]
    return [
        ("Employs", counted(told.assistants, "personal assistant")), ("Hours a week", told.weekly_hours),
        ("Own plan for when one cannot come", backup),
    ]  # fmt: skip


def _lines(by: Actor, one: Any, now: datetime) -> list[tuple[str, Any]]:
    routing, level = routing_of(one.routing), level_of(one.triage, one.level)
    kinds = routing.categories | desk_on(local_day(one.stated_at)).matter_titles
    lines = [
        ("What", kinds.get(one.category, "Danger")), ("How soon", tag(level)),
        ("By", short_moment(one.limit_at)), ("State", one.get_state_display()),
        ("Stated", f"{ago(one.stated_at, now)}, by {one.channel}"), ("Council", one.area.name),
        ("Hub", one.hub.name if one.hub else ""), ("Place", one.place.name if one.place else ""),
        ("Ring back", short_moment(one.ring_at) if one.ring_at else ""),
        *who_lines(by, one), *_employer_lines(by, one),
        *((routing.questions[code].texts.text, routing.questions[code].option(answer).texts.text)
          for code, answer in sorted(one.answers.items(), key=lambda pair: routing.order.index(pair[0]))),
    ]  # fmt: skip
    return [(key, value) for key, value in lines if value not in (None, "")]
