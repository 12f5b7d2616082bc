"""What was said stays said: the database itself refuses to change or delete rows of assurance."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from junction.assurance.models import Answer, Catalogue, Requirement

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def answer(areas):
    catalogue = Catalogue.objects.create(
        title="A plan", in_force_from=date(2020, 4, 1), added_at=NOW, added_by="user:1"
    )
    requirement = Requirement.objects.create(
        catalogue=catalogue, number=1, text="Keep stock.", theme="supplies", actors=["council"],
        strength="must", kind="one-off", added_at=NOW, added_by="user:1",
    )  # fmt: skip
    return Answer.objects.create(
        requirement=requirement, area_id="E08000009", version=1, status="done", channel="web", playbook="x",
        recorded_at=NOW, recorded_by="user:2",
    )  # fmt: skip


@pytest.mark.parametrize("change", [{"status": "done-again"}, {"superseded_at": NOW, "status": "underway"}])
def test_an_answer_is_not_changed(answer, change):
    with pytest.raises(DatabaseError, match="stays said"), transaction.atomic():
        Answer.objects.update(**change)


def test_an_answer_is_stamped_once_as_superseded(answer):
    Answer.objects.update(superseded_at=NOW)
    with pytest.raises(DatabaseError, match="stays said"), transaction.atomic():
        Answer.objects.update(superseded_at=None)


def test_nothing_is_deleted(answer):
    with pytest.raises(DatabaseError, match="stays said"), transaction.atomic():
        Answer.objects.all()._raw_delete("default")


def test_an_answer_is_of_exactly_one_party_and_one_is_current(answer):
    common = {
        "requirement": answer.requirement, "status": "done", "channel": "web", "playbook": "x",
        "recorded_at": NOW, "recorded_by": "user:2",
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="assurance_answer_of_one"), transaction.atomic():
        Answer.objects.create(version=2, **common)
    with pytest.raises(IntegrityError, match="assurance_answer_current"), transaction.atomic():
        Answer.objects.create(version=2, area_id="E08000009", **common)
