"""Pages and the API of referrals: what each side sees, what is counted, once for each key."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.people.models import ApiToken
from junction.people.rules import hash_of
from junction.registry.models import Area, Organisation
from junction.support.models import Referral, SearchWithoutResult
from junction.support.queries.referring import candidates, sought_for
from junction.support.rules.directory_book import directory_book
from junction.support.tests.needs import NOW, TRAFFORD, WHO, state
from junction.support.tests.referring import agent, charity, run, send, service
from tests.cast import signed_in, user_who

__all__ = ["agent", "charity", "run"]  # fixtures
pytestmark = pytest.mark.django_db
ROOT = "/api/v1/support/referrals"


def test_open_and_near_services_come_first_and_nothing_found_is_counted(areas, agent, sign_in):
    near = service("Closed and near", "Sa 09:00-10:00")
    far = service("Open and far", "Mo-Su 00:00-24:00", latitude="53.44")
    service("Food", needs="food")
    need = state(point=(-2.32, 53.42)).need
    book = directory_book(NOW.date())
    sought = sought_for(agent.scope, need, book, code=book.answers[need.category])
    found = candidates(agent.scope, need, sought, book=book, now=NOW)
    assert [(one.service, one.is_open) for one in found] == [(far, True), (near, False)]
    page = sign_in("council-officer", area=Area.objects.get(pk=TRAFFORD))
    door = reverse("support:find-service", args=[need.pk])
    text = page.get(door).content.decode()
    assert text.index("Open and far") < text.index("Closed and near") and "Food club" not in text
    assert "0 services found" in page.get(door, {"need": "safety"}).content.decode()
    assert list(SearchWithoutResult.objects.values_list("area", "need")) == [(TRAFFORD, "safety")]


def test_pages_of_both_sides(run, charity, areas, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    agent = signed_in(user_who("helpline-agent", area=Area.objects.get(pk=TRAFFORD)))
    service_side = signed_in(user_who("support-partner", organisation=charity))
    need = state().need
    door = reverse("support:send-referral", args=[need.pk, run.pk])
    assert agent.post(door, {}).status_code == 422
    assert agent.post(door, {"has_consent": "on", "words": "Knock"}).status_code == 302
    one = Referral.objects.get()
    page = service_side.get(reverse("support:referral", args=[one.pk]))
    assert page["Cache-Control"] == "no-store"
    assert WHO.name in page.content.decode() and "Knock" in page.content.decode()
    assert AuditEntry.objects.filter(verb="support.person.read").exists()
    listed = service_side.get(reverse("support:referrals")).content.decode()
    assert one.reference in listed and WHO.name not in listed
    assert service_side.get(reverse("support:home")).status_code == 200
    decline = reverse("support:decline-referral", args=[one.pk])
    assert service_side.post(decline, {}).status_code == 422
    assert service_side.post(decline, {"why": "full", "note": "In two weeks"}).status_code == 302
    after = service_side.get(reverse("support:referral", args=[one.pk])).content.decode()
    assert WHO.name not in after and "In two weeks" in after
    assert "Full: no place free" in agent.get(reverse("support:referral", args=[one.pk])).content.decode()


def test_the_list_asks_as_often_for_one_as_for_many(run, agent, sign_in, django_assert_max_num_queries):
    page = sign_in("council-officer", area=Area.objects.get(pk=TRAFFORD))
    for _ in range(12):
        send(state().need, run, agent)
    page.get(reverse("support:referrals"))
    with django_assert_max_num_queries(12):
        assert page.get(reverse("support:referrals")).status_code == 200


def test_by_machine_once_for_each_key_and_naming_nobody(run, areas, monkeypatch):
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    area = Area.objects.get(pk=TRAFFORD)
    body = Organisation.objects.create(kind="council", name="T", name_key="t", area=area, created_at=NOW)
    ApiToken.objects.create(
        organisation=body, name="desk", sha256=hash_of("secret"), role="council-officer", created_at=NOW,
        created_by="system:test", expires_at=NOW + timedelta(days=9),
    )  # fmt: skip
    client = Client(headers={"Authorization": "Bearer secret"})

    def post(path, said, key):
        headers = {"Idempotency-Key": key}
        return client.post(ROOT + path, said, content_type="application/json", headers=headers)

    need = state().need
    said = {"need": need.pk, "service": str(run.pk), "has_consent": True, "words": "Knock"}
    assert post("", said | {"has_consent": False}, "z").status_code == 422
    first, again = post("", said, "a"), post("", said, "a")
    assert first.status_code == 201, first.content
    assert again.json() == first.json() and Referral.objects.count() == 1
    assert post("", said, "b").status_code == 409
    number = first.json()["id"]
    assert post(f"/{number}/decline", {"why": "luck"}, "c").status_code == 422
    assert post(f"/{number}/decline", {"why": "cost"}, "d").json()["state"] == "declined"
    assert client.get(f"{ROOT}?state=declined&side=answer").json()[0]["declined_why"] == "cost"
    assert WHO.name not in client.get(f"{ROOT}/{number}").content.decode()
