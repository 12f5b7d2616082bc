"""What tests of learning reviews begin with: two homes of Trafford, an outbreak, its review, a lesson."""

from datetime import UTC, date, datetime

from junction.assurance.operations.learning import Held, Outbreak, hold_review, open_review
from junction.assurance.operations.lessons import Learned, Shared, add_lesson, share_lesson
from junction.core.scope import Reach
from junction.registry.models import Identifier
from junction.registry.tests.factories import PlaceFactory
from tests.cast import holder, officer_of

NOW = datetime(2020, 11, 20, 9, 0, tzinfo=UTC)
TRAFFORD, MANCHESTER, NORTH_WEST = "E08000009", "E08000003", "E12000002"
FORUM = "E48000013"  # of Greater Manchester
BEGAN, OVER, HELD = date(2020, 9, 10), date(2020, 10, 1), date(2020, 10, 20)
NAMES = "Jo Bloggs, manager"
OFFICER = officer_of(TRAFFORD)


def make_home(name="Ash", number="1-123456789", area=TRAFFORD):
    made = PlaceFactory(name=name, area_id=area, council_id=area)
    Identifier.objects.create(kind="cqc-location", value=number, place=made, recorded_at=NOW)
    return made


def region():
    return holder("region", Reach(areas=frozenset({NORTH_WEST, TRAFFORD, MANCHESTER})), key="user:region")


def outbreak(home, *, by=OFFICER, now=NOW, **more):
    values = {"kind": "covid", "began_on": BEGAN, "over_on": OVER, "happened": "Eleven fell ill"}
    return open_review(home.pk, Outbreak(**(values | more)), by=by, now=now)


def held(home, *, now=NOW, **more):
    """A review that was held; its number."""
    one = outbreak(home, now=now, **more)
    said = Held(HELD, ("manager", "quality"), NAMES)
    return hold_review(one.review_id, said, by=OFFICER, now=now).review_id


def learned(**more):
    values = {"text": "Agency staff worked in two homes", "theme": "staffing", "for_whom": ("homes",)}
    return Learned(**(values | more))


def lesson(review, *, by=OFFICER, now=NOW, **more):
    return add_lesson(review, learned(**more), by=by, now=now).lesson_id


def shared(number, level="local", *, by=OFFICER, now=NOW, **more):
    values = {"means": "forum", "where": "Provider forum", "who": "Quality lead", "shared_on": HELD}
    return share_lesson(number, Shared(level, **(values | more)), by=by, now=now)
