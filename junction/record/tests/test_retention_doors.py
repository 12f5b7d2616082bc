"""The doors of the end of documents: asking, carrying out, holding, by page and by machine."""

import pytest
from django.urls import reverse

from junction.record.models import Destruction, Document, Hold
from junction.record.operations.retention import Holding, ask_destruction, place_hold
from junction.registry.models import Area
from tests.cast import national, officer_of, other_officer

from .retaining import NOW, TRAFFORD, destroyed, keep_old, lay_over, second
from .test_promise_api import Machine, get, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(areas, sign_in):
    return sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))


def test_from_the_list_to_the_line_that_stays(officer, sign_in, areas):
    document = keep_old()
    made = lay_over(document)
    listed = officer.get(reverse("record:retention")).content.decode()
    assert document.title in listed and "Past its date" in listed
    asking = reverse("record:ask-destruction", args=[document.pk])
    assert "annotations (1)" in officer.get(asking).content.decode()
    assert officer.post(asking, {"why": ""}).status_code == 422
    said = officer.post(asking, {"why": "Its years are over"}, follow=True).content.decode()
    assert "a second person carries it out" in said
    asked = Destruction.objects.get()
    carry_out = reverse("record:destroy", args=[asked.pk])
    assert "You asked for this yourself" in officer.post(carry_out, {"is_sure": "on"}).content.decode()
    other = sign_in("national")
    assert other.post(carry_out, {}).status_code == 422
    assert Document.objects.get().destroyed_at is None
    done = other.post(carry_out, {"is_sure": "on"}, follow=True).content.decode()
    assert "It is destroyed" in done
    page = officer.get(reverse("record:document", args=[document.pk])).content.decode()
    assert "It was destroyed at" in page and Document.objects.get().sha256 in page
    for name in ("document-text", "document-file"):
        assert officer.get(reverse(f"record:{name}", args=[document.pk])).status_code == 404
    for name, number in (("commitment", made["commitment"]), ("statement", made["statement"])):
        assert "destroyed at" in officer.get(reverse(f"record:{name}", args=[number])).content.decode()


def test_looking_back_it_stood_then(officer):
    document = keep_old()
    destroyed(document)
    page = reverse("record:document-end", args=[document.pk])
    now = officer.get(page).content.decode()
    assert "Destroyed" in now and "Ask that it be destroyed" not in now
    earlier = officer.get(page, {"as_at": "2020-04-20T10:30"}).content.decode()
    assert "Since destroyed" in earlier and "Waits for a second person" in earlier


def test_a_hold_is_placed_shown_and_released(officer):
    document = keep_old()
    form = reverse("record:hold-document", args=[document.pk])
    assert officer.post(form, {"matter": "A claim"}).status_code == 422
    said = officer.post(form, {"matter": "A claim", "why": "It asked"}, follow=True).content.decode()
    assert "A claim" in said and "Held" in said
    many = reverse("record:place-hold")
    assert (
        officer.post(many, {"reach": "area", "area": "E08000025", "matter": "M", "why": "W"}).status_code
        == 422
    )
    assert (
        officer.post(many, {"reach": "area", "area": TRAFFORD, "matter": "M", "why": "W"}).status_code == 302
    )
    assert officer.post(many, {"reach": "thread", "matter": "M", "why": "W"}).status_code in (404, 422)
    first = Hold.objects.earliest("pk")
    officer.post(reverse("record:release-hold", args=[first.pk]), {"why": "Over"})
    first.refresh_from_db()
    assert first.released_why == "Over"
    rows = officer.get(reverse("record:holds"), {"format": "csv"})
    assert b"A claim" in b"".join(rows.streaming_content)


def test_by_machine_a_key_does_it_once(client, monkeypatch, areas):
    machine, document = Machine(client, monkeypatch, officer_of(TRAFFORD)), keep_old()
    path = f"documents/{document.pk}/destruction"
    assert get(machine, path)["statements"] == document.statements.count()
    one, again = (post(machine, path, "ask-it-once", why="Over") for _ in range(2))
    assert one.status_code == again.status_code == 201 and one.json() == again.json()
    assert post(machine, path, why="Over").status_code == 409
    number = one.json()["id"]
    assert post(machine, f"destructions/{number}/carry-out").status_code == 403
    held = post(machine, "holds", reach="document", document=document.pk, matter="M", why="W")
    assert held.status_code == 201
    (row,) = get(machine, "retention")
    assert row["standing"] == "held" and row["sha256"] == document.file_id
    released = post(machine, f"holds/{held.json()['id']}/release", why="Over")
    assert released.json()["released_why"] == "Over"
    machine.actor = second()
    done = post(machine, f"destructions/{number}/carry-out", "do-it").json()
    assert done["outcome"] == "destroyed" and done["sha256"] == document.file_id
    assert post(machine, f"destructions/{number}/carry-out", "do-it").json() == done
    assert post(machine, f"destructions/{number}/refuse", why="Late").status_code == 409
    (row,) = get(machine, "retention", standing="destroyed")
    assert row["title"] == "Letter or other text, destroyed"


def test_a_machine_of_another_council_sees_none_of_it(client, monkeypatch, areas):
    outsider, document = Machine(client, monkeypatch, other_officer()), keep_old()
    assert get(outsider, "retention") == [] == get(outsider, "holds")
    assert outsider.ask("get", f"documents/{document.pk}/destruction", {}).status_code == 404
    assert post(outsider, f"documents/{document.pk}/destruction", why="Over").status_code == 404


def test_the_list_is_read_in_few_statements(officer, django_assert_max_num_queries):
    for number in range(12):
        document = keep_old(f"Words {number}.\n", title=f"Old {number}")
        if number % 2:
            place_hold(Holding("document", "M", "W", document=document.pk), by=national(), now=NOW)
        else:
            ask_destruction(document.pk, why="Over", by=national(), now=NOW)
    officer.get(reverse("record:retention"))
    with django_assert_max_num_queries(9):
        officer.get(reverse("record:retention"))
    with django_assert_max_num_queries(9):
        officer.get(reverse("record:holds"))
