"""What services there were at a moment: withdrawn, changed or moved since, they count as they did."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from junction.people.queries import system_actor
from junction.support.models import ServiceState
from junction.support.operations.keeping_services import add_service, change_service, withdraw_service
from junction.support.queries.unmet_areas import look_at
from junction.support.queries.unmet_demand import supplied
from junction.support.tests.listed_services import LINE, LUNCH, NORTH, NOW, SOUTH, bring, make_areas
from tests.cast import national, officer_of

pytestmark = pytest.mark.django_db
BY = system_actor("test")
LATER = NOW + timedelta(days=1)
SECOND = timedelta(seconds=1)
COMPANY = {"name": "Night line", "needs": "company", "opening": "Mo-Fr 18:00-22:00", "areas": NORTH}
KINDS = ("food", "medicine", "talk")


@pytest.fixture(autouse=True)
def areas(db):
    make_areas()


def there_was(at, area=""):
    """How many services for food, medicine and company."""
    looked = look_at(national().scope, area, at=at)
    found = supplied(national().scope, looked, KINDS)
    return tuple(found[one].services for one in KINDS)


def test_a_service_that_was_withdrawn_counts_until_then():
    made = add_service(COMPANY, keeper=None, area=NORTH, by=officer_of(NORTH), now=NOW)
    withdraw_service(made.pk, by=officer_of(NORTH), now=LATER)
    assert there_was(NOW - SECOND) == (0, 0, 0)
    assert there_was(NOW) == there_was(LATER - SECOND) == (0, 0, 1)
    assert there_was(LATER) == (0, 0, 0)


def test_a_service_that_is_for_others_now_counts_where_and_for_what_it_did():
    made = add_service(COMPANY, keeper=None, area=NORTH, by=officer_of(NORTH), now=NOW)
    change_service(made.pk, COMPANY | {"needs": "food", "areas": SOUTH}, by=officer_of(NORTH), now=LATER)
    for at, north, south in ((NOW, (0, 0, 1), (0, 0, 0)), (LATER, (0, 0, 0), (1, 0, 0))):
        assert (there_was(at, NORTH), there_was(at, SOUTH)) == (north, south)


def test_a_list_that_says_something_else_changes_only_what_comes_after():
    bring(LUNCH, LINE)
    bring([*LUNCH[:2], "company", *LUNCH[3:]], LINE, now=LATER)
    assert there_was(LATER - SECOND, NORTH) == (1, 1, 1)
    assert there_was(LATER, NORTH) == (0, 1, 1)


def test_what_is_the_same_is_written_down_once_and_never_changed():
    bring(LUNCH, LINE)
    assert ServiceState.objects.count() == 2
    bring([*LUNCH[:3], "A meal, hot.", *LUNCH[4:]], LINE, now=LATER)  # its description counts in no figure
    assert ServiceState.objects.count() == 2
    for write in (ServiceState.objects.all().delete, lambda: ServiceState.objects.update(status="defunct")):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
