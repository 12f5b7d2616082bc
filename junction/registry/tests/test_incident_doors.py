"""Pages of incidents: what each of the cast sees and may do, and what a wrong form answers."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from junction.registry import operations
from junction.registry.models import Area, Incident
from junction.registry.tests.factories import PlaceFactory
from tests.cast import national

pytestmark = pytest.mark.usefixtures("areas")
TRAFFORD = "E08000009"


@pytest.fixture
def trafford():
    return Area.objects.get(code=TRAFFORD)


@pytest.fixture
def forum(sign_in):
    return sign_in("lrf", area=Area.objects.get(code="E48000013"))


@pytest.fixture
def incident():
    return operations.declare_incident(
        name="Coronavirus",
        playbook="pandemic",
        area_codes=[TRAFFORD],
        why="Cases rise",
        by=national(),
        now=timezone.now() - timedelta(days=1),  # noqa: TID251  doors read the real clock
    )


FORM = {"name": "Floods", "playbook": "flood", "areas": "Trafford\nSalford City Council", "why": "The Irwell"}


def text(answer):
    return answer.content.decode()


def test_the_list_shows_each_what_touches_his_area(incident, forum, sign_in, trafford):
    assert "Coronavirus" in text(forum.get("/incidents/"))
    officer = sign_in("council-officer", area=trafford)
    assert "Coronavirus" in text(officer.get("/incidents/"))
    assert "Declare an incident" not in text(officer.get("/incidents/"))
    other = sign_in("council-officer", area=Area.objects.get(code="E08000025"))
    assert "Coronavirus" not in text(other.get("/incidents/"))
    assert other.get(f"/incidents/{incident.pk}/").status_code == 404


def test_the_list_looks_back(incident, forum):
    past = (timezone.localtime() - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    assert "Coronavirus" not in text(forum.get("/incidents/", {"as_at": past}))


def test_declaring_an_incident_is_looked_at_first(forum, trafford):
    """Two homes lie there, one of them closed; an agency lies elsewhere."""
    PlaceFactory(area=trafford)
    PlaceFactory(area=trafford, closed_on="2026-11-01")
    PlaceFactory(area_id="E08000035", service_type="home-care")
    checked = text(forum.post("/incidents/declare/", FORM))
    assert "Trafford; Salford" in checked or "Salford; Trafford" in checked
    assert "Site status (every kind of service): <strong>1 place</strong>" in checked
    assert "Home care daily" in checked and "<strong>0 places</strong>" in checked
    assert not Incident.objects.exists()
    changed = forum.post("/incidents/declare/", FORM | {"change": "yes"})
    assert "The Irwell</textarea>" in text(changed) and not Incident.objects.exists()
    answer = forum.post("/incidents/declare/", FORM | {"confirmed": "yes"}, follow=True)
    assert "Floods is declared" in text(answer)
    one = Incident.objects.get(name="Floods")
    assert sorted(one.incident_areas.values_list("area_id", flat=True)) == ["E08000006", TRAFFORD]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"areas": "Traford"}, "Did you mean Trafford"),
        ({"areas": "Newcastle"}, "Give the code"),
        ({"areas": "Leeds"}, "only in the areas you are responsible for"),
        ({"why": ""}, "reason"),
        ({"playbook": "war"}, "playbook"),
    ],
)
@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
def test_a_wrong_form_says_what_to_do_and_declares_nothing(forum, wrong, words, confirmed):
    answer = forum.post("/incidents/declare/", FORM | wrong | confirmed)
    assert answer.status_code == 200
    assert words.lower() in text(answer).lower()
    assert not Incident.objects.exists()


def test_who_may_not_run_incidents_is_refused_and_changes_nothing(incident, sign_in, trafford):
    officer = sign_in("council-officer", area=trafford)
    assert officer.get("/incidents/declare/").status_code == 403
    assert officer.post(f"/incidents/{incident.pk}/stand-down/", {"why": "Over"}).status_code == 403
    assert Incident.objects.get().stood_down_at is None


def test_extending_and_standing_down(incident, forum):
    page = forum.post(
        f"/incidents/{incident.pk}/extend/", {"areas": "Salford", "why": "It spreads"}, follow=True
    )
    assert "It spreads" in text(page)
    assert "cannot be taken back" in text(forum.get(f"/incidents/{incident.pk}/stand-down/"))
    page = forum.post(f"/incidents/{incident.pk}/stand-down/", {"why": "All clear"}, follow=True)
    assert "All clear" in text(page)
    assert isinstance(Incident.objects.get().stood_down_at, datetime)
    assert forum.get(f"/incidents/{incident.pk}/extend/").status_code == 404
