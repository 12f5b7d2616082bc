"""The lists of offers of help: all in reach, what is passed round, and who has which kind where."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.calendar import local_day
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.environment import macro_of
from junction.core.pages.furniture import link
from junction.core.pages.listings import Figure, Listing, listed, sought
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import sheet
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import ago, counted, short_day, short_moment
from junction.core.scope import Actor
from junction.support.queries import offer_desks, offer_figures
from junction.support.queries import offers as queries
from junction.support.rules.help_offers import HelpOfferRules, help_offer_rules

STATES = [
    ("open", "Not yet answered"), ("accepted", "Accepted"), ("used", "Used"), ("declined", "Declined"),
    ("lapsed", "Lapsed"), ("withdrawn", "Withdrawn"),
]  # fmt: skip
TITLES = dict(STATES)
SHOWN_TIMES = 3  # of an offer that was passed on more often; its page has all
COLOURS = {"accepted": "green", "used": "green", "open": "amber"}


def state_tag(row: queries.OfferRow) -> Any:
    """How an offer stands, with its shape and colour; late ones, and those passed round, say so."""
    if row.is_late:
        return macro_of("status_tag")("red", "Answer is late")
    if row.is_open and row.is_raised:
        return macro_of("status_tag")("red", "Passed round")
    return macro_of("status_tag")(COLOURS.get(row.state, "unknown"), TITLES[row.state])


def who_has(row: queries.OfferRow, moment: Moment) -> str:
    """Who has it since when, and for how long they must find it a home."""
    said = ", ".join(word for word in (row.name, row.desk, ago(row.since, moment.at)) if word)
    homeless = row.homeless_since if row.state in queries.STANDING else None
    return f"{said}. No home since {short_moment(homeless)}" if homeless else said


def passed_on(row: queries.OfferRow) -> str:
    """How often it was passed on, and when: the last times."""
    if not row.passes:
        return "–"
    times = [short_moment(span.owned_from) for span in row.spans[1:]]
    before = "… " if len(times) > SHOWN_TIMES else ""
    return f"{counted(row.passes, 'time')}: {before}{'; '.join(times[-SHOWN_TIMES:])}"


def table(rules: HelpOfferRules, moment: Moment, by: Actor) -> DataTable:
    """The list of offers."""
    kinds = {code: kind.title for code, kind in rules.kinds.items()}
    return DataTable(
        name="",
        caption="Offers of help",
        columns=[
            Column("reference", "Offer", lambda row: link("support:offer", row.offer.reference, row.offer.pk,
                                                             query=moment.keep("")),
                   sort="reference", export=lambda row: row.offer.reference),
            Column("company", "Who", lambda row: row.offer.company, sort="company"),
            Column("kind", "What", lambda row: kinds.get(row.offer.kind, row.offer.kind), sort="kind"),
            Column("quantity", "How many", lambda row: row.offer.quantity, sort="quantity", numeric=True),
            Column("used", "Used", lambda row: row.offer.used, sort="used", numeric=True),
            Column("area", "Area", lambda row: row.offer.area.name if row.offer.area else "Anywhere",
                   sort="area__name"),
            Column("owner", "Who has it", lambda row: who_has(row, moment)),
            Column("passes", "Passed on", passed_on, sort="passes", export=lambda row: row.passes),
            Column("due", "Answer by", lambda row: short_moment(row.due_at) if row.is_open else "",
                   sort="then_due", export=lambda row: row.due_at),
            Column("state", "State", state_tag, sort="then_state", export=lambda row: TITLES[row.state]),
        ],
        filters=[
            Filter("kind", "What", list(kinds.items()), lambda rows, v: rows.filter(kind=v)),
            Filter("state", "State", STATES, lambda rows, v: rows.filter(then_state=v)),
            *(_live_filters(by, moment.now) if moment.is_live else ()),
        ],
        default_sort="due",
        empty="Nothing was offered yet, as far as you may see.",
    )  # fmt: skip


def _live_filters(by: Actor, now: datetime) -> list[Filter]:
    """What is known of the offers as they are now only."""
    return [
        Filter("home", "Home", [("none", "No home yet"), ("has", "Has a home")],
               lambda rows, v: rows.filter(homeless_since__isnull=v == "has")),
        Filter("answer", "Answer", [("late", "Late"), ("never", "Ended without one")],
               lambda rows, v: queries.of_answer(by.scope, rows, v, now=now)),
        Filter("owner", "Who has it", [("me", "You")],
               lambda rows, _: queries.owned(by.scope, rows, by.key)),
    ]  # fmt: skip


@needs(queries.SEE)
@require_safe
def offers(request: HttpRequest) -> HttpResponseBase:
    """Every offer in reach, what is due first."""
    by, moment = actor_of(request), read_moment(request.GET, now=timezone.now(), path=request.path)
    ways = [("Passed round", moment.keep(reverse("support:offers-passed-round")))]
    figures: list[Figure] = []
    if moment.is_live:
        ways.append(("Who has which offers", reverse("support:offer-routes")))
        figures = _tiles(offer_figures.offer_figures(by.scope, own_key=by.key, now=moment.now))
    if moment.is_live and by.scope.may(offer_desks.OFFERS):
        ways.insert(0, ("Write down an offer", reverse("support:make-offer")))
    page = Listing("Offers of help", reverse("support:home"), moment, ways=ways, figures=figures)
    found = queries.offers(by.scope, sought=sought(request), as_at=moment.as_at)
    return _listed(request, found, page, by=by, moment=moment)


@needs(queries.SEE)
@require_safe
def offers_passed_round(request: HttpRequest) -> HttpResponseBase:
    """The open offers that were passed on too often, or are late at the highest desk."""
    by, moment = actor_of(request), read_moment(request.GET, now=timezone.now(), path=request.path)
    passes = help_offer_rules(moment.day).raise_after_passes
    said = f"Passed on {passes} times or more, or late where no desk stands above. Somebody must answer them."
    page = Listing("Offers passed round", moment.keep(reverse("support:offers")), moment, said=said)
    found = queries.passed_round(by.scope, sought=sought(request), as_at=moment.as_at)
    return _listed(request, found, page, by=by, moment=moment)


def _listed(
    request: HttpRequest, found: Any, page: Listing, *, by: Actor, moment: Moment
) -> HttpResponseBase:
    def prepare(rows: list[Any]) -> list[Any]:
        return queries.with_owners(by.scope, rows, now=moment.now, as_at=moment.as_at)

    return listed(request, table(help_offer_rules(moment.day), moment, by), found, page, prepare=prepare)


def _tiles(figures: offer_figures.OfferFigures) -> list[Figure]:
    """What waits, as tiles that lead to the list of it; a colour only where somebody must act."""
    here, never = reverse("support:offers"), counted(figures.never, "offer")
    share = figures.percent_in_time
    return [
        ("Wait for an answer", figures.waiting, f"{figures.mine:,} with you", f"{here}?state=open", ""),
        ("Answer is late", figures.late, "", f"{here}?answer=late", "red" if figures.late else ""),
        ("No home yet", figures.homeless, "", f"{here}?state=open&home=none",
         "amber" if figures.homeless else ""),
        ("Passed round", figures.passed_round, "", reverse("support:offers-passed-round"),
         "red" if figures.passed_round else ""),
        ("Answered in time", "–" if share is None else f"{share}%",
         f"{never} ended without an answer" if figures.never else "", f"{here}?answer=never", ""),
    ]  # fmt: skip


@needs(queries.SEE)
@require_safe
def offer_routes(request: HttpRequest) -> HttpResponseBase:
    """Who has offers of which kind at which desk today; with a way to set one's own."""
    by, now = actor_of(request), timezone.now()
    today = local_day(now)
    rules, found = help_offer_rules(today), list(offer_desks.routes(by.scope, on=today))
    names = offer_desks.owner_names(by.scope, [row.owner for row in found], now=now)
    ways = []
    if by.scope.may(offer_desks.OFFERS):
        desks = offer_desks.desk_areas(by.scope, rules=rules, on=today)
        ways = [(f"Name who has offers: {area.name}", reverse("support:route-offers", args=[area.code]))
                for area in desks[:60]]  # fmt: skip
        if by.scope.reach(offer_desks.OFFERS).national:
            ways = [("Name who has offers: the nation", reverse("support:route-offers", args=["nation"]))]
    shown = DataTable(
        name="", caption="Who has which offers",
        columns=[
            Column("desk", "Desk", lambda row: row.area.name if row.area else offer_desks.NATION,
                   sort=lambda row: row.area.name if row.area else ""),
            Column("kind", "Offers", lambda row: rules.kinds[row.kind].title if row.kind else "Every kind",
                   sort=lambda row: row.kind),
            Column("owner", "Who has them", lambda row: names[row.owner]),
            Column("from", "Since", lambda row: short_day(row.valid_from), export=lambda row: row.valid_from),
            Column("why", "Why", lambda row: row.why),
        ],
        default_sort="desk",
        empty="Nobody is named yet. Offers go to somebody who must find each a home.",
    )  # fmt: skip
    said = f"Answers are due within {counted(rules.answer_within_working_days, 'working day')}."
    return sheet(
        request, title="Who has which offers", back=reverse("support:offers"), ways=ways, said=said,
        tables=[(shown, found)],
    )  # fmt: skip
