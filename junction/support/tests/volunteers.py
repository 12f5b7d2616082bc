"""Volunteers as tests make them: in Trafford, near a home whose postcode places them, checked and on duty."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from junction.core.scope import ANONYMOUS
from junction.people.queries import system_actor
from junction.registry.tests.factories import PlaceFactory
from junction.support.models import Volunteer
from junction.support.operations.needs import Stated, Who, state_needs
from junction.support.operations.volunteer_own import go_on_duty
from junction.support.operations.volunteer_vetting import see_check
from junction.support.operations.volunteers import add_scheme, sign_up
from junction.support.rules.signing_up import CheckTold, SignUp

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
TRAFFORD, MANCHESTER = "E08000009", "E08000003"
SYSTEM = system_actor("test")
CHECK = CheckTold("identity", "Post Office", date(2020, 4, 1))
ONE = SignUp(
    "Vera Volunteer", email="vera@example.org", phone="07700 900777", postcode="M33 7ZF",
    skills=["errands", "talk"], hours=None, reach_km=10,
)  # fmt: skip


def place_postcodes(longitude: float = -2.32, latitude: float = 53.42) -> None:
    """Homes whose postcodes say where M33 and M1 lie, well within an errand of each other."""
    for half, code, x, y in (("M33", TRAFFORD, longitude, latitude), ("M1", MANCHESTER, -2.27, 53.45)):
        PlaceFactory(
            area_id=code, council_id=code, postcode=f"{half} 4RZ", longitude=x, latitude=y
        )  # fmt: skip


def scheme(name: str = "Trafford Together", area: str = TRAFFORD, *, is_open: bool = True):
    return add_scheme(name, area=area, is_open=is_open, by=SYSTEM, now=NOW)


def signed_up(number: int = 0, *, now: datetime = NOW, **more: object):
    """One volunteer by the page."""
    asked = {"name": f"Vera {number}", "email": f"vera{number}@example.org", "postcode": "M33 7ZF",
             "skills": ["errands", "talk"], "reach_km": 10} | more  # fmt: skip
    return sign_up(SignUp(**asked), by=ANONYMOUS, now=now).volunteer  # type: ignore[arg-type] # as a test says


SOON = timedelta(hours=1)


def ready(number: int = 0, *, check: str = "identity", hours: int = 12, now: datetime = NOW, **more: object):
    """A volunteer who is confirmed, checked and on duty."""
    made = Volunteer.objects.get(pk=signed_up(number, now=now, **more))
    Volunteer.objects.filter(pk=made.pk).update(state="active", confirmed_at=now)
    made.refresh_from_db()
    if check:
        see_check(made.pk, CheckTold(check, "Somebody", now.date() - timedelta(days=19)), by=SYSTEM, now=now)
    go_on_duty(made, until=now + timedelta(hours=hours), by=SYSTEM, now=now)
    return made


def need_of(what: str = "shopping", *, runs_out: str = "two-days", now: datetime = NOW, **who: object):
    """A need of somebody in Trafford whom a volunteer may help; "now" is urgent."""
    answers = {
        "danger": "no", "need": "someone", "kind-someone": what, "another-way": "none", "changed": "stay-in",
        "runs-out": runs_out, "depends": "me", "asked": "nobody",
    }  # fmt: skip
    told: Any = {
        "name": "Nell Needful",
        "phone": "01632 960002",
        "address": "9 Hidden Lane",
        "may_ring": True,
    } | who
    point = (-2.33, 53.42)
    made = state_needs(
        [Stated(answers, TRAFFORD, Who(**told), channel="api", point=point)],
        by=SYSTEM,
        now=now,  # type: ignore[arg-type] # as a test says
    )
    return made[0].need
