"""A provider counts: what is gone was used, what is more is a correction that says so; and who may."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.people.models import ApiToken
from junction.people.rules import hash_of
from junction.registry.models import Identifier, Place, Registration
from junction.registry.tests.factories import OrganisationFactory, PlaceFactory
from junction.supply.files import place_counts_template, read_place_counts
from junction.supply.models import Account, Act, Balance, Movement, Pack, PlaceCount, PlaceCountLine
from junction.supply.operations import place_counting as counting
from junction.supply.operations.place_counting import CountedItem
from junction.supply.queries import flow as flows
from junction.supply.tasks import take_place_counts
from junction.supply.tests.shop import assert_ledger_is_balances
from tests.cast import manager_of, other_officer

HEAD = "place,counted_on,item,quantity,unit,reason\n"


@pytest.fixture
def home(store, moved):
    """Ash House was sent 120 masks of two lots and 200 gloves."""
    moved("masks", 100, "supplier", "at_home", lot="masks_a", act=Act.DELIVER)
    moved("masks", 20, "supplier", "at_home", lot="masks_b", act=Act.DELIVER)
    moved("gloves", 200, "supplier", "at_home", lot="gloves_a", act=Act.DELIVER)
    Pack.objects.create(item=store.gloves, name="Pair", quantity=2)
    store.number = Identifier.objects.get(place=store.home, kind="cqc-location").value
    return store


def count(store, now, *lines, by=None, on=None):
    lines = [CountedItem(getattr(store, code), units, *reason) for code, units, *reason in lines]
    return counting.count_place(
        place_id=store.home.pk, lines=lines, counted_on=on or now.date(), channel="web",
        by=by or manager_of(store.home), now=now,
    )  # fmt: skip


def there(store, item):
    return Balance.objects.get(account=store.at_home, item=getattr(store, item)).quantity


def in_all(kind, item):
    return sum(Balance.objects.filter(account__kind=kind, item=item).values_list("quantity", flat=True))


def test_what_is_gone_was_used_from_the_lot_that_expires_first(home, now, by):
    made = count(home, now, ("masks", 10), ("gloves", 200))
    assert there(home, "masks") == 10
    assert there(home, "gloves") == 200
    moves = Movement.objects.filter(reference=f"place-count:{made.pk}").order_by("id")
    said = [(move.act, move.lot.number, move.quantity, move.to_account.kind) for move in moves]
    assert said == [("consume", "A", 100, "consumed"), ("consume", "B", 10, "consumed")]
    line = made.lines.get(item=home.masks)
    assert (line.expected, line.counted, line.reason) == (120, 10, "used")
    assert made.lines.get(item=home.gloves).reason == ""
    assert AuditEntry.objects.get(verb="supply.place.counted").subject == f"place:{home.home.pk}"
    assert_ledger_is_balances()
    region = flows.region(by.scope, "", at=now)
    found = flows.flow(by.scope, region, as_at=now)[home.masks.pk]
    assert (found.figures["consumed"], found.figures["delivered"], found.adds_up) == (110, 10, True)


def test_what_was_lost_or_went_out_of_date_is_not_used(home, now):
    count(home, now, ("masks", 90, "expired"), ("gloves", 150, "lost"))
    assert in_all("lost", home.masks) == 30
    assert in_all("lost", home.gloves) == 50
    assert in_all("consumed", home.masks) == 0


def test_more_than_the_books_say_is_a_correction_that_says_so(home, now):
    made = count(home, now, ("masks", 150))
    [move] = Movement.objects.filter(reference=f"place-count:{made.pk}")
    assert (move.act, move.quantity, move.from_account.kind) == ("correct", 30, "found")
    assert made.lines.get().reason == "not-known"
    assert there(home, "masks") == 150
    assert_ledger_is_balances()


def test_a_wrong_count_before_is_taken_back_from_what_was_used(home, now):
    count(home, now, ("masks", 20))
    count(home, now + timedelta(hours=1), ("masks", 60, "counted-wrongly"))
    assert in_all("consumed", home.masks) == 60
    assert there(home, "masks") == 60
    count(home, now + timedelta(hours=2), ("masks", 130, "counted-wrongly"))  # ten more than ever came
    assert in_all("consumed", home.masks) == 0
    assert in_all(Account.Kind.FOUND, home.masks) == -10
    assert_ledger_is_balances()


def test_a_count_of_an_earlier_day_leaves_out_what_came_since(home, now, moved):
    tomorrow = now + timedelta(days=1)
    moved("masks", 40, "supplier", "at_home", lot="masks_b", act=Act.DELIVER, at=tomorrow)
    made = count(home, tomorrow, ("masks", 100), on=now.date())
    assert made.lines.get().expected == 120
    assert there(home, "masks") == 140
    assert Movement.objects.get(reference=f"place-count:{made.pk}").about_on == now.date()


def test_what_cannot_be_is_refused_and_nothing_is_kept(home, now, moved):
    with pytest.raises(counting.NothingCounted):
        count(home, now)
    with pytest.raises(counting.ReasonForOther):
        count(home, now, ("masks", 150, "used"))
    with pytest.raises(counting.NotThatDay):
        count(home, now, ("masks", 1), on=now.date() - timedelta(days=8))
    with pytest.raises(counting.NotThatDay):
        count(home, now, ("masks", 1), on=now.date() + timedelta(days=1))
    count(home, now, ("masks", 100))
    with pytest.raises(counting.NewerCount):
        count(home, now, ("masks", 110), on=now.date() - timedelta(days=1))
    tomorrow = now + timedelta(days=1)
    moved("gloves", 150, "at_home", "lost", lot="gloves_a", at=tomorrow)
    with pytest.raises(counting.LeftSince):
        count(home, tomorrow, ("gloves", 100), on=now.date())
    assert PlaceCount.objects.count() == 1


def test_nobody_counts_for_a_home_out_of_reach(home, now):
    for outsider in (other_officer(), manager_of(PlaceFactory())):
        with pytest.raises(Place.DoesNotExist):
            count(home, now, ("masks", 1), by=outsider)
    assert not PlaceCount.objects.exists()


@pytest.fixture
def clock(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


def test_the_page_takes_pairs_and_boxes_and_says_what_is_wrong(home, clock, sign_in):
    manager, page = (
        sign_in("place-manager", place=home.home),
        reverse("supply:count_place", args=[home.home.pk]),
    )
    assert manager.get(reverse("supply:count_places")).headers["Location"] == page
    said = manager.get(page).content.decode()
    assert "The books say 120" in said
    wrong = manager.post(page, {"counted-gloves": "1.25 pair", "counted_on": "2020-04-20"})
    assert wrong.status_code == 422
    assert "is not a whole number of gloves" in wrong.content.decode()
    sent = {"counted-gloves": "60 pairs", "counted-masks": "2 Box of 50", "counted_on": "2020-04-20"}
    assert manager.post(page, sent).status_code == 302
    assert (there(home, "gloves"), there(home, "masks")) == (120, 100)
    assert {line.counted for line in PlaceCountLine.objects.all()} == {120, 100}


def test_a_file_counts_for_many_places_and_leaves_out_what_is_wrong(home, now):
    by = manager_of(home.home)
    about = f"{home.number},2020-04-20"
    rows = f"{about},masks,2,Box of 50,\n{about},gloves,100,pair,\n1-999,2020-04-20,masks,1,,\n"
    table = read_place_counts((HEAD + rows).encode(), filename="c.csv")
    dry = counting.import_place_counts(table, dry_run=True, by=by, now=now)
    assert (dry.created, dry.errors, PlaceCount.objects.count()) == (2, 1, 0)
    done = counting.import_place_counts(table, dry_run=False, by=by, now=now)
    assert (done.created, done.errors) == (2, 1)
    assert (there(home, "masks"), there(home, "gloves")) == (100, 200)
    bad = f"{about},masks,some,,\n{about},nothing,3,,\n,x,masks,3,,\n"
    report = counting.import_place_counts(
        read_place_counts((HEAD + bad).encode(), filename="c.csv"), dry_run=False, by=by, now=now
    )
    assert {finding.column for finding in report.findings} >= {"quantity", "item", "place", "counted_on"}
    assert report.created == 0
    assert read_place_counts(place_counts_template(), filename="t.csv").rows


def test_a_file_is_read_before_it_is_kept(home, clock, sign_in, settings, tmp_path):
    settings.HOME = tmp_path
    manager = sign_in("place-manager", place=home.home)
    file = SimpleUploadedFile("c.csv", (HEAD + f"{home.number},2020-04-20,masks,5,,\n").encode(), "text/csv")
    answer = manager.post(reverse("supply:import_place_counts"), {"file": file})
    upload = int(answer.headers["Location"].rstrip("/").rsplit("/", 1)[1])
    take_place_counts(upload)
    assert there(home, "masks") == 120
    manager.post(answer.headers["Location"], {"step": "take"})
    take_place_counts(upload)
    assert there(home, "masks") == 5


@pytest.fixture
def token(home, now):
    """Head office's token, of the organisation that runs the home."""
    group = OrganisationFactory()
    Registration.objects.filter(place=home.home).update(organisation=group, amending_at=now)
    ApiToken.objects.create(
        organisation=group, name="T", sha256=hash_of("token"),
        role="head-office", created_at=now, created_by="x", expires_at=datetime(2090, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    return {"HTTP_AUTHORIZATION": "Bearer token"}


def test_a_machine_counts_once_for_each_key(home, clock, client, token):
    body = {
        "place_id": home.home.pk, "counted_on": "2020-04-20",
        "lines": [{"item": "gloves", "quantity": 1.5, "unit": "pair"}, {"item": "masks", "quantity": "100"}],
    }  # fmt: skip

    def send(sent, key):
        return client.post("/api/v1/supply/counts", sent, content_type="application/json",
                           HTTP_IDEMPOTENCY_KEY=key, **token)  # fmt: skip

    answer = send(body, "a")
    assert answer.status_code == 201, answer.content
    assert answer.json()["lines"][0] == {
        "item": "gloves", "unit": "glove", "expected": 200, "counted": 3, "reason": "used",
    }  # fmt: skip
    assert send(body, "a").json() == answer.json()
    assert PlaceCount.objects.count() == 1
    wrong = send(body | {"lines": [{"item": "gloves", "quantity": 0.25, "unit": "pair"}]}, "b")
    assert wrong.status_code == 422
    assert "is not a whole number of gloves" in wrong.content.decode()
    assert send(body | {"place_id": 0}, "c").status_code == 404
