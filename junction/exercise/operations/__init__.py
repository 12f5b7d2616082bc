"""Make a simulated emergency: places by import, history by bulk load, the last days through the real doors.

The same seed and last day give the same world. History is loaded in bulk since filing a month of returns
one by one takes minutes; a test proves on a sample that both ways leave the same rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from junction.core.audit.operations import record
from junction.core.refusals import Refusal
from junction.core.scope import Actor
from junction.core.telling import Tell, told
from junction.people.operations import DemonstrationPerson, make_demonstration_people
from junction.people.rules import DEMONSTRATION_DOMAIN
from junction.registry.files.place_lists import read_place_list
from junction.registry.operations import declare_incident, import_places
from junction.returns.operations import PastFiling, add_up_days, bulk_load_returns, file_returns

from .. import queries
from ..files import calibrations, words, write_place_list
from ..rules.answers import Report, moment
from ..rules.places import SimulatedPlace, draw_places
from ..rules.plan import Plan, filing_of, over_by, told_reports
from ..rules.world import days_until
from .assuring import play_assurance
from .binding import play_binding
from .desk import play_desk
from .documents import play_documents
from .escalating import play_escalating
from .following import play_following
from .happening import play_what_is_seldom
from .helping import play_helpline
from .holding import play_holding
from .learning import play_learning
from .linking import play_linking
from .listing import play_bodies, play_listing
from .needing import play_needs, play_newest
from .offering import play_offers
from .proposing import play_proposals
from .raising import play_raising
from .retaining import play_retaining
from .reviewing import play_reviewing
from .running import play_changed_launches, play_running
from .settling import play_settling
from .supplying import play_supplies
from .telling_apart import play_careful_needs
from .volunteering import play_volunteers

DEMONSTRATION_ROLES = (
    "place-manager",
    "head-office",
    "council-officer",
    "lrf",
    "region",
    "national",
    "emergency-line",
    "helpline-agent",
    "support-partner",
    "link-worker",
    "health-protection",
    "hospital-discharge",
    "auditor",
    "administrator",
)
IN_POST = 30  # days, at the least, for which those who sign in to a demo have held their roles


class CannotRunExercise(Refusal):
    """An exercise takes the permission to run one. Ask your administrator for it."""


class NoSuchRegion(Refusal):
    """There is no such region of England to play an exercise in."""


class RealPlacesHere(Refusal):
    """This installation holds real places. Run exercises on an installation of their own."""


class AlreadyPlayed(Refusal):
    """An exercise has been loaded already. Use a new, empty database for another."""


@dataclass(slots=True)
class Played:
    """What was made."""

    places: int = 0
    loaded: int = 0
    filed: int = 0
    refused: int = 0
    orders: int = 0
    deliveries: int = 0
    requests: int = 0
    documents: int = 0
    answers: int = 0


def run_exercise(
    plan: Plan, *, by: Actor, now: datetime, tell: Callable[[str], None], rows: Tell | None = None
) -> Played:
    """Make the world of `plan` up to `now`. Raise one of the refusals above; then nothing is stored."""
    _refuse_misplaced(plan, by=by)
    tell(f"{plan.days} days of a simulated emergency, up to {plan.last_day.isoformat()}:")
    rng = np.random.default_rng(plan.seed)
    played = Played()
    places = make_places(plan, rng, by=by)
    played.places = len(places)
    tell(f"{len(places):,} places")
    declare_pandemic(plan, by=by)
    reports = [report for report in told_reports(plan, rng, places) if report.filed_at <= now]
    numbers = queries.place_numbers(by.scope, [place.identifier for place in places])
    first_filed = plan.last_day.toordinal() - plan.filed_days + 1
    history = [report for report in reports if report.about_on.toordinal() < first_filed]
    recent = [report for report in reports if report.about_on.toordinal() >= first_filed]
    past = (past_filing(report, numbers, by=by) for report in history)
    played.loaded = bulk_load_returns(told(past, rows, of=len(history)), by=by, now=now)
    tell(f"{played.loaded:,} returns of {plan.days - plan.filed_days} days")
    file_recent(recent, numbers, played, tell=rows, by=by)
    tell(f"{played.filed:,} returns of the last {plan.filed_days} days")
    supplied = play_supplies(plan, rng, places, by=by, now=now, tell=rows)
    played.orders, played.deliveries = supplied.orders, supplied.delivered
    played.requests = play_desk(plan, rng, places, by=by, now=now)
    tell(f"{supplied.orders:,} orders, {supplied.cut:,} cut, {played.requests} emergency requests")
    _play_what_was_said(over_by(plan, now), played, by=by, now=now)
    play_newest(plan, by=by, now=now)
    tell(f"{played.documents} documents of the record, {played.answers} answers to a plan")
    if rows:
        rows(0, 1)  # another step, of which nothing is counted
    add_up_days(by=by, now=now)
    _log(plan, played, by=by, now=now)
    return played


def _refuse_misplaced(plan: Plan, *, by: Actor) -> None:
    if not by.scope.may("exercise.run"):
        raise CannotRunExercise
    if plan.region not in calibrations():
        raise NoSuchRegion
    if queries.is_played(by.scope):
        raise AlreadyPlayed
    if queries.is_real_world(by.scope):
        raise RealPlacesHere


def _play_what_was_said(plan: Plan, played: Played, *, by: Actor, now: datetime) -> None:
    kept = play_documents(plan, by=by)
    play_following(plan, kept, by=by)
    played.documents, played.answers = len(kept.documents), play_assurance(plan, kept, by=by)
    play_bodies(plan, by=by)
    play_needs(plan, by=by)
    play_volunteers(plan, by=by)
    play_listing(plan, by=by)  # before the desk, which takes what is left
    play_helpline(plan, by=by)
    play_raising(plan, kept, by=by)
    play_running(plan, kept, by=by)
    play_holding(plan, kept, by=by)
    play_settling(plan, kept, by=by, now=now)
    play_escalating(plan, kept, by=by)
    play_learning(plan, kept, by=by)
    play_retaining(plan, kept, by=by)
    play_careful_needs(plan, by=by)
    play_what_is_seldom(plan, by=by)
    play_binding(plan, by=by)


def _log(plan: Plan, played: Played, *, by: Actor, now: datetime) -> None:
    returns = played.loaded + played.filed
    record(at=now, by=by, verb="exercise.played", subject=f"exercise:{plan.seed}", region=plan.region,
           days=plan.days, places=played.places, returns=returns, orders=played.orders)  # fmt: skip


def make_people(plan: Plan, *, by: Actor, now: datetime) -> list[DemonstrationPerson]:
    """Make a demo sign-in for each role, over the region, its areas, a home and a group of it.

    They have held their roles since before the emergency; what needs somebody at a desk is played then.
    """
    cast = queries.cast(by.scope, plan.region, on=plan.last_day)
    people = [
        DemonstrationPerson(f"{role}@{DEMONSTRATION_DOMAIN}", f"{name} (demo)", role, over)
        for role in DEMONSTRATION_ROLES
        for name, over in [cast[role]]
    ]
    since = plan.last_day - timedelta(days=max(plan.days, IN_POST))
    make_demonstration_people(people, by=by, now=moment(since, 8 * 60))
    said = over_by(plan, now)
    play_offers(said, by=by, now=now)
    play_changed_launches(said, by=by, now=now)
    play_proposals(said, by=by, now=now)
    play_linking(said, by=by, now=now)
    play_reviewing(said, by=by, now=now)
    return people


def make_places(plan: Plan, rng: np.random.Generator, *, by: Actor) -> list[SimulatedPlace]:
    """Draw the places and take them in as any list is taken in, at the start of the first day."""
    councils, names = queries.councils(by.scope, plan.region, on=plan.last_day)
    places = draw_places(
        rng, calibration=calibrations()[plan.region], councils=councils, words=words(), share=plan.share
    )
    listing = read_place_list(write_place_list(places, council_names=names), filename="exercise.csv")
    first_day = days_until(plan.last_day, plan.days)[0]
    import_places(listing, listed_on=first_day, dry_run=False, by=by, now=moment(first_day, 0))
    return places


def declare_pandemic(plan: Plan, *, by: Actor) -> None:
    """Declare the emergency that is played, at eight on its first day, over the region."""
    first_day = days_until(plan.last_day, plan.days)[0]
    declare_incident(
        name="Coronavirus (simulated)",
        playbook="pandemic",
        area_codes=[plan.region],
        why="An exercise: cases rise in care homes.",
        by=by,
        now=moment(first_day, 8 * 60),
    )


def past_filing(report: Report, numbers: dict[str, int], *, by: Actor) -> PastFiling:
    return PastFiling(filing_of(report, numbers), report.filed_at, by.key)


def file_recent(
    recent: Sequence[Report], numbers: dict[str, int], played: Played, *, tell: Tell | None = None, by: Actor
) -> None:
    """File each return by itself, at its own moment, as its manager would."""
    for report in told(recent, tell, of=len(recent)):
        filed = file_returns([filing_of(report, numbers)], partial=True, by=by, now=report.filed_at)[0]
        played.filed += filed.is_taken
        played.refused += not filed.is_taken
