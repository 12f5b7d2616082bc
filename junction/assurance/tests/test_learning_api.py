"""Learning reviews, lessons and practice reviews by machine: the whole way, once for each key."""

import pytest
from django.utils import timezone

from junction.assurance.models import LearningReview

from .learned import MANCHESTER, NOW, TRAFFORD, make_home
from .machines import machine, send
from .test_learning_doors import LESSON, OUTBREAK, PRACTICE, SHARE

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(areas, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return make_home()


@pytest.fixture
def officer(home):
    return machine("council-officer", "council", TRAFFORD)


def test_the_same_by_machine_once_for_each_key(home, officer):
    opened = send(officer, "learning-reviews", OUTBREAK | {"place": home.pk, "over_on": None})
    assert (opened.status_code, opened.json()["state"]) == (201, "running")
    again = send(officer, "learning-reviews", OUTBREAK | {"place": home.pk, "over_on": None})
    assert again.json() == opened.json() and LearningReview.objects.count() == 1
    assert send(officer, "learning-reviews", OUTBREAK | {"place": home.pk}, "two").status_code == 409
    number = opened.json()["id"]
    ended = send(officer, f"learning-reviews/{number}/corrections", OUTBREAK)
    assert (ended.json()["due_on"], ended.json()["state"]) == ("2020-10-29", "overdue")
    at_held = f"learning-reviews/{number}/held"
    assert (
        send(officer, at_held, {"held_on": "2020-10-20", "parts": ["manager"]}).json()["state"]
        == "no-lessons"
    )
    added = send(officer, f"learning-reviews/{number}/lessons", LESSON)
    assert added.status_code == 201 and added.json()["shared"] == "" and added.json()["place"] == home.pk
    one = added.json()["id"]
    neighbour = machine("council-officer", "council", MANCHESTER)
    assert neighbour.get("/api/v1/assurance/lessons").json() == []
    shared = send(officer, f"lessons/{one}/shares", SHARE)
    assert shared.status_code == 201
    assert (
        send(officer, f"lessons/{one}/corrections", LESSON | {"text": "Two", "why": "x"}).json()["text"]
        == "Two"
    )
    (told,) = neighbour.get("/api/v1/assurance/lessons?theme=staffing").json()
    assert (told["text"], told["place"], told["shared"]) == ("Two", None, "regional")
    (item,) = neighbour.get("/api/v1/assurance/lessons/standing-items?where=provider").json()
    discussed = f"lessons/shares/{item['id']}/discussed"
    assert send(neighbour, discussed, {"discussed_on": "2020-11-01"}).status_code == 403
    assert send(officer, discussed, {"discussed_on": "2020-11-01"}).json()["discussed_on"] == "2020-11-01"
    assert neighbour.get("/api/v1/assurance/lessons/standing-items").json() == []
    assert neighbour.get("/api/v1/assurance/learning-reviews").json() == []
    read = officer.get("/api/v1/assurance/learning-reviews?state=shared").json()
    assert [row["id"] for row in read] == [number] and "took_part" not in read[0]
    assert officer.get("/api/v1/assurance/learning-reviews?state=nonsense").json() == []
    assert officer.get("/api/v1/assurance/learning-reviews?as_at=2020-11-01T09:00").json() == []


def test_practice_by_machine(home, officer):
    body = PRACTICE | {"area": TRAFFORD}
    made = send(officer, "practice-reviews", body)
    assert made.status_code == 201 and made.json()["week_on"] == "2020-11-16"
    assert send(officer, "practice-reviews", body, "two").status_code == 409
    nation = machine("national", "national")
    assert send(nation, "practice-reviews", body).status_code == 403
    rows = nation.get(f"/api/v1/assurance/practice-reviews?area={TRAFFORD}").json()
    assert [row["found"] for row in rows] == ["Two files were thin"]
    of = {row["area"]: row for row in nation.get("/api/v1/assurance/practice-reviews/councils").json()}
    assert of[TRAFFORD]["state"] == "missed" and of[TRAFFORD]["missed"][0] == "2020-11-09"
    assert of[MANCHESTER] | {"name": ""} == {
        "area": MANCHESTER, "name": "", "state": "never", "last_reviewed_on": None,
        "missed": of[MANCHESTER]["missed"],
    }  # fmt: skip
    assert nation.get("/api/v1/assurance/practice-reviews/councils?as_at=2020-09-01T09:00").status_code == 404
