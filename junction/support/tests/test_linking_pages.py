"""Pages of link workers: the list, what is refused, the referral's page, the figures; each asks little."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from junction.registry.models import Area
from junction.support.models import LinkCase
from junction.support.operations.linking import begin_link
from junction.support.queries.referrals import one_referral
from junction.support.tests.needs import NOW, TRAFFORD, WHO, state
from junction.support.tests.referring import agent, charity, run, send
from junction.support.tests.test_linking import DAY, case, worker
from tests.cast import signed_in, user_who

__all__ = ["agent", "case", "charity", "run"]  # fixtures
pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of(charity, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW + 8 * DAY)
    return signed_in(user_who("link-worker", organisation=charity))


def test_the_list_asks_as_much_of_one_as_of_many(case, charity, run, agent, client_of):
    address = reverse("support:link-people")
    client_of.get(address)
    with CaptureQueriesContext(
        connection,
    ) as of_one:
        page = client_of.get(address).content.decode()
    assert WHO.name in page and "Contact is late" in page
    for number in range(3):
        who = replace(WHO, name=f"Person {number}", phone=f"07700 90060{number}")
        begin_link(send(state(who=who).need, run, agent).pk, by=worker(charity), now=NOW)
    with CaptureQueriesContext(connection) as of_many:
        page = client_of.get(address).content.decode()
    assert all(f"Person {number}" in page for number in range(3))
    assert len(of_many) == len(of_one)
    assert "Person" not in b"".join(client_of.get(address + "?format=csv").streaming_content).decode()


def test_a_refused_step_says_why_at_its_form(case, client_of):
    page = client_of.post(reverse("support:link-contact", args=[case.pk]), {"way": "video", "reached": "yes",
                          "due_on": "1 4 2020"})  # fmt: skip
    assert page.status_code == 422
    assert not case.steps.filter(kind="contact").exists()
    ended = client_of.post(
        reverse("support:link-end", args=[case.pk]), {"outcome": "no-contact"}, follow=True
    )
    assert "The support has ended" in ended.content.decode()
    again = client_of.post(reverse("support:link-end", args=[case.pk]), {"outcome": "settled"})
    assert again.status_code == 422 and "supports them no more" in again.content.decode()


def test_the_referrals_page_offers_to_take_them_on(run, agent, charity, client_of):
    one = send(state().need, run, agent)
    page = client_of.get(reverse("support:referral", args=[one.pk])).content.decode()
    assert "Take them on" in page
    client_of.post(reverse("support:link-begin", args=[one.pk]))
    case = LinkCase.objects.get()
    assert one_referral(worker(charity).scope, one.pk).state == "accepted" and case.worker.startswith("user:")
    assert "Take them on" not in client_of.get(reverse("support:referral", args=[one.pk])).content.decode()


def test_an_officer_reads_figures_on_the_page_of_what_is_not_met(case):
    officer = signed_in(user_who("council-officer", area=Area.objects.get(pk=TRAFFORD)))
    page = officer.get(reverse("support:unmet")).content.decode()
    assert "people supported by link workers" in page and WHO.name not in page
