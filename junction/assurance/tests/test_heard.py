"""Soft intelligence: who reads it and who never does, how it is graded, shared and taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from junction.assurance.models import Heard
from junction.assurance.operations import register_refusals as refusals
from junction.assurance.operations.heard import Said, share_heard, withdraw_heard, write_heard
from junction.assurance.queries import heard as queries
from junction.assurance.rules.heard import heard_rules
from junction.assurance.rules.parties import Party
from junction.core.audit.models import AuditEntry
from junction.core.scope import Actor, Reach, Scope
from junction.registry.models import Area, Identifier
from junction.registry.tests.factories import PlaceFactory
from tests.cast import auditor, holder, lrf_of, manager_of, national, officer_of, other_officer

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
TRAFFORD, NORTH_WEST, ON = "E08000009", "E12000002", date(2020, 4, 18)


def region():
    return holder("region", Reach(areas=frozenset({NORTH_WEST, TRAFFORD})), key="user:region")


@pytest.fixture
def home(areas):
    made = PlaceFactory(name="Ash", area_id=TRAFFORD, council_id=TRAFFORD)
    Identifier.objects.create(kind="cqc-location", value="1-123456789", place=made, recorded_at=NOW)
    return made


def write(party, *, by=None, now=NOW, **more):
    values = {"said_by": "A district nurse", "said": "The agency's staff left", "reliability": "B",
              "credibility": "3", "heard_on": ON}  # fmt: skip
    return write_heard(Said(party, **(values | more)), by=by or national(), now=now)


def reads(by, one, *, as_at=None):
    return queries.heard(by.scope, reader=by.key, as_at=as_at).filter(pk=one.pk).exists()


def both(first, second):
    return Actor(key="user:both", name="Both", scope=Scope(grants=first.scope.grants + second.scope.grants))


def test_there_are_six_grades_of_each():
    rules = heard_rules(ON)
    assert "".join(rules.reliability) == "ABCDEF" and "".join(rules.credibility) == "123456"
    assert rules.knows("A", "1") and not rules.knows("G", "1") and not rules.knows("A", "7")


def test_a_home_and_its_provider_never_read_it_shared_or_not(home):
    head_office = holder("head-office", Reach(places=frozenset({home.pk}), organisations=frozenset({1})))
    for shareable in (False, True):
        one = write(Party(place=home.pk), is_shareable=shareable)
        for by in (manager_of(home), head_office, auditor(), other_officer()):
            assert not reads(by, one), by.name
    assert not reads(both(officer_of(TRAFFORD), manager_of(home)), one)
    assert not reads(both(national(), manager_of(home)), one)
    with pytest.raises(refusals.NotYours):
        write(Party(place=home.pk), by=both(officer_of(TRAFFORD), manager_of(home)))


def test_councils_read_it_once_it_is_shared_and_regions_what_lies_below_them(home):
    council, forum = officer_of(TRAFFORD), lrf_of("E48000001", TRAFFORD)
    for party in (Party(place=home.pk), Party(area=TRAFFORD)):
        one = write(party)
        assert [reads(by, one) for by in (national(), region(), council, forum)] == [True, True, False, False]
        share_heard(one.pk, by=region(), now=LATER)
        assert reads(council, one) and reads(forum, one) and not reads(other_officer(), one)
        assert not reads(council, one, as_at=NOW)
    of_region = write(Party(area=NORTH_WEST))
    assert not reads(region(), of_region) and reads(national(), of_region)


def test_who_wrote_it_reads_it_and_may_share_or_take_it_back(home):
    officer = officer_of(TRAFFORD)
    colleague = holder("council-officer", Reach(areas=frozenset({TRAFFORD})), key="user:colleague")
    one = write(Party(place=home.pk), by=officer)
    assert reads(officer, one) and not reads(colleague, one)
    share_heard(one.pk, by=officer, now=NOW)
    for work, more in ((share_heard, {}), (withdraw_heard, {"why": "x"})):
        with pytest.raises(refusals.NotYoursToShare):
            work(one.pk, by=colleague, now=NOW, **more)
    with pytest.raises(refusals.AlreadyShared):
        share_heard(one.pk, by=officer, now=NOW)
    with pytest.raises(refusals.SayWhy):
        withdraw_heard(one.pk, why=" ", by=officer, now=LATER)
    withdraw_heard(one.pk, why="A rumour", by=officer, now=LATER)
    assert not reads(officer, one) and reads(colleague, one, as_at=NOW)
    with pytest.raises(Heard.DoesNotExist):
        withdraw_heard(one.pk, why="Again", by=officer, now=LATER)
    said = AuditEntry.objects.filter(subject=f"heard:{one.pk}").order_by("pk")
    verbs = ["assurance.heard.written", "assurance.heard.shared", "assurance.heard.withdrawn"]
    assert [entry.verb for entry in said] == verbs
    assert not any("agency" in str(vars(entry)) for entry in said)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"reliability": "G"}, refusals.CannotWriteDown),
        ({"credibility": "0"}, refusals.CannotWriteDown),
        ({"said": " "}, refusals.CannotWriteDown),
        ({"said_by": " "}, refusals.CannotWriteDown),
        ({"heard_on": date(2020, 4, 21)}, refusals.StillToCome),
        ({"by": other_officer()}, refusals.NotYours),
        ({"by": auditor()}, refusals.NotYours),
        ({"party": Party(organisation=1)}, refusals.NotYours),
    ],
)
def test_what_cannot_be_written_leaves_nothing(areas, wrong, refusal):
    with pytest.raises(refusal):
        write(**({"party": Party(area=TRAFFORD)} | wrong))
    assert not Heard.objects.exists() and not AuditEntry.objects.filter(verb__contains="heard").exists()


def test_the_database_refuses_to_change_what_was_heard(home):
    one = write(Party(place=home.pk), is_shareable=True)
    for change in ({"said": "Another"}, {"shared_at": None}, {"reliability": "A"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Heard.objects.filter(pk=one.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        one.delete()


def test_pages_write_list_share_and_take_back(home, sign_in, django_assert_max_num_queries):
    council = Area.objects.get(pk=TRAFFORD)
    officer, nation = sign_in("council-officer", area=council), sign_in("national")
    form, listed = reverse("assurance:write-heard"), reverse("assurance:heard")
    sent = {"said_by": "A nurse", "heard_on": "2020-04-18", "said": "Doors stand open", "reliability": "B",
            "credibility": "2"}  # fmt: skip
    for wrong in ({}, {"area": TRAFFORD, "place": "1-123456789"}, {"place": "1-000"}):
        answer = nation.post(form, sent | wrong)
        assert answer.status_code == 422 and "Choose one area" in answer.content.decode()
    page = nation.post(form, sent | {"place": "1-123456789"})["Location"]
    assert "Doors stand open" in nation.get(page).content.decode()
    assert officer.get(page).status_code == 404
    for manager in (sign_in("place-manager", place=home),):
        assert {manager.get(address).status_code for address in (listed, page, form)} <= {403, 404}
    one = Heard.objects.get()
    nation.post(reverse("assurance:share-heard", args=[one.pk]), {})
    assert "Doors stand open" in officer.get(page).content.decode()
    for number in range(5):
        write(Party(area=TRAFFORD), said=f"Rumour {number}", credibility="5", is_shareable=True)
    with django_assert_max_num_queries(20):
        found = officer.get(f"{listed}?of=place&credibility=2&reliability=B&shared=yes").content.decode()
    assert "Doors stand open" in found and "Rumour" not in found
    rows = b"".join(officer.get(f"{listed}?of=area&format=csv").streaming_content).decode()
    assert rows.count("Rumour") == 5 and "Doors" not in rows
    nation.post(reverse("assurance:withdraw-heard", args=[one.pk]), {"why": "They were shut"})
    assert nation.get(page).status_code == 404


def test_stored_records_do_not_show_it_to_an_auditor(home, sign_in):
    one, auditor = write(Party(place=home.pk), is_shareable=True), sign_in("auditor")
    assert auditor.get("/admin/assurance/easement/").status_code == 200
    for address in ("/admin/assurance/heard/", f"/admin/assurance/heard/{one.pk}/change/"):
        assert auditor.get(address).status_code == 403
