"""What needs somebody today, gathered from the floors below for their home page."""

from dataclasses import dataclass, field
from datetime import datetime

from junction.assurance.queries.today import Unanswered, unanswered
from junction.assurance.queries.waiting import Waiting, waiting
from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.record.queries.today import RecordToday, record_today
from junction.registry.queries import proposals
from junction.registry.rules.incidents import Covering
from junction.returns.queries.asked import AskedHere, asked_here
from junction.returns.queries.belonging import Families, families_at
from junction.returns.queries.chase import CHASE, ChaseList, chase_list
from junction.returns.queries.completeness import Completeness, completeness
from junction.returns.queries.mine import Mine, returns_of_mine
from junction.returns.queries.owed import Wanted
from junction.returns.queries.risky import Risky, turned_red
from junction.returns.rules.questions import QuestionSet
from junction.returns.rules.windows import about_on
from junction.supply.queries.today import DeskToday, desk_today
from junction.support.queries.offer_figures import OfferFigures, offers_today
from junction.support.queries.today import SupportToday, support_today

TOP = 5


@dataclass(frozen=True, slots=True)
class SetToday:
    """One question set today: how complete it is, and the first places to ring."""

    question_set: QuestionSet
    complete: Completeness
    to_ring: ChaseList | None
    because: tuple[Covering, ...] = ()  # the incidents without which nobody would be asked


@dataclass(frozen=True, slots=True)
class Today:
    """What needs somebody today; a part that is none of theirs is empty."""

    mine: list[Mine] = field(default_factory=list)
    sets: list[SetToday] = field(default_factory=list)
    turned_red: list[Risky] = field(default_factory=list)
    proposals: int = 0  # places that may be one and the same, to be decided
    desk: DeskToday = field(default_factory=DeskToday)  # supplies that wait for a decision or an owner
    support: SupportToday = field(default_factory=SupportToday)  # needs, hand-overs, referrals, worries
    offers: OfferFigures = field(default_factory=OfferFigures)  # offers of help that wait
    plans: list[Unanswered] = field(default_factory=list)  # requirements that one's own have not answered
    record: RecordToday = field(default_factory=RecordToday)  # actions and asks that wait
    waiting: Waiting = field(default_factory=Waiting)  # what leads upwards, and what was learned


def files_own(scope: Scope) -> bool:
    """Tell whether somebody files for places of their own, not only for others by phone."""
    reach = scope.reach("returns.file")
    return bool(reach.places or reach.organisations)


def today(scope: Scope, *, own_key: str, now: datetime) -> Today:
    """Return what needs somebody today: at most a handful of statements, whatever their reach."""
    plans, said = unanswered(scope, now=now), record_today(scope, own_key=own_key, now=now)
    helps = support_today(scope, own_key=own_key, now=now)
    mine = returns_of_mine(scope, only_missing=True, now=now) if files_own(scope) else []
    if not scope.may("oversight.see"):
        return Today(
            mine=mine, support=helps, plans=plans, record=said, waiting=waiting(scope, key=own_key, now=now)
        )
    here = asked_here(scope, permission="oversight.see", on=local_day(now))
    families = families_at(scope)
    sets = [_set_today(scope, each, here, families, now=now) for each in here.sets]
    return Today(
        mine=mine,
        sets=[each for each in sets if each.complete.asked],
        turned_red=turned_red(scope, families=families, now=now, most=TOP),
        proposals=_proposals(scope),
        desk=desk_today(scope, now=now),
        support=helps,
        offers=offers_today(scope, own_key=own_key, now=now),
        plans=plans,
        record=said,
        waiting=waiting(scope, key=own_key, now=now),
    )


def _proposals(scope: Scope) -> int:
    if not scope.may("registry.edit"):
        return 0
    return proposals(scope, permission="registry.edit", status="open").count()


def _set_today(
    scope: Scope, asked: QuestionSet, here: AskedHere, families: Families, *, now: datetime
) -> SetToday:
    day = about_on(asked.window, now)
    rows = completeness(scope, question_set=asked, about_on=day, by="all", families=families, now=now)
    complete = Completeness.total(rows)
    if not (scope.may(CHASE) and complete.missing):
        return SetToday(asked, complete, None, here.because(asked))
    wanted = Wanted(page_size=TOP)
    to_ring = chase_list(scope, question_set=asked, about_on=day, wanted=wanted, families=families, now=now)
    return SetToday(asked, complete, to_ring, here.because(asked))
