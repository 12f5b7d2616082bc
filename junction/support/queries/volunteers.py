"""Volunteers in reach, their schemes, and who they are; a volunteer's own things by the session they hold.

A coordinator sees the volunteers who live in their area and those of its schemes; who is lent to them they
know by number only. Names and numbers are read under `support.volunteers` only, and each reading is in the
log.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.crypto import salted_hmac

from junction.core.calendar import LOCAL, local_day
from junction.core.personal.queries import ERASED, values
from junction.core.reading.rules import Kind, seen
from junction.core.scope import Actor, Scope

from ..models import DutySpan, Lent, Scheme, VettingSeen, Volunteer, VolunteerBefore, WantedMessage
from ..rules.keeping import phone_key

KEEP = "support.volunteers"
READ = Kind("support.volunteer.read", "volunteer")


@dataclass(frozen=True, slots=True)
class Told:
    """What a volunteer told of themselves."""

    name: str = ""
    email: str = ""
    phone: str = ""


def schemes(scope: Scope, *, permission: str = KEEP) -> QuerySet[Scheme]:
    """Return the schemes that one keeps: of one's areas, or all of them."""
    reach = scope.reach(permission)
    found = Scheme.objects.select_related("area", "organisation")
    return found if reach.national else found.filter(area_id__in=reach.areas)


def open_schemes(scope: Scope, areas: Iterable[str]) -> dict[str, int]:
    """Return the scheme that takes who signs up in each area: its own, else the nation's."""
    wanted = set(areas)
    found = Scheme.objects.filter(is_open=True).filter(Q(area_id__in=wanted) | Q(area__isnull=True))
    own: dict[str, int] = {}
    nation = None
    for number, area in found.order_by("-pk").values_list("pk", "area_id"):
        if area is None:
            nation = number
        else:
            own[area] = number
    return own | (dict.fromkeys(wanted - own.keys(), nation) if nation else {})


def volunteers(scope: Scope, *, permission: str = KEEP, as_at: datetime | None = None) -> QuerySet[Volunteer]:
    """Return the volunteers in reach. With `as_at`, those who had signed up by then, with `then_state`,
    `then_duty` (until when on duty), `then_skills`, `then_languages` and `then_reach` as they were.
    """
    reach = scope.reach(permission)
    found = Volunteer.objects.select_related("area", "scheme")
    if not reach.national:
        found = found.filter(Q(area_id__in=reach.areas) | Q(scheme__area_id__in=reach.areas))
    return found if as_at is None else _as_known(found, as_at)


def _as_known(found: QuerySet[Volunteer], as_at: datetime) -> QuerySet[Volunteer]:
    spans = DutySpan.objects.filter(volunteer=OuterRef("pk"), from_at__lte=as_at, until_at__gt=as_at)
    running = spans.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=as_at)).order_by("-from_at", "-pk")
    changes = VolunteerBefore.objects.filter(volunteer=OuterRef("pk"), until_at__gt=as_at)
    then = {
        name: Coalesce(Subquery(changes.order_by("until_at", "pk").values(field)[:1]), F(field))
        for name, field in (
            ("then_skills", "skills"), ("then_languages", "languages"), ("then_reach", "reach_km"),
        )
    }  # fmt: skip
    state = Case(
        When(erased_at__lte=as_at, then=Value(Volunteer.State.LEFT.value)),
        When(confirmed_at__lte=as_at, then=Value(Volunteer.State.ACTIVE.value)),
        default=Value(Volunteer.State.SIGNED_UP.value),
        output_field=CharField(),
    )
    known = found.filter(signed_up_at__lte=as_at)
    return known.annotate(then_state=state, then_duty=Subquery(running.values("until_at")[:1]), **then)


def one_volunteer(scope: Scope, number: int) -> Volunteer:
    """Return one volunteer in reach. Raise `Volunteer.DoesNotExist`."""
    return volunteers(scope).get(pk=number)


def one_of_own_schemes(scope: Scope, number: int) -> Volunteer:
    """Return a volunteer of a scheme that one keeps. Raise `Volunteer.DoesNotExist`."""
    here = Volunteer.objects.filter(scheme__in=schemes(scope).order_by().values("pk"))
    return here.exclude(state=Volunteer.State.LEFT).select_related("area", "scheme").get(pk=number)


def searched(scope: Scope, found: QuerySet[Volunteer], words: str) -> QuerySet[Volunteer]:
    """Narrow volunteers to the reference ("V-12") or the number a machine knows them by."""
    text = words.strip()
    if not text:
        return found
    number = text.upper().removeprefix("V-")
    is_number = number.isdecimal() and len(number) < 19
    return found.filter(pk=int(number)) if is_number else found.filter(source=text)


def on_duty(
    scope: Scope, found: QuerySet[Volunteer], at: datetime, *, is_on: bool = True, then: bool = False
) -> QuerySet[Volunteer]:
    """Narrow volunteers that were read within a scope to those who are (`then`: were) on duty, or to the
    others.
    """
    here = Q(**{"then_duty__gt" if then else "on_duty_until__gt": at})
    return found.filter(here) if is_on else found.exclude(here)


def vetted(scope: Scope, found: QuerySet[Volunteer], code: str, at: datetime) -> QuerySet[Volunteer]:
    """Narrow volunteers that were read within a scope to those with a check in force at a moment."""
    return found.filter(pk__in=_held(at).filter(check_code=code).values("volunteer"))


def _held(at: datetime) -> QuerySet[VettingSeen]:
    stood = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at)
    return VettingSeen.objects.filter(stood, expires_on__gt=local_day(at), seen_at__lte=at)


def who(scope: Scope, one: Volunteer) -> Told | None:
    """Return who a volunteer is, with a line in the log; None without leave to know."""
    if not scope.may(KEEP):
        return None
    seen(READ, one.pk)
    return told(scope, one)


def told(scope: Scope, one: Volunteer) -> Told:
    """Return what a volunteer told, to themselves or within a step that has its leave."""
    known = values(one.keys)
    fields = {"name": one.name, "email": one.email, "phone": one.phone}
    return Told(**{name: known.get(key, ERASED) if key else "" for name, key in fields.items()})


def vetting_of(scope: Scope, one: Volunteer) -> list[VettingSeen]:
    """Return the checks that were seen of a volunteer who was read within a scope, the newest first."""
    return list(one.vetting.all())


def duty_of(scope: Scope, one: Volunteer) -> list[DutySpan]:
    """Return the last spans on duty of a volunteer who was read within a scope."""
    return list(one.duty.all()[:20])


def in_force(scope: Scope, found: Sequence[Volunteer], at: datetime) -> dict[int, list[str]]:
    """Return the checks in force at a moment of volunteers that were read within a scope."""
    rows = _held(at).filter(volunteer__in=[one.pk for one in found])
    held: dict[int, list[str]] = {}
    for number, code in rows.order_by("pk").values_list("volunteer_id", "check_code"):
        held.setdefault(number, []).append(code)
    return held


def contact_mark(scope: Scope, *, email: str, phone: str) -> str | None:
    """Return the keyed mark of what a volunteer is reached by; None where it is nothing."""
    if email.strip():
        kind, key = "email", email.strip().casefold()
    else:
        kind, key = "phone", phone_key(phone)
    made = salted_hmac(f"support.volunteer.{kind}", key, algorithm="sha256")
    return made.hexdigest() if key else None


def by_contact(scope: Scope, written: str) -> Volunteer | None:
    """Return who signed up with an address or a number, whoever asks: nothing of it is shown."""
    email, phone = (written, "") if "@" in written else ("", written)
    mark = contact_mark(scope, email=email, phone=phone)
    found = Volunteer.objects.exclude(state=Volunteer.State.LEFT)
    return found.filter(contact_mark=mark).first() if mark else None


def own(scope: Scope, number: int, sessions: int) -> Volunteer | None:
    """Return the volunteer of a session or a link that was signed here: it is the leave."""
    found = Volunteer.objects.exclude(state=Volunteer.State.LEFT).select_related("area", "scheme")
    return found.filter(pk=number, sessions=sessions).first()


def actor(scope: Scope, one: Volunteer) -> Actor:
    """Return a volunteer as whoever does something."""
    return Actor(key=f"volunteer:{one.pk}", name="", scope=Scope())


def waiting_messages(scope: Scope, kind: str) -> int:
    """Return how many messages of a kind wait for the allowance of a day."""
    return WantedMessage.objects.filter(taken_at__isnull=True, kind=kind).count()


def last_wanted(scope: Scope, one: Volunteer) -> list[WantedMessage]:
    """Return the last messages that a volunteer (read within a scope) was to have."""
    return list(one.wanted.order_by("-pk")[:20])


def lent_to(scope: Scope, one: Volunteer, on: date) -> Scheme | None:
    """Return the scheme that a volunteer (read within a scope) works for on a day, where they are lent."""
    found = Lent.objects.filter(
        volunteer=one,
        answer=Lent.Answer.YES,
        loan__state="agreed",
        loan__starts_on__lte=on,
        loan__ends_on__gt=on,
    )
    last = found.select_related("loan__borrower").order_by("-pk").first()
    return last.loan.borrower if last else None


def went_today(scope: Scope, now: datetime) -> int:
    """Return how many messages volunteers were sent on this local day."""
    begins = now.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    return WantedMessage.objects.filter(is_queued=True, taken_at__gte=begins, taken_at__lte=now).count()


def one_check(scope: Scope, number: int) -> VettingSeen:
    """Return a check that was seen of a volunteer in reach. Raise `VettingSeen.DoesNotExist`."""
    return VettingSeen.objects.get(pk=number, volunteer__in=volunteers(scope).order_by().values("pk"))
