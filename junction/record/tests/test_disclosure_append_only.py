"""The database itself refuses to change what was disclosed, whoever asks and whatever the operations say."""

import pytest
from django.db import Error, transaction

from junction.record.models import Extract, ExtractDocument, RedactionRule

from .disclosing import LATER, NOW, extract_of, released, take_out, two_documents

pytestmark = pytest.mark.django_db


def refused(work):
    with pytest.raises(Error), transaction.atomic():
        work()


@pytest.fixture
def extract(areas):
    two_documents()
    made = extract_of()
    take_out(made, "Ann Lee")
    return made


CHANGES = [
    {"words": "Other"}, {"pattern": "email"}, {"printed": ""}, {"reason": "IS"}, {"comment": "x"},
    {"scope": "place"}, {"inside_words": True}, {"added_by": "user:0"}, {"added_at": LATER},
    {"withdrawn_at": LATER, "words": "Other"},
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_rule_is_not_changed(extract, change):
    refused(lambda: RedactionRule.objects.update(**change))


def test_a_rule_is_taken_back_once_and_never_deleted(extract):
    rules = RedactionRule.objects.all()
    refused(rules.delete)
    assert rules.update(withdrawn_at=NOW, withdrawn_by="user:1") == 1
    refused(lambda: rules.update(withdrawn_at=LATER))
    refused(lambda: rules.update(withdrawn_at=None))
    refused(rules.delete)


def test_the_documents_of_an_extract_stay_as_they_were_frozen(extract):
    refused(lambda: ExtractDocument.objects.update(title="Another"))
    refused(ExtractDocument.objects.all().delete)


@pytest.mark.parametrize("change", [{"title": "x"}, {"as_at": LATER}, {"words": "x"}, {"made_by": "user:0"}])
def test_what_an_extract_was_asked_for_stays(extract, change):
    refused(lambda: Extract.objects.update(**change))
    refused(Extract.objects.all().delete)


def test_what_was_released_stays_altogether(areas):
    gone = released()
    extracts, rules = Extract.objects.filter(pk=gone.pk), RedactionRule.objects.filter(extract=gone)
    refused(lambda: extracts.update(state="preparing"))
    refused(lambda: extracts.update(seal={}))
    refused(lambda: extracts.update(file=None))
    refused(lambda: rules.update(withdrawn_at=LATER, withdrawn_by="user:1"))
    refused(lambda: RedactionRule.objects.create(
        extract=gone, scope="extract", words="masks", reason="IS", printed="x", added_at=LATER, added_by="x"
    ))  # fmt: skip
    row = ExtractDocument.objects.filter(extract=gone).first()
    refused(lambda: ExtractDocument.objects.create(
        extract=gone, document=row.document, number=99, title="x"
    ))  # fmt: skip
