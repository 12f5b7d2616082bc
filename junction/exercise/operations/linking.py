"""Play a team of link workers: lonely people are referred to it; one sings again, one is not reached, one has
ended, one waits.

Names are made up of words nobody bears. Every step goes through the operation that the pages call.
"""

from datetime import datetime, timedelta

from junction.core.scope import Actor
from junction.core.tables import write_csv
from junction.people.queries import actor_of_key, memberships
from junction.support.files.directory import read_directory
from junction.support.operations.directory_import import Taking, import_directory
from junction.support.operations.linking import (
    LinkContact,
    begin_link,
    end_link,
    link_to_service,
    speak_with,
    write_plan,
)
from junction.support.operations.needs import Stated, Who, state_needs
from junction.support.operations.referrals import Sending, send_referral
from junction.support.queries.kept_services import kept_services

from .. import queries
from ..rules.answers import moment
from ..rules.plan import Plan
from .listing import COLUMNS, PARTNER

TEAM = "Social prescribing link workers"
NAMES = ("Ismay Thornleigh", "Osric Wetherby", "Petra Calloway", "Wystan Hollis")
ANSWERS = {
    "danger": "no", "need": "someone", "kind-someone": "talk", "another-way": "none", "changed": "stay-in",
    "runs-out": "five-days", "depends": "me", "asked": "nobody",
}  # fmt: skip
DAY = timedelta(days=1)


def play_linking(plan: Plan, *, by: Actor, now: datetime) -> int:
    """Refer people to the team and let it support some of them; return how many were taken on."""
    council = queries.largest_council(by.scope, plan.region, on=plan.last_day)
    body, at = queries.partner_of(by.scope, council), moment(plan.last_day, 8 * 60) - 12 * DAY
    held = memberships(by.scope, now=at).filter(role="link-worker", organisation=body)
    number = held.order_by("pk").values_list("user_id", flat=True).first()
    who = actor_of_key(f"user:{number}", now=at) if number else None
    if body is None or who is None:
        return 0
    _list(council, body, plan, by=by, at=at)
    sings, silent, over = (
        begin_link(_refer(council, name, by=by, at=at), by=who, now=at + timedelta(hours=2))
        for name in NAMES[:3]
    )
    _refer(council, NAMES[3], by=by, at=min(now, moment(plan.last_day, 8 * 60)))
    write_plan(sings.pk, words="To sing with others again, and not to be a burden", by=who, now=at + DAY)
    talk = LinkContact("telephone", reached=True, note="She misses her choir; her tablet works")
    speak_with(sings.pk, talk, by=who, now=at + DAY)
    friends = kept_services(by.scope).filter(area=council, keeper=body, name__startswith="Telephone friends")
    for one in friends[:1]:
        link_to_service(sings.pk, one.pk, sent=None, by=who, now=at + 2 * DAY)
    speak_with(silent.pk, LinkContact("home", reached=False, note="Nobody in"), by=who, now=at + 3 * DAY)
    speak_with(over.pk, LinkContact("video", reached=True), by=who, now=at + 2 * DAY)
    end_link(over.pk, outcome="settled", note="Rings an old friend each day", by=who, now=at + 8 * DAY)
    return 3


def _list(council: str, body: int, plan: Plan, *, by: Actor, at: datetime) -> None:
    """Put the team into the directory, as a service that its body keeps."""
    row = [TEAM, PARTNER, "company; mental-health", "Somebody to find out with you what would help.", council,
           "Mo-Fr 09:00-17:00", "01632 960777", "", "Free", "English", "20",
           (plan.last_day - 12 * DAY).isoformat()]  # fmt: skip
    content = "".join(write_csv(COLUMNS, [row])).encode()
    found = read_directory(content, filename="link.csv", source=f"{TEAM} (simulated)", on=plan.last_day)
    import_directory(found, Taking(f"{TEAM} (simulated)", council, body), by=by, now=at)


def _refer(council: str, name: str, *, by: Actor, at: datetime) -> int:
    """Somebody lonely rings, and agrees that the team is told; return the referral's number."""
    who = Who(name=name, phone=f"07700 9007{NAMES.index(name):02}", may_ring=True)
    need = state_needs([Stated(ANSWERS, council, who, channel="phone")], by=by, now=at)[0].need
    team = kept_services(by.scope).get(area=council, name=TEAM)
    return int(send_referral(Sending(need.pk, team.pk, has_consent=True), by=by, now=at).pk)
