"""Rules of the portal for the national cell: a changed playbook previewed, waves foreseen and opened,
profiles, outlook.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.registry.tests.factories import PlaceFactory
from junction.supply.models import Opening, Outlook, Profile
from junction.supply.operations.portal import CannotOpenWave, look_ahead, open_wave
from junction.supply.queries.portal.census import NotOfTheNation, census
from junction.supply.rules.limits import BOOK
from junction.supply.rules.ordering import CannotOrderYet
from junction.supply.tests.shop import NOW, ask, place
from junction.supply.views import portal_rules
from tests.cast import national, other_officer

JUNE = datetime(2020, 6, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def stand(monkeypatch):
    def stand_at(moment):
        monkeypatch.setattr(portal_rules.timezone, "now", lambda: moment)
        monkeypatch.setattr(portal_rules.timezone, "localdate", lambda: moment.date())

    return stand_at


def sent(text, name="order-limits.toml"):
    return {"file": SimpleUploadedFile(name, text.encode())}


def test_a_changed_playbook_says_who_is_affected_and_changes_nothing(shop, stand, sign_in):
    stand(NOW)
    PlaceFactory(service_type="hospice", beds=10)
    client = sign_in("national")
    shown = client.get(reverse("supply:order_limits")).content.decode()
    assert "order-limits@2020-09-28" in shown and "Home of 25 to 49 beds" in shown
    text = (
        BOOK.read_text("utf-8")
        .replace("masks = 1200", "masks = 1500")
        .replace("gloves = 2000", "gloves = 1000")
    )
    told = client.post(reverse("supply:order_limits"), sent(text)).content.decode()
    assert "Of 2 providers, 1 may order more, 1 less of something, 0 the same" in told
    assert "masks 1,200 → 1,500" in told and "gloves 2,000 → 1,000" in told


@pytest.mark.parametrize(
    "text", ["", "name =", 'name = "x"\nversion = []', BOOK.read_text("utf-8").replace("1200", "1201")]
)
def test_what_is_no_playbook_is_refused_with_a_sentence(shop, stand, sign_in, text):
    stand(NOW)
    client = sign_in("national")
    answer = client.post(reverse("supply:order_limits"), sent(text))
    assert answer.status_code == 422 and "There is a problem" in answer.content.decode()
    assert client.post(reverse("supply:order_limits")).status_code == 422


def test_before_the_portal_there_is_nothing_to_see_and_everybody_gains(shop, stand, sign_in):
    stand(datetime(2020, 4, 20, tzinfo=UTC))
    client = sign_in("national")
    assert "No limits are in force" in client.get(reverse("supply:order_limits")).content.decode()


def small_homes(count):
    return [PlaceFactory(beds=10 + number) for number in range(count)]


def test_a_wave_is_foreseen_and_opened_and_its_providers_order_from_their_day(shop, stand, sign_in):
    stand(JUNE)
    shop.stock("masks-iir", 100)
    homes = small_homes(3)
    client = sign_in("national")
    listed = client.get(reverse("supply:portal_waves")).content.decode()
    assert "Small providers, everywhere" in listed and "0 providers may order today" in listed
    page = reverse("supply:portal_wave", args=["small-providers"])
    shown = client.get(page).content.decode()
    assert "4 providers would be let on, 2,000 a day" in shown and "runs short of" in shown
    (early,) = place(ask(shop, ("masks-iir", 50), place_id=homes[0].pk, by=national()), now=JUNE)
    assert isinstance(early, CannotOrderYet)
    assert client.post(page, {"why": "Stock has come"}).url == reverse("supply:portal_waves")
    assert Opening.objects.count() == 4
    entry = AuditEntry.objects.get(verb="supply.wave.opened")
    assert (entry.why, entry.detail["providers"]) == ("Stock has come", 4)
    (now,) = place(ask(shop, ("masks-iir", 50), place_id=homes[0].pk, by=national()), now=JUNE)
    assert now.order["state"] == "reserved"
    assert client.post(page).status_code == 409
    assert client.get(reverse("supply:portal_wave", args=["unheard-of"])).url == reverse(
        "supply:portal_waves"
    )


def test_as_many_a_day_as_the_capacity_and_not_before(shop, monkeypatch):
    from junction.supply.operations.portal import opening

    homes = small_homes(3)
    wave = opening.waves_on(JUNE.date()).named("small-providers")
    few = type(wave)(**{name: getattr(wave, name) for name in wave.__slots__} | {"capacity_a_day": 2})
    waves = type("W", (), {"reference": "x", "named": lambda self, code: few})()
    monkeypatch.setattr(opening, "waves_on", lambda day: waves)
    assert open_wave("small-providers", why="", by=national(), now=JUNE) == 4
    days = list(Opening.objects.order_by("place__beds").values_list("opens_on", flat=True))
    assert [day.day for day in days] == [10, 10, 11, 11]
    (later,) = place(ask(shop, ("masks-iir", 50), place_id=homes[2].pk, by=national()), now=JUNE)
    assert isinstance(later, CannotOrderYet) and "11 June 2020" in str(later)


def test_only_the_nation_opens_waves_and_counts_providers(shop):
    with pytest.raises(NotOfTheNation):
        census(other_officer().scope)
    with pytest.raises(CannotOpenWave):
        open_wave("small-providers", why="", by=other_officer(), now=JUNE)


def test_an_officer_says_what_a_provider_is_and_its_allowance_follows(shop, stand, sign_in):
    stand(NOW)
    shop.stock("masks-iir", 9_000)
    officer = sign_in("council-officer", area=shop.home.area)
    page = reverse("supply:provider_profile", args=[shop.home.pk])
    assert "Kind of provider" in officer.get(page).content.decode()
    for wrong in ({"size": "many", "why": "x"}, {"size": "5", "why": ""}, {"size": "0", "why": "x"}):
        assert officer.post(page, {"provider_type": "gp"} | wrong).status_code == 422
    assert officer.post(page, {"provider_type": "gp", "size": "12,000", "why": "NHS list"}).status_code == 302
    assert Profile.objects.get().size == 12_000
    (placed,) = place(ask(shop, ("masks-iir", 5_000)))
    assert placed.order["lines"][0]["granted"] == 1_500
    assert sign_in("council-officer", area=PlaceFactory().area).get(page).status_code == 404


def test_the_outlook_is_renewed_from_allowances_and_what_was_asked(shop):
    shop.stock("masks-iir", 500)
    shop.stock("tests", 5)
    assert look_ahead(by=national(), now=datetime(2020, 4, 20, tzinfo=UTC)) == 0
    monday = datetime(2020, 10, 11, 23, 0, tzinfo=UTC)  # the week begins at midnight in London
    assert look_ahead(by=national(), now=monday) == 1
    outlook = Outlook.objects.get()
    assert (outlook.expected, outlook.until_at) == (384, monday + timedelta(days=7))  # 1,200 x 0.4 x 0.8
    (placed,) = place(ask(shop, ("masks-iir", 1_200)), now=monday)
    assert placed.order["lines"][0]["granted"] == 500
    assert look_ahead(by=national(), now=monday + timedelta(hours=84)) == 1
    outlook.refresh_from_db()
    assert (outlook.expected, outlook.claimed, outlook.least_level) == (600, 0, 1.0)  # half of what was asked
    assert AuditEntry.objects.filter(verb="supply.outlook.renewed").count() == 2
