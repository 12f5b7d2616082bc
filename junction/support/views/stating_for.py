"""A place of care states what a person it looks after needs, with their consent, and sees what came of it.

It sees its own alone, and no name: whoever sees to the need reads that. Volunteers are offered such a need as
they are any other.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import ask, link, posted, the
from junction.core.pages.listings import Listing, listed
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import sheet, tag
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import ago, short_moment
from junction.core.refusals import Refusal
from junction.core.scope import Scope
from junction.registry.queries import search_places
from junction.support.forms.stating_for import Answer, StateFor
from junction.support.operations.needs import Stated, Who, state_need
from junction.support.queries import needs as queries
from junction.support.queries.cases import came_of
from junction.support.queries.needs import ASK
from junction.support.rules.desk import desk_on
from junction.support.rules.keeping import PROFESSIONAL
from junction.support.rules.need_texts import need_texts_on
from junction.support.rules.routing import NotAnAnswer, routing_of, routing_on
from junction.support.rules.triage import level_of

from .choosing import MOST_PLACES, choice_of_place

LARGEST = 2**62
COMPARED = (
    "You are shown what your place stated for this person before. The council compares it with what others"
    " stated as well, so that nobody is helped twice while somebody else waits."
)
NOT_WHO = ("by_place", "postcode", "has_consent", "is_another", "words")


def _table(scope: Scope, moment: Moment) -> DataTable:
    then = moment.as_at is not None
    state, level = ("then_state", "then_level") if then else ("state", "level")
    kinds, kept = routing_on(local_day(moment.at)).categories, "" if moment.is_live else f"?{moment.query}"
    return DataTable(
        name="",
        caption="Stated for people you look after",
        columns=[
            Column("reference", "Reference",
                   lambda row: link("support:stated-for-one", row.reference, row.pk, query=kept),
                   export=lambda row: row.reference),
            Column("what", "What", lambda row: kinds.get(row.category, "Danger"), sort="category"),
            Column("level", "How soon", lambda row: tag(level_of(row.triage, getattr(row, level))),
                   export=lambda row: level_of(row.triage, getattr(row, level)).title),
            Column("state", "State", lambda row: queries.STATES[getattr(row, state)], sort=state),
            Column("place", "Stated by", lambda row: row.by_place.name, sort="by_place__name"),
            Column("stated", "When", lambda row: ago(row.stated_at, moment.at), sort="stated_at",
                   export=lambda row: row.stated_at),
        ],
        filters=[Filter("state", "State", [("open", "Open"), ("closed", "Closed")],
                        lambda rows, code: queries.of_state(scope, rows, is_open=code == "open", then=then))],
        default_sort="-stated",
        empty="Your place has stated no need of a person.",
    )  # fmt: skip


@require_safe
@needs(ASK)
def stated_for(request: HttpRequest) -> HttpResponseBase:
    """The needs that one's places stated for people, now or as at a moment."""
    by, moment = actor_of(request), read_moment(request.GET, now=timezone.now(), path=request.path)
    ways = [("State what a person needs", reverse("support:state-for"))]
    page = Listing("Needs of people you look after", reverse("support:home"), moment, ways)
    rows = queries.stated_by_places(by.scope, as_at=moment.as_at)
    return listed(request, _table(by.scope, moment), rows, page)


@require_safe
@needs(ASK)
def stated_for_one(request: HttpRequest, need_id: int) -> HttpResponseBase:
    """What came of one of them, without the words of those who see to it."""
    by, moment = actor_of(request), read_moment(request.GET, now=timezone.now(), path=request.path)
    one: Any = the(queries.stated_by_places(by.scope, as_at=moment.at).get, pk=need_id)
    words = desk_on(moment.day).event_words
    happened = DataTable(
        name="events",
        caption="What came of it",
        columns=[
            Column("at", "When", lambda row: short_moment(row.at), export=lambda row: row.at),
            Column("what", "What happened", lambda row: row.get_kind_display()),
            Column("why", "Why", lambda row: words.get(row.why, "")),
        ],
        empty="Nothing yet.",
    )  # fmt: skip
    routing = routing_of(one.routing)
    lines = [
        ("What", routing.categories.get(one.category, "Danger")), ("State", queries.STATES[one.then_state]),
        ("How soon", tag(level_of(one.triage, one.then_level))), ("By", short_moment(one.then_limit)),
        ("Stated by", one.by_place.name), ("Council", one.then_council),
    ]  # fmt: skip
    return sheet(
        request, title=f"Need {one.reference}", back=reverse("support:stated-for"), lines=lines,
        tables=[(happened, came_of(by.scope, one, as_at=moment.at))],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs(ASK)
def state_for(request: HttpRequest) -> HttpResponseBase:
    """The questions, one after the other, with the answers so far as codes in the address; then for whom."""
    routing = routing_on(local_day(timezone.now()))
    try:
        answers = routing.kept({code: request.GET[code] for code in routing.questions if code in request.GET})
    except NotAnAnswer:  # an address of another day, or one made by hand
        answers = {}
    back = _address(dict(list(answers.items())[:-1])) if answers else reverse("support:stated-for")
    if routing.is_complete(answers):
        return _for_whom(request, answers, back)
    asked = routing.questions[routing.way(answers)[-1]]
    form = Answer(posted(request), question=asked)
    if form.is_valid():
        return redirect(_address(answers | {asked.code: form.cleaned_data["answer"]}))
    said = str(routing.danger["lines"][0]) if not answers else ""
    return ask(request, form, title=asked.texts.text, button="Continue", back=back, said=said)


def _for_whom(request: HttpRequest, answers: dict[str, str], back: str) -> HttpResponseBase:
    by, now = actor_of(request), timezone.now()
    mine = _places(by.scope, request.GET.get("by_place", ""))
    if not mine:
        return choice_of_place(request, title="Which place states it?", back=back, kept=answers,
                               to=lambda place: _address(answers | {"by_place": str(place.pk)}))  # fmt: skip
    form = StateFor(posted(request), texts=need_texts_on(local_day(now)), mine=mine)
    alike: list[Any] = []
    if form.is_valid():
        typed: dict[str, Any] = dict(form.cleaned_data)
        who = Who(**{name: value for name, value in typed.items() if name not in NOT_WHO})
        stated = Stated(
            answers, "", who, typed["postcode"], typed["words"], channel="web", on_behalf=PROFESSIONAL,
            has_consent=typed["has_consent"], by_place=typed["by_place"],
        )  # fmt: skip
        try:
            made = state_need(stated, by=by, now=now, is_another=typed["is_another"])
            messages.success(request, f"Reference {made.need.reference}. {made.answer}")
            return redirect("support:stated-for-one", need_id=made.need.pk)
        except Refusal as refused:
            form.add_error(None, str(refused))
            numbers: Any = refused.about.get("needs", ())
            alike = list(queries.stated_by_places(by.scope).filter(pk__in=numbers))
    kinds = routing_on(local_day(now)).categories
    return ask(request, form, title="Who is it for?", button="State it", back=back, said=COMPARED,
               template="support/state_for.html", alike=alike, kinds=kinds)  # fmt: skip


def _places(scope: Scope, chosen: str) -> list[tuple[str, str]]:
    """Return the places among which to choose in the form: the chosen one, or one's own few; none where
    there are more than a page shows.
    """
    found = search_places(scope, "", permission=ASK)
    if chosen.isdecimal() and (one := found.filter(pk=min(int(chosen), LARGEST)).first()):
        return [(str(one.pk), one.name)]
    few = list(found[: MOST_PLACES + 1])
    return [(str(one.pk), one.name) for one in few] if len(few) <= MOST_PLACES else []


def _address(answers: dict[str, str]) -> str:
    return f"{reverse('support:state-for')}?{urlencode(answers)}"
