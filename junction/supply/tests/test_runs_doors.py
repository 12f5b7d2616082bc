"""Pages of sharing: begin, look, look one up, change, publish; drops and onward issue; who may not."""

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.people.queries import system_actor
from junction.registry.models import Area
from junction.supply.models import AllocationRun, OlderPeople, Order
from junction.supply.operations.allocation import publish_approved, work_out_allocation

from .allocation_world import BY, draft, make_world, publish
from .demand_world import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    return make_world()


@pytest.fixture
def national(sign_in):
    return sign_in("national")


def text_of(response, status=200):
    assert response.status_code == status, response.content[:600]
    return " ".join(response.content.decode().split())


def asked(world, **changes):
    plain = {
        "name": "Gloves", "kind": "places", "area": "", "stocks": [f"{world.hub.pk}:{world.gloves.pk}"],
        "method": "max-min", "weighting": "urgency", "days": "14", "why": "Short",
    }  # fmt: skip
    return plain | changes


def test_a_run_is_begun_and_waits_for_its_job(world, national):
    said = text_of(national.get(reverse("supply:share-stock")))
    assert "Hub: Gloves, 40 x Box of 100" in said
    begun = national.post(reverse("supply:share-stock"), asked(world))
    run = AllocationRun.objects.get()
    assert begun["Location"] == reverse("supply:run", args=[run.pk])
    assert "It is being worked out" in text_of(national.get(begun["Location"]))
    work_out_allocation(run.pk, by=system_actor("allocation"), now=NOON)
    assert "Who gets what, and why" in text_of(national.get(begun["Location"]))


def test_what_is_wrong_with_a_wish_is_said_at_its_field(world, national):
    said = text_of(
        national.post(reverse("supply:share-stock"), asked(world, stocks=[], days="0", why="")), 422
    )
    assert "Choose the stock to share" in said
    assert "Enter a number of days from 1 to 90" in said
    assert "Enter a reason" in said
    said = text_of(national.post(reverse("supply:share-stock"), asked(world, kind="drop-by-people")), 422)
    assert "The number of people aged 70 and over is missing" in said


def test_a_draft_shows_methods_lines_and_who_gets_nothing(world, national):
    run = draft(world)
    said = text_of(national.get(reverse("supply:run", args=[run.pk])))
    for words in (
        "Water-filling (this run)",
        "In proportion",
        "Equal awards",
        "Ash House",
        run.result_sha256,
    ):
        assert words in said
    nothing = text_of(national.get(reverse("supply:run", args=[run.pk]), {"given": "nothing"}))
    assert "What it uses in a day is not known, and no model speaks of its kind of care" in nothing
    assert "Ash House" not in nothing
    rows = national.get(reverse("supply:run", args=[run.pk]), {"format": "csv"})
    assert b"Ash House,Nearham,Gloves,0.0,42,25," in b"".join(rows.streaming_content)


def test_one_place_is_looked_up_and_says_why(world, national):
    run = draft(world)
    said = text_of(national.get(reverse("supply:run", args=[run.pk]), {"find": "beech"}))
    href = reverse("supply:run-of-place", args=[run.pk, world.beech.pk])
    assert href in said
    said = text_of(national.get(href))
    assert "It claimed 36 packs, weighs 2; the stock reached" in said
    assert "Gloves: 15 x Box of 100 (1,500 gloves)" in said
    assert "No place of that name" in text_of(
        national.get(reverse("supply:run", args=[run.pk]), {"find": "cedar"})
    )


def test_a_line_is_changed_with_a_reason(world, national):
    run = draft(world)
    href = reverse("supply:run-line", args=[run.pk, 1])
    assert "Water-filling: 25 packs; In proportion: 22 packs; Equal awards: 20 packs" in text_of(
        national.get(href)
    )
    assert "Take them from another line first" in text_of(
        national.post(href, {"packs": "41", "why": "x"}), 422
    )
    assert national.post(href, {"packs": "20", "why": "They found a box"}).status_code == 302
    said = text_of(national.get(href))
    assert "from 25 to 20 packs. They found a box" in said
    table = text_of(national.get(reverse("supply:run", args=[run.pk]), {"given": "changed"}))
    assert "Changed by hand" in table


def test_publishing_asks_for_a_reason_and_makes_the_orders(world, national):
    run = draft(world)
    href = reverse("supply:publish-run", args=[run.pk])
    assert "Enter a reason" in text_of(national.post(href, {"why": ""}), 422)
    assert national.post(href, {"why": "Agreed at 9"}).status_code == 302
    assert "It is being published" in text_of(national.get(reverse("supply:run", args=[run.pk])))
    publish_approved(run.pk, by=system_actor("allocation"), now=NOON)
    assert Order.objects.count() == 2
    said = text_of(national.get(reverse("supply:run", args=[run.pk])))
    assert "Agreed at 9" in said
    assert "Hub: pick and send" in said
    assert reverse("supply:pick_list", args=["hub"]) in said
    assert "Give up" not in said
    assert "not a draft" not in text_of(national.get(reverse("supply:solve-again", args=[run.pk])))
    assert (
        national.post(reverse("supply:run-line", args=[run.pk, 1]), {"packs": "1", "why": "x"}).status_code
        == 404
    )


def test_a_draft_is_given_up(world, national):
    run = draft(world)
    assert national.post(reverse("supply:give-up-run", args=[run.pk]), {"why": "Too old"}).status_code == 302
    assert "Given up at" in text_of(national.get(reverse("supply:run", args=[run.pk])))
    again = text_of(national.post(reverse("supply:give-up-run", args=[run.pk]), {"why": "Again"}), 422)
    assert "This run is no draft any more" in again


def test_solving_again_says_whether_the_bytes_are_the_same(world, national):
    run = draft(world)
    href = reverse("supply:solve-again", args=[run.pk])
    assert "The same, to the byte" in text_of(national.get(href))
    AllocationRun.objects.filter(pk=run.pk).update(result_sha256="0" * 64)
    assert "It is not the same" in text_of(national.get(href))


def test_a_provider_sees_its_own_lines_once_published_and_nobody_elses(world, sign_in):
    manager, run = sign_in("place-manager", place=world.ash), draft(world)
    own = reverse("supply:run-of-place", args=[run.pk, world.ash.pk])
    assert manager.get(own).status_code == 404
    publish(run, why="Agreed", by=BY)
    assert "It claimed 42 packs" in text_of(manager.get(own))
    assert own in text_of(manager.get(reverse("supply:cover-of-place", args=[world.ash.pk])))
    order = Order.objects.get(place=world.ash)
    said = text_of(manager.get(reverse("supply:order", args=[order.pk])))
    assert own in said
    assert "Why it is so much" in said
    assert manager.get(reverse("supply:run-of-place", args=[run.pk, world.beech.pk])).status_code == 404
    assert manager.get(reverse("supply:run", args=[run.pk])).status_code == 404
    assert manager.get(reverse("supply:share-stock")).status_code == 403


def test_a_forum_shares_its_own_store_and_sees_no_other_draft(world, sign_in):
    lrf, theirs = sign_in("lrf", area=world.forum), draft(world)
    said = text_of(lrf.get(reverse("supply:share-stock")))
    assert "North store: Gloves, 20 x Box of 100" in said
    assert "Hub:" not in said
    assert lrf.get(reverse("supply:run", args=[theirs.pk])).status_code == 404
    assert lrf.get(reverse("supply:publish-run", args=[theirs.pk])).status_code == 404
    sent = asked(world, stocks=[f"{world.store.pk}:{world.gloves.pk}"], area=world.forum.code)
    assert lrf.post(reverse("supply:share-stock"), sent).status_code == 302
    assert theirs.name not in text_of(lrf.get(reverse("supply:runs")))


def test_figures_of_older_people_are_entered_with_their_source(world, national, sign_in):
    href = reverse("supply:older-people")
    missing = Area.objects.filter(kind="lrf", ended_on__isnull=True).count()
    said = "1 forum</strong> has" if missing == 1 else f"{missing} forums</strong> have"
    assert f"{said} no figure yet" in text_of(national.get(href))
    assert "Enter where the figures are from" in text_of(national.post(href, {"E48000001": "5"}), 422)
    sent = {"source": "Mid-2019 estimates, table 2", "E48000001": "120000"}
    assert national.post(href, sent).status_code == 302
    assert OlderPeople.objects.get().people == 120_000
    assert "Mid-2019 estimates, table 2, entered" in text_of(national.get(href))
    assert national.post(href, sent).status_code == 302
    assert OlderPeople.objects.count() == 1  # nothing had changed
    assert sign_in("lrf", area=world.forum).get(href).status_code == 403


def test_a_store_issues_stock_onward(world, sign_in):
    lrf = sign_in("lrf", area=world.forum)
    href = reverse("supply:issue-onward", args=[world.ash.pk])
    assert href in text_of(lrf.get(reverse("supply:cover-of-place", args=[world.ash.pk])))
    assert "Gloves: Box of 100, 20 here" in text_of(lrf.get(href))
    key = f"item-{world.gloves.pk}"
    assert "Enter a whole number of packs, from 0 to 20" in text_of(
        lrf.post(href, {key: "21", "why": "Out"}), 422
    )
    assert "at least one item" in text_of(lrf.post(href, {key: "", "why": "Out"}), 422)
    assert lrf.post(href, {key: "4", "why": "Out"}).status_code == 302
    assert Order.objects.get().lines.get().granted == 400
    assert lrf.get(reverse("supply:issue-onward", args=[world.silent.pk])).status_code == 404
    nobody = sign_in("council-officer", area=world.far)
    assert "None of the stores" in text_of(nobody.get(reverse("supply:issue-onward", args=[world.silent.pk])))


def test_the_statements_of_the_pages_do_not_grow_with_the_lines(
    world, national, django_assert_max_num_queries
):
    run = draft(world)
    with django_assert_max_num_queries(12):
        text_of(national.get(reverse("supply:run", args=[run.pk])))
    with django_assert_max_num_queries(5):
        text_of(national.get(reverse("supply:runs")))
    with django_assert_max_num_queries(9):
        text_of(national.get(reverse("supply:run-line", args=[run.pk, 1])))
