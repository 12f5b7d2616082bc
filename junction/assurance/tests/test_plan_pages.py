"""Pages of the plan register and of reviews: what they show, in few queries, and that each form writes."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from junction.assurance.models import Finding, ModelPlan, PlanEntry, Reply, Review
from junction.registry.models import Area

from .test_plan_register import NORTH_WEST, NOW, TRAFFORD, heard, held, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(sign_in, areas):
    return sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))


@pytest.fixture
def reviewer(sign_in, areas):
    return sign_in("region", area=Area.objects.get(code=NORTH_WEST))


def text(answer):
    return answer.content.decode()


def test_the_register_says_how_many_of_how_many(officer, sign_in, areas, django_assert_max_num_queries):
    register(heard())
    with django_assert_max_num_queries(40):
        page = text(officer.get(reverse("assurance:plan-register")))
    assert "Only heard of" in page and "of 1 are held, 0 not known" in page
    nation = text(sign_in("national").get(reverse("assurance:expected-plans", args=["council"])))
    assert "Barking and Dagenham" in nation and "Say what is known" in nation
    file = officer.get(reverse("assurance:expected-plans", args=["council"]) + "?format=csv")
    rows = list(csv.reader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))
    assert [row[:2] for row in rows[1:]] == [["Trafford", "heard-of"]]


def test_what_is_known_is_written_by_the_form_and_refused_with_words(officer):
    address = reverse("assurance:register-plan", args=["council", TRAFFORD])
    assert "on which day it was obtained" in text(officer.post(address, {"state": "held"}))
    sent = {"state": "held", "on": "2020-10-01", "version": "3", "owner": "Director"}
    answer = officer.post(address, sent)
    entry = PlanEntry.objects.get()
    assert answer["Location"] == reverse("assurance:plan", args=[entry.plan_id])
    assert "Director" in text(officer.get(answer["Location"]))
    other = reverse("assurance:register-plan", args=["council", "E08000025"])
    assert officer.get(other).status_code == 404
    assert officer.get(reverse("assurance:register-plan", args=["continuity", TRAFFORD])).status_code == 404


def test_a_review_goes_its_way_on_pages(officer, reviewer):
    plan = register(held()).plan_id
    sent = {"first": "Lead", "first_department": "DHSC", "second": "Adviser", "second_department": "MHCLG",
            "due_on": "2099-01-01"}  # fmt: skip
    reviewer.post(reverse("assurance:ask-review", args=[plan]), sent)
    review = Review.objects.get()
    found = {"criterion": "roles", "grade": "weak", "said": "No deputies", "place": "page 4"}
    reviewer.post(reverse("assurance:write-finding", args=[review.pk]), found)
    reviewer.post(reverse("assurance:finish-review", args=[review.pk]), {"depth": "0", "summary": "Names!"})
    assert Finding.objects.get().said == "No deputies"
    officer.post(reverse("assurance:reply-review", args=[review.pk]), {"said": "In annex B"})
    assert Reply.objects.get().said == "In annex B"
    page = text(officer.get(reverse("assurance:review", args=[review.pk])))
    assert all(word in page for word in ("jointly", "No deputies", "page 4", "Names!", "In annex B"))
    assert officer.get(reverse("assurance:ask-review", args=[plan])).status_code == 403
    listed = text(reviewer.get(reverse("assurance:reviews") + "?open=open"))
    assert "No plan was reviewed yet" in listed


def test_a_plan_to_restart_shielding_is_reviewed_by_what_its_page_says_of_it(officer, reviewer):
    after = NOW + timedelta(days=30)
    shielding = register(held("shielding"), now=after).plan_id
    council = register(held(), now=after).plan_id
    asks = "Says how food reaches people again, from which day, and who pays for it."
    assert asks in text(officer.get(reverse("assurance:plan", args=[shielding])))
    assert asks not in text(officer.get(reverse("assurance:plan", args=[council])))
    sent = {"first": "Lead", "first_department": "DHSC", "due_on": "2099-01-01"}
    found = {"criterion": "shield-food", "grade": "weak", "said": "No supplier has signed"}
    for number, status in ((shielding, 302), (council, 422)):
        reviewer.post(reverse("assurance:ask-review", args=[number]), sent)
        review = Review.objects.get(entry__plan=number)
        answer = reviewer.post(reverse("assurance:write-finding", args=[review.pk]), found)
        assert answer.status_code == status
    assert Finding.objects.get().review.entry.plan_id == shielding
    page = text(reviewer.get(reverse("assurance:review", args=[Finding.objects.get().review_id])))
    assert asks.rstrip(".") in page and "No supplier has signed" in page


def test_models_are_published_used_and_taken_back_on_pages(officer, reviewer):
    plan = register(held()).plan_id
    reviewer.post(reverse("assurance:publish-model", args=[plan]), {"why": "Short and clear"})
    model = ModelPlan.objects.get()
    officer.post(reverse("assurance:say-reused", args=[model.pk]), {"party": TRAFFORD, "said": "All"})
    page = text(officer.get(reverse("assurance:model-plans")))
    assert "Short and clear" in page and "Trafford" in page
    assert f'href="/plans/models/{model.pk}/used/">We used it</a>' in page and "&lt;a" not in page
    ways = text(reviewer.get(reverse("assurance:model-plans")))
    assert "We used it</a> · <a" in ways and "Take it back</a>" in ways
    reviewer.post(reverse("assurance:withdraw-model", args=[model.pk]), {"why": "Old"})
    assert "Short and clear" not in text(officer.get(reverse("assurance:model-plans")))


def test_looking_back_shows_what_was_known(officer):
    register(heard(owner="The director of then"))
    plan = register(held(owner="The director of now"), now=NOW + timedelta(days=1)).plan_id
    address = reverse("assurance:plan", args=[plan])
    then = text(officer.get(address + "?as_at=2020-10-05T12:00"))
    assert "The director of then" in then and "The director of now" not in then
    assert officer.get(address + "?as_at=2020-10-01T09:00").status_code == 404
