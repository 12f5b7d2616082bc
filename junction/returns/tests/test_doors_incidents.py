"""What people see of a return that an incident asks for: why, on every page; and what where nobody asks."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from junction.registry import operations as registry
from junction.registry.models import Area
from junction.returns.models import Return
from tests.cast import national

from .test_asked_by_incidents import SITE, STANDS, TRAFFORD, at, flood, world

__all__ = ["flood", "world"]
WHY = "Floods</a> in Trafford, since 20 Nov 2026"


@pytest.fixture
def clock(monkeypatch):
    def stand(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    stand(at(22, 12))
    return stand


def text(response, status: int = 200) -> str:
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def address(place) -> str:
    return f"/returns/{place.pk}/{SITE}/"


def draft_in(page: str) -> str:
    found = re.search(r'name="draft" value="([^"]+)"', page)
    assert found
    return found.group(1)


def test_a_manager_in_the_flood_is_asked_told_why_and_files(world, flood, clock, sign_in):
    client = sign_in("place-manager", place=world.ash)
    mine = text(client.get("/returns/"))
    assert "Site status in an incident" in mine and mine.count(WHY) == 1
    assert WHY in text(client.get(address(world.ash)))
    checked = text(client.post(address(world.ash), {**STANDS, "step": "check", "expected_version": "0"}))
    sent = client.post(address(world.ash), {"step": "send", "draft": draft_in(checked)})
    said = text(client.get(sent.url))
    assert "You are asked again each day for as long as Floods lasts" in said
    assert Return.objects.get().answers == STANDS
    assert "<strong>" in said


def test_who_is_asked_because_of_the_flood_only_is_told_beside_each_place(world, flood, clock, sign_in):
    """The agency is always asked the agencies' return; the extra care housing only in the flood."""
    mine = text(sign_in("council-officer", area=Area.objects.get(code=TRAFFORD)).get("/returns/"))
    agencies = mine[mine.index("Daily return of a home-care agency") :]
    assert agencies.count(WHY) == 1 and agencies.index(WHY) > agencies.index("Court")
    sites = mine[mine.index("Site status in an incident") : mine.index("Daily return of a care home")]
    assert sites.count(WHY) == 1, "said once above the list, since it is the same for all"


def test_past_returns_leave_out_the_days_on_which_nobody_asked(world, flood, clock, sign_in):
    clock(at(26))
    page = text(sign_in("place-manager", place=world.ash).get(f"{address(world.ash)}past/"))
    rows = re.findall(r'__header">(\d+ \w+ 2026)</th>.*?govuk-tag[^>]*>([^<]+)<', page)
    assert rows == [(f"{day} Nov 2026", "Late") for day in (23, 22, 21, 20)]
    assert "26 days of the thirty up to Thursday 26 November 2026" in page
    always = text(
        sign_in("place-manager", place=world.ash).get(f"/returns/{world.ash.pk}/care-home-daily/past/")
    )
    assert "26 Nov 2026" in always and "nobody asked" not in always


def test_a_form_left_open_past_the_end_says_that_nobody_asks_any_more(world, flood, clock, sign_in):
    client = sign_in("place-manager", place=world.ash)
    checked = text(client.post(address(world.ash), {**STANDS, "step": "check", "expected_version": "0"}))
    clock(at(25))
    client = sign_in("place-manager", place=world.ash)
    sent = client.post(address(world.ash), {"step": "send", "draft": draft_in(checked)})
    page = text(sent, 404)
    assert "This return is not asked for" in page and "Nothing was sent" in page
    assert "asked only while an incident asks for it" in page
    assert not Return.objects.exists()


def test_a_return_of_another_kind_of_care_says_so(world, clock, sign_in):
    page = text(
        sign_in("place-manager", place=world.leeds).get(f"/returns/{world.leeds.pk}/home-care-daily/"), 404
    )
    assert "is not asked of this kind of care" in page


def test_an_officer_chases_counts_and_files_by_phone(world, flood, clock, sign_in):
    client = sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))
    chase = text(client.get(f"/chase/?set={SITE}&incident={flood.pk}"))
    assert WHY in chase and "Only places that Floods covers" in chase and "<strong>3 places</strong>" in chase
    assert f'<option value="{SITE}" selected>' in chase
    complete = text(client.get(f"/completeness/?set={SITE}"))
    assert WHY in complete and "0 of 3 places" in complete
    typed = {**STANDS, "step": "check", "expected_version": "0", "spoke_to": "Deputy"}
    checked = text(client.post(address(world.court), typed))
    client.post(address(world.court), {"step": "send", "draft": draft_in(checked)})
    assert Return.objects.get().channel == "phone"
    assert "1 of 3 places" in text(client.get(f"/completeness/?set={SITE}"))


def test_the_chase_list_is_narrowed_to_what_an_incident_covers(world, flood, clock, sign_in):
    """A standing return is owed everywhere; the incident's page leads to those it covers."""
    manchester = sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))
    other = registry.declare_incident(
        name="Leeds flood", playbook="flood", area_codes=["E08000035"], why="x", by=national(), now=at(22)
    )
    everywhere = text(manchester.get("/chase/?set=care-home-daily"))
    assert "<strong>1 place</strong>" in everywhere
    narrowed = text(manchester.get(f"/chase/?set=care-home-daily&incident={flood.pk}"))
    assert "<strong>1 place</strong>" in narrowed
    unseen = text(manchester.get(f"/chase/?set=care-home-daily&incident={other.pk}"))
    assert "Leeds flood" not in unseen and "Only places" not in unseen


def test_looking_back_completeness_offers_what_was_asked_then(world, flood, clock, sign_in):
    clock(at(26))
    client = sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))
    assert SITE not in text(client.get("/completeness/"))
    then = text(client.get("/completeness/?as_at=2026-11-22T12:00"))
    assert f"set={SITE}" in then
    assert "of 3 places" in text(client.get(f"/completeness/?set={SITE}&on=2026-11-22"))


def test_the_file_to_fill_in_is_offered_while_it_is_asked(world, flood, clock, sign_in):
    client = sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))
    assert "Site status in an incident" in text(client.get("/returns/upload/"))
    rows = b"".join(client.get(f"/returns/template/{SITE}.csv").streaming_content).decode()
    assert rows.count("2026-11-22") == 3
    clock(at(24) + timedelta(hours=1))
    client = sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))
    assert "Site status in an incident" not in text(client.get("/returns/upload/"))
