"""The pages of cover: who runs out first, by council and by place, what an outsider does not see."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.registry.models import AreaInside
from junction.registry.tests.factories import AreaFactory, PlaceFactory

from .demand_world import DAY, NOON, catalogue, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch):
    """Two homes of one council and one of another: one nearly out, one with plenty, one that says nothing."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    catalogue()
    near, far = AreaFactory(name="Nearham", longitude=-2.3, latitude=53.4), AreaFactory(name="Farham")
    region = AreaFactory(code="E12000002", kind="region", name="North West")
    for one in (near, far):
        AreaInside.objects.create(ancestor=region, descendant=one, valid_from=one.started_on)
    homes = {
        "short": PlaceFactory(name="Short House", area=near),
        "plenty": PlaceFactory(name="Plenty House", area=near),
        "silent": PlaceFactory(name="Silent House", area=far),
    }
    tell(homes["short"], DAY, stock={"gloves": 300, "masks": 30}, use={"gloves": 300, "masks": 40})
    tell(homes["plenty"], DAY - timedelta(days=1), stock={"gloves": 6000}, use={"gloves": 300})
    return {"near": near, "far": far, "region": region, **homes}


def text_of(response):
    assert response.status_code == 200, response.content[:400]
    return " ".join(response.content.decode().split())


def test_who_runs_out_first_stands_first(world, sign_in):
    said = text_of(sign_in("council-officer", area=world["near"]).get(reverse("supply:cover")))
    assert "<strong>1 place</strong> runs out within 48 hours" in said
    assert "Cover is known of 2 of 2 places" in said
    assert said.index("Short House") < said.index("Plenty House")
    assert "Silent House" not in said
    assert "as stated in the return, today" in said


def test_one_item_can_be_asked_for_and_the_rows_narrowed(world, sign_in):
    officer = sign_in("council-officer", area=world["near"])
    said = text_of(officer.get(reverse("supply:cover"), {"item": "gloves"}))
    assert "as stated in the return, yesterday" in said
    said = text_of(officer.get(reverse("supply:cover"), {"item": "masks", "within": "unknown"}))
    assert "Plenty House" in said
    assert "Short House" not in said
    assert "Plenty House" not in text_of(officer.get(reverse("supply:cover"), {"within": "soon"}))


def test_a_region_is_shown_by_council_with_a_map_and_leads_to_its_places(world, sign_in):
    region = sign_in("region", area=world["region"])
    said = text_of(region.get(reverse("supply:cover")))
    assert "Places that run out within 48 hours" in said
    assert said.index("Nearham") < said.index("Farham")
    assert f"area={world['near'].code}" in said
    said = text_of(region.get(reverse("supply:cover"), {"by": "place", "area": world["far"].code}))
    assert "Silent House" in said
    assert "Short House" not in said


def test_the_file_has_every_row(world, sign_in):
    national = sign_in("national")
    rows = national.get(reverse("supply:cover"), {"format": "csv"})
    assert b"Nearham,1,1,2,2" in b"".join(rows.streaming_content)
    rows = sign_in("council-officer", area=world["near"]).get(reverse("supply:cover"), {"format": "csv"})
    lines = b"".join(rows.streaming_content).decode().splitlines()
    assert lines[1].startswith("Short House,0.75,2020-04-20,Masks,30,40.0")
    assert len(lines) == 3


def test_a_manager_sees_their_own_and_every_item_of_it(world, sign_in):
    manager = sign_in("place-manager", place=world["short"])
    assert "Plenty House" not in text_of(manager.get(reverse("supply:cover")))
    said = text_of(manager.get(reverse("supply:cover-of-place", args=[world["short"].pk])))
    assert "Runs out within 48 hours:</strong> Gloves, Masks" in said
    assert "300 gloves" in said
    assert manager.get(reverse("supply:cover-of-place", args=[world["plenty"].pk])).status_code == 404
    nation = AreaFactory(kind="country", code="E92999999")
    assert manager.get(reverse("supply:cover"), {"area": nation.code}).status_code == 200


def test_an_area_out_of_reach_is_not_there(world, sign_in):
    officer = sign_in("council-officer", area=world["near"])
    assert officer.get(reverse("supply:cover"), {"area": world["far"].code}).status_code == 404
    assert sign_in("hospital-discharge", area=world["near"]).get(reverse("supply:cover")).status_code == 403


def test_nothing_told_is_not_known_and_not_enough(world, sign_in):
    officer = sign_in("council-officer", area=world["far"])
    said = text_of(officer.get(reverse("supply:cover")))
    assert "Cover is known of 0 of 1 place." in said
    said = text_of(officer.get(reverse("supply:cover-of-place", args=[world["silent"].pk])))
    assert "modelled from the people cared for" in said
    assert "Not known" in said


def test_the_statements_of_the_pages_do_not_grow_with_the_places(
    world, sign_in, django_assert_max_num_queries
):
    region, manager = sign_in("region", area=world["region"]), sign_in("place-manager", place=world["short"])
    for number in range(4):
        home = PlaceFactory(name=f"More {number}", area=world["near"])
        tell(home, DAY, stock={"gloves": 300}, use={"gloves": 300})
    for by, most in (("council", 13), ("place", 12)):  # by council it is looked first whether it is kept
        with django_assert_max_num_queries(most):
            text_of(region.get(reverse("supply:cover"), {"by": by}))
    with django_assert_max_num_queries(11):
        text_of(manager.get(reverse("supply:cover-of-place", args=[world["short"].pk])))
