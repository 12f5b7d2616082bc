"""Play what happens seldom, so that no page of it is empty: somebody in danger, a case that goes to the hub
of another council, referrals that lapse and are taken back, letters that unpaid carers ask for on their page,
a list of volunteers, a check that turns out wrong, searches that find nothing.

Names are made up of words nobody bears. It goes on from hubs, services and schemes that were played.
"""

from datetime import datetime, timedelta

from junction.core.calendar import local_day
from junction.core.scope import ANONYMOUS, Actor
from junction.core.tables import write_csv
from junction.support.files.volunteers import read_volunteers
from junction.support.operations.carers import NextStep, open_carer_help, step_carer_help
from junction.support.operations.desk import take_case
from junction.support.operations.handing import accept_hand_over, offer_hand_over, take_back
from junction.support.operations.letters import ask_for_letter, issue_letter
from junction.support.operations.needs import Made, Stated, Who, state_need
from junction.support.operations.no_results import count_no_result
from junction.support.operations.referrals import (
    Sending,
    lapse_referrals,
    send_referral,
    withdraw_referral,
)
from junction.support.operations.volunteer_import import import_volunteers
from junction.support.operations.volunteer_vetting import withdraw_check
from junction.support.queries.hubs import hubs
from junction.support.queries.kept_services import kept_services
from junction.support.queries.volunteers import schemes, vetting_of, volunteers
from junction.support.rules.directory_book import directory_book

from .. import queries
from ..rules.answers import moment
from ..rules.plan import Plan

COUNCILS = 2
TODAY = {
    "danger": "no", "need": "usual-way", "kind-usual": "food", "another-way": "none", "changed": "shut",
    "runs-out": "now", "depends": "me", "asked": "nobody",
}  # fmt: skip
SOON = {**TODAY, "runs-out": "two-days"}
DANGER = Who("Averil Stonecrop", phone="07700 900811", may_ring=True)
MOVED = Who("Bertram Fennimore", phone="07700 900812", may_ring=True, may_leave_word=True)
CARERS = (
    Who("Clemency Oxbarrow", phone="07700 900813", may_ring=True, may_text=True),
    Who("Dorian Wexcombe", phone="07700 900814", may_ring=True),
)
REFERRED = (
    Who("Edwina Larkspur", phone="07700 900815", may_ring=True),
    Who("Florian Tidewell", phone="07700 900816", may_ring=True),
)
COLUMNS = ("name", "email", "postcode", "skills", "languages", "reach_km", "check", "check_issuer",
           "check_date", "number")  # fmt: skip
LISTED = 6
SOUGHT = (("transport", "", False), ("", "dentist", False), ("company", "", True))
TIMES = 6  # a number that may be shown


def play_what_is_seldom(plan: Plan, *, by: Actor) -> int:
    """Play it in the councils of the helpline on the last day; return how many needs were stated."""
    found = queries.largest_councils(by.scope, plan.region, on=plan.last_day, most=COUNCILS)
    at = moment(plan.last_day, 8 * 60)
    for council in found:
        _list_of_volunteers(council, at, by=by)
        _sought(council, at)
    stated = sum(_in_council(council, at, by=by) for council in found)
    if len(found) == COUNCILS:
        _to_another_council(found[0], found[1], at, by=by)
        stated += 1
    return stated


def _state(council: str, who: Who, at: datetime, answers: dict[str, str] = TODAY) -> Made:
    return state_need(Stated(answers, council, who), by=ANONYMOUS, now=at, is_another=True)


def _in_council(council: str, at: datetime, *, by: Actor) -> int:
    _state(council, DANGER, at + timedelta(hours=5), {"danger": "yes"})
    asked, had = (_state(council, who, at, SOON) for who in CARERS)
    for made in (asked, had):
        ask_for_letter(made.token, by=ANONYMOUS, now=at + timedelta(minutes=10))
    issue_letter("unpaid-carer", name=CARERS[1].name, need=had.need.pk, by=by, now=at + timedelta(hours=1))
    _for_carers(asked, had, at, by=by)
    _referred(council, at, by=by)
    return 3 + len(REFERRED)


def _for_carers(asked: Made, had: Made, at: datetime, *, by: Actor) -> None:
    """One carer's assessment is with the council; one is refused for now, and their short break is paused."""
    one = open_carer_help(asked.need.pk, kind="assessment", by=by, now=at + timedelta(hours=2))
    for state, owner in (("accepted", ""), ("referred", "Carers team (simulated)")):
        step_carer_help(one.pk, step=NextStep(state, owner=owner), by=by, now=at + timedelta(hours=3))
    other = open_carer_help(had.need.pk, kind="assessment", by=by, now=at + timedelta(hours=2))
    step_carer_help(other.pk, step=NextStep("refused", why="not-now"), by=by, now=at + timedelta(hours=3))
    rest = open_carer_help(had.need.pk, kind="break", by=by, now=at + timedelta(hours=2))
    step_carer_help(rest.pk, step=NextStep("paused", why="shut"), by=by, now=at + timedelta(hours=3))


def _referred(council: str, at: datetime, *, by: Actor) -> None:
    """One that nobody answers in time, and one that is taken back once the family has come."""
    late, back = (_state(council, who, at).need for who in REFERRED)
    service = kept_services(by.scope).filter(area=council, needs__contains=["food"]).first()
    if service is None:
        return
    sent = [
        send_referral(Sending(one.pk, service.pk, has_consent=True), by=by, now=at) for one in (late, back)
    ]
    withdraw_referral(sent[1].pk, note="Her daughter has come", by=by, now=at + timedelta(hours=1))
    lapse_referrals(by=by, now=sent[0].limit_at + timedelta(minutes=1))


def _to_another_council(near: str, far: str, at: datetime, *, by: Actor) -> None:
    """Somebody has gone to stay with family elsewhere: the hub there takes the case over. Another is offered
    and taken back.
    """
    there, here = (hubs(by.scope, on=local_day(at)).filter(area=one).first() for one in (far, near))
    moved = _state(near, MOVED, at).need
    if there is None or here is None:
        return
    take_case(moved.pk, is_second=True, by=by, now=at + timedelta(minutes=20))
    first = offer_hand_over(
        moved.pk, to_hub=here.pk, note="Rings again", by=by, now=at + timedelta(minutes=25)
    )
    take_back(first.pk, by=by, now=at + timedelta(minutes=28))
    note = "He stays with his sister over there until it is over"
    given = offer_hand_over(moved.pk, to_hub=there.pk, note=note, by=by, now=at + timedelta(minutes=30))
    other = Actor(key="system:exercise-hub", name="The hub there", scope=by.scope)
    accept_hand_over(given.pk, by=other, now=at + timedelta(minutes=45))


def _list_of_volunteers(council: str, at: datetime, *, by: Actor) -> None:
    """A club sends its members to the scheme as a list; one check turns out to be somebody else's."""
    scheme = schemes(by.scope).filter(area=council).first()
    half = queries.half_in(by.scope, council, on=local_day(at))
    if scheme is None or not half:
        return
    rows = [_member(council, number, half, at) for number in range(LISTED)]
    content = "".join(write_csv(COLUMNS, rows)).encode()
    table = read_volunteers(content, filename="members.csv")
    import_volunteers(table, scheme=scheme.pk, by=by, now=at)
    last = volunteers(by.scope).filter(scheme=scheme).order_by("-pk").first()
    for check in vetting_of(by.scope, last)[:1] if last else ():
        withdraw_check(check.pk, why="The paper was somebody else's", by=by, now=at + timedelta(hours=2))


def _member(council: str, number: int, half: str, at: datetime) -> list[str]:
    seen = (local_day(at) - timedelta(days=20)).isoformat()
    return [
        f"Member {number} Hollowbrook", f"member-{council}-{number}@example.org".lower(), f"{half} 1AA",
        "errands; talk", "en", "8", "identity", "Rotary of the town", seen, f"R-{number + 1}",
    ]  # fmt: skip


def _sought(council: str, at: datetime) -> None:
    day, book = local_day(at), directory_book(local_day(at))
    for need, words, by_time in SOUGHT:
        for _ in range(TIMES):
            count_no_result(day=day, council=council, need=need, words=words, is_by_time=by_time, book=book)
