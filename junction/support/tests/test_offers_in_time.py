"""An offer is answered within two working days, bank holidays apart, or goes up by a job and a letter."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from junction.core.messages.models import Message
from junction.core.ownership.queries import owner
from junction.core.personal.queries import values
from junction.support.operations.offer_passing import pass_on
from junction.support.tasks import escalate_late_offers
from junction.support.tests import test_help_offers as offered
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
NOW, HOUR = offered.NOW, timedelta(hours=1)
world = offered.world


@pytest.mark.parametrize(
    ("made", "due"),
    [
        (datetime(2020, 4, 9, 13, tzinfo=UTC), datetime(2020, 4, 15, 13, tzinfo=UTC)),  # Easter between
        (datetime(2020, 5, 7, 13, tzinfo=UTC), datetime(2020, 5, 12, 13, tzinfo=UTC)),  # VE Day was a Friday
        (datetime(2020, 5, 8, 13, tzinfo=UTC), datetime(2020, 5, 12, 23, tzinfo=UTC)),  # made on VE Day
        (datetime(2020, 12, 24, 9, tzinfo=UTC), datetime(2020, 12, 30, 9, tzinfo=UTC)),  # 28th for Boxing Day
    ],
)
def test_days_on_which_offices_are_shut_do_not_count(world, made, due):
    assert offered.make(world, now=made, starts_on=made.date()).promised_at == due


def test_what_nobody_answered_goes_up_by_the_job_with_a_letter_to_who_has_it_then(world, monkeypatch):
    offer = offered.make(world)
    due = NOW + timedelta(days=2)
    Message.objects.all().delete()
    for moment, who, letters in ((due - HOUR, world.officer, 0), (due, world.lrf, 1), (due, world.lrf, 1)):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        escalate_late_offers()
        assert owner("support-offer", offer.pk) == who.key
        assert Message.objects.count() == letters
    letter = Message.objects.get()
    assert letter.template == "support/offer_yours" and letter.subject == f"support-offer:{offer.pk}"
    assert set(values([letter.to]).values()) <= {one.email for one in world.users.values()}


def test_every_list_shows_how_often_an_offer_was_passed_on_and_when(world, monkeypatch):
    offer = offered.make(world)
    for hours, to, by in ((1, world.second, world.officer), (2, world.officer, world.second),
                          (3, world.second, world.officer), (4, world.officer, world.second)):  # fmt: skip
        pass_on(offer.pk, to=to.key, why="Not mine", by=by, now=NOW + hours * HOUR)
    monkeypatch.setattr(timezone, "now", lambda: NOW + 5 * HOUR)
    client = signed_in(world.users["officer"])
    for address in ("/support/offers/", "/support/offers/passed-round/"):
        page = " ".join(client.get(address).content.decode().split())
        assert "4 times: … 20 Apr" in page and "; 20 Apr 2020, 1pm; 20 Apr 2020, 2pm" in page
    then = client.get("/support/offers/?as_at=2020-04-20T11:30").content.decode()
    assert "1 time: 20 Apr 2020, 11am" in " ".join(then.split())
    file = client.get("/support/offers/?format=csv").getvalue().decode()
    assert [row["Passed on"] for row in csv.DictReader(io.StringIO(file.lstrip("\ufeff")))] == ["4"]
