"""The home page says which offers of help wait for one, to those who answer offers and to nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from junction.core.scope import ANONYMOUS
from junction.registry.models import Area
from junction.support.operations.offers import HelpOffered, make_offer

pytestmark = pytest.mark.django_db


def page(client) -> str:
    return client.get("/").content.decode()


def test_an_officer_is_told_of_offers_to_answer_and_late_ones(areas, sign_in, now, monkeypatch):
    trafford = Area.objects.get(code="E08000009")
    officer, outsider = sign_in("council-officer", area=trafford), Area.objects.get(code="E08000025")
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert "Offers of help" not in page(officer).partition("Go to")[0]
    make_offer(
        HelpOffered("space", "Hall Trust", "A hall", 200, "free", now.date(), "Jo", "jo@hall.example",
                    area=trafford.code),
        by=ANONYMOUS, now=now,
    )  # fmt: skip
    said = page(officer)
    assert "1 offer</a> to answer" in said and "late" not in said.partition("1 offer</a> to answer")[2][:60]
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=3))
    assert "1 offer</a> to answer, <strong>1 late</strong>" in page(officer)
    assert "to answer" not in page(sign_in("council-officer", area=outsider))
    assert "to answer" not in page(sign_in("region", area=Area.objects.get(code="E12000002")))
