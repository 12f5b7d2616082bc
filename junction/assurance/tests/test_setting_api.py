"""Catalogues, issues, reviews and model plans written by machine: once for each key, by who may."""

from datetime import timedelta

import pytest
from django.utils import timezone

from junction.assurance.models import Catalogue, Finding, Issue, ModelPlan, Reuse, Review
from junction.core.audit.models import AuditEntry

from .machines import API, machine, send
from .plans import MANCHESTER, TRAFFORD, one_of, plan, say
from .test_plan_register import NOW, held, register

pytestmark = pytest.mark.django_db
ASKED = {
    "text": "Councils must ring every home.", "theme": "other", "actors": ["council"], "strength": "must",
    "kind": "one-off",
}  # fmt: skip
REVIEW = {
    "reviewers": [
        {"post": "Regional lead", "department": "DHSC"},
        {"post": "Adviser", "department": "MHCLG"},
    ],
    "due_on": "2099-01-01",
}


@pytest.fixture(autouse=True)
def today(areas, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=1))


@pytest.fixture
def nation():
    return machine("national", "national")


@pytest.fixture
def council():
    return machine("council-officer", "council", TRAFFORD)


def number(answer, status=201):
    assert answer.status_code == status, answer.content
    return answer.json()["id"]


def test_a_catalogue_is_opened_filled_put_right_and_published(nation, council):
    sent = {"title": "Spring plan", "in_force_from": "2020-04-01"}
    one = number(send(nation, "catalogues", sent))
    assert number(send(nation, "catalogues", sent)) == one
    at = f"catalogues/{one}"
    wrong = ASKED | {"theme": "no-such"}
    assert send(nation, f"{at}/requirements", {"requirements": [ASKED, wrong]}, "x").status_code == 422
    added = send(nation, f"{at}/requirements", {"requirements": [ASKED, ASKED | {"text": "And write."}]})
    first, second = added.json()["ids"]
    newer = number(
        send(nation, f"requirements/{first}/corrections", ASKED | {"text": "Ring.", "why": "Short"})
    )
    number(send(nation, f"requirements/{second}/withdrawal", {"why": "Twice"}), 200)
    assert number(send(nation, f"{at}/publication", {}), 200) == one
    assert Catalogue.objects.get(pk=one).published_at
    (read,) = council.get(f"{API}{at}/requirements").json()
    assert (read["id"], read["text"]) == (newer, "Ring.")
    for path, body in (("catalogues", sent), (f"{at}/requirements", {"requirements": [ASKED]})):
        assert send(council, path, body).status_code == 403


def test_an_issue_of_an_answer_is_raised_and_closed_by_its_own_council(council):
    winter = plan(now=NOW)
    asked = one_of(winter, "1")
    say(asked, now=NOW)
    path = f"requirements/{asked.pk}/of/{TRAFFORD}/issues"
    made = number(send(council, path, {"text": "Two homes have none", "owner": "Stores"}))
    assert number(send(council, path, {"text": "Two homes have none", "owner": "Stores"})) == made
    neighbour = machine("council-officer", "council", MANCHESTER)
    assert send(neighbour, path, {"text": "Not ours"}).status_code in (403, 404)
    assert send(neighbour, f"answer-issues/{made}/end", {"why": "x"}).status_code in (403, 404)
    assert send(council, f"answer-issues/{made}/end", {"why": " "}, "empty").status_code == 422
    assert number(send(council, f"answer-issues/{made}/end", {"why": "Bought"}), 200) == made
    assert Issue.objects.get().closed_at and Issue.objects.count() == 1


def test_a_plan_is_reviewed_jointly_replied_to_and_shown_as_a_model(nation, council):
    number_of_plan = register(held()).plan_id
    one = number(send(nation, f"plans/{number_of_plan}/reviews", REVIEW))
    assert Review.objects.get().is_joint
    at = f"reviews/{one}"
    finding = {"criterion": "roles", "grade": "weak", "said": "No deputies", "place": "page 4"}
    number(send(nation, f"{at}/findings", finding))
    assert send(nation, f"{at}/findings", finding | {"criterion": "no-such"}, "x").status_code == 422
    assert send(council, f"{at}/findings", finding).status_code == 403
    assert number(send(nation, f"{at}/end", {"depth": 1, "summary": "No deputies"}), 200) == one
    number(send(council, f"{at}/replies", {"said": "They are named now"}))
    (read,) = council.get(f"{API}reviews").json()
    assert (read["findings"], read["state"], bool(read["finished_at"])) == (1, "finished", True)
    (then,) = council.get(f"{API}reviews", {"as_at": (NOW + timedelta(hours=1)).isoformat()}).json()
    assert [one["department"] for one in then["reviewers"]] == ["DHSC", "MHCLG"]
    assert not machine("council-officer", "council", MANCHESTER).get(f"{API}reviews").json()
    model = number(send(nation, f"plans/{number_of_plan}/model", {"why": "It names deputies"}))
    assert [one["id"] for one in council.get(f"{API}model-plans").json()] == [model]
    assert not council.get(f"{API}model-plans", {"as_at": NOW.isoformat()}).json()
    number(send(council, f"model-plans/{model}/reuses", {"party": TRAFFORD, "said": "The deputies"}))
    assert send(council, f"model-plans/{model}/withdrawal", {"why": "Old"}).status_code == 403
    assert number(send(nation, f"model-plans/{model}/withdrawal", {"why": "Old"}), 200) == model
    assert (Finding.objects.count(), Reuse.objects.count(), ModelPlan.objects.count()) == (1, 1, 1)
    assert AuditEntry.objects.filter(verb="assurance.review.asked").count() == 1
