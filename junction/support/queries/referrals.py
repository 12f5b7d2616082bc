"""Referrals in reach, from both sides, and who is referred for as long as the service may know.

Who answers the helpline of the need's council sees those that were sent there; partners of the organisation
that keeps the service, and officers of the council in whose directory it stands, see those they answer. They
read who it is about only from a referral that was sent and still stands, never where the address is
protected; each such reading is in the log.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from junction.core.personal.queries import ERASED, values
from junction.core.reading.rules import seen
from junction.core.scope import Scope
from junction.core.searching.queries import holding

from ..models import Need, NeedEvent, Referral, ReferralEvent, Service
from ..models.referrals import STANDING
from .needs import ANSWER, READ, for_a_helper, may_know

REFER = "support.refer"
SUBJECT = "support-referral"
SAFE = (
    ("may_ring", "ring"), ("may_leave_word", "leave a message"), ("may_text", "text"),
    ("may_write", "write a letter"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Referred:
    """What a service is told of whom it is to help; `ways` are those that are safe."""

    name: str = ""
    phone: str = ""
    address: str = ""
    ways: str = ""
    words: str = ""


def referrals(scope: Scope, *, as_at: datetime | None = None, sought: str = "") -> QuerySet[Referral]:
    """Return referrals in reach of either side. With `as_at`, those sent by then, with `then_state`."""
    found = Referral.objects.filter(_answers(scope) | _sends(scope))
    found = holding(found, sought, "reference", "need__reference", "service__name")
    found = found.select_related("need__area", "need__place", "service__organisation", "keeper", "council")
    if as_at is None:
        return found.annotate(then_state=F("state"))
    last = ReferralEvent.objects.filter(referral=OuterRef("pk"), at__lte=as_at).order_by("-at", "-pk")
    then = Cast(Subquery(last.values("kind")[:1]), CharField())
    return found.filter(sent_at__lte=as_at).annotate(then_state=then)


def one_referral(scope: Scope, number: int) -> Referral:
    """Return one referral in reach. Raise `Referral.DoesNotExist`."""
    return referrals(scope).get(pk=number)


def may_answer(scope: Scope, one: Referral) -> bool:
    """Tell whether somebody answers for the service."""
    return answers_for(scope, one.keeper_id, one.council_id)


def may_take_back(scope: Scope, one: Referral) -> bool:
    """Tell whether somebody sees to the need that was referred."""
    reach = scope.reach(ANSWER)
    return reach.national or one.need.area_id in reach.areas


def answers_for(scope: Scope, keeper: int | None, council: str | None) -> bool:
    """Tell whether a scope answers for a service that an organisation keeps, in a council's directory."""
    reach = scope.reach(REFER)
    return reach.national or keeper in reach.organisations or council in reach.areas


def events(scope: Scope, one: Referral) -> list[tuple[ReferralEvent, str]]:
    """Return what happened to a referral that was read within a scope, with the words that were written."""
    found = list(one.events.all())
    known = values([event.note for event in found if event.note])
    if known:
        seen(READ, one.need_id, "referral")
    return [(event, known.get(event.note, ERASED) if event.note else "") for event in found]


def who_is_referred(scope: Scope, one: Referral) -> Referred | None:
    """Return who is referred: to the service while the referral stands, to the helpline by its own leave."""
    is_service = may_answer(scope, one) and one.state in STANDING and one.need.is_open
    if not is_service:
        return (
            Referred(words=_words(one)) if may_take_back(scope, one) and may_know(scope, one.need) else None
        )
    told = for_a_helper(scope, one.need)
    if told is None:
        return None
    person = one.need.person
    ways = [word for way, word in SAFE if getattr(person, way)]
    return Referred(told.name, told.phone, told.address, ", ".join(ways), _words(one))


def _words(one: Referral) -> str:
    if not one.words:
        return ""
    seen(READ, one.need_id, "referral")
    return values([one.words]).get(one.words, ERASED)


def of_need(scope: Scope, need: Need) -> list[Referral]:
    """Return the referrals of a need that was read within a scope, newest first."""
    found = Referral.objects.filter(need=need).select_related("service")
    return list(found.order_by("-sent_at", "-pk"))


def is_referable(scope: Scope, service: Service) -> bool:
    """Tell whether a referral can be sent to a service: it is active, and somebody answers for it here."""
    return service.status == Service.Status.ACTIVE and bool(service.keeper_id or service.area_id)


def past_limit(scope: Scope, *, now: datetime) -> QuerySet[Referral]:
    """Return the referrals in reach that wait for an answer past their limit."""
    return referrals(scope).filter(state=Referral.State.SENT, limit_at__lte=now).order_by("limit_at", "pk")


def without_need(scope: Scope) -> QuerySet[Referral]:
    """Return the referrals in reach that wait for an answer although their need is over."""
    over = (Need.State.CLOSED, Need.State.WITHDRAWN, Need.State.MET, Need.State.UNMET)
    return referrals(scope).filter(state=Referral.State.SENT, need__state__in=over).order_by("pk")


def last_offer(scope: Scope, need: Need) -> str:
    """Return what last offered help for a need that was read within a scope: "referral:12", "task:4"."""
    offered = NeedEvent.objects.filter(need=need, kind=NeedEvent.Kind.OFFERED).order_by("-at", "-pk")
    return offered.values_list("about", flat=True).first() or ""


def of_side(scope: Scope, rows: QuerySet[Referral], side: str) -> QuerySet[Referral]:
    """Narrow referrals that were read within a scope to those one answers ("answer"), or sent ("sent")."""
    return rows.filter(_answers(scope) if side == "answer" else _sends(scope))


def late(scope: Scope, rows: QuerySet[Any], *, now: datetime) -> QuerySet[Any]:
    """Narrow referrals that were read within a scope to those whose answer is late."""
    return rows.filter(then_state=Referral.State.SENT, limit_at__lt=now)


def _answers(scope: Scope) -> Q:
    reach = scope.reach(REFER)
    return Q() if reach.national else Q(keeper__in=reach.organisations) | Q(council__in=reach.areas)


def _sends(scope: Scope) -> Q:
    reach = scope.reach(ANSWER)
    return Q() if reach.national else Q(need__area__in=reach.areas)
