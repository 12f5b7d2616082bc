"""Sending a document by the page: what was read is shown first, then it is kept or not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from junction.core.uploads.models import Upload
from junction.record.models import Document
from junction.record.tasks import import_document
from junction.registry.models import Area

# The job tells how far it is over a connection of its own, so what was sent must be committed.
pytestmark = pytest.mark.django_db(transaction=True)
TABLE = (
    "Ref\tItem\tOrganisation\tEvidence\n"
    "1\tKeep a store\tLocal Authority\tUnderway\n\tCheck it\tNHS\t\n3\tTell\tNHS\t\n"
)
TRAFFORD = "E08000009"


@pytest.fixture
def officer(sign_in, areas):
    return sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))


def send(client, **more):
    said = {"kind": "action-plan", "title": "Winter plan", "area": TRAFFORD, "sensitivity": "official"} | more
    file = SimpleUploadedFile("winter.txt", TABLE.encode(), content_type="text/plain")
    return client.post(reverse("record:import-document"), said | {"file": file})


def test_a_document_is_shown_before_it_is_kept(officer):
    assert send(officer).status_code == 302
    upload = Upload.objects.get()
    import_document(upload.pk)
    page = officer.get(reverse("record:sent-document", args=[upload.pk])).content.decode()
    assert "See everything that was read" in page and not Document.objects.exists()
    preview = officer.get(reverse("record:preview-document", args=[upload.pk])).content.decode()
    assert "2 (inferred)" in preview and "Keep a store" in preview
    assert (
        officer.post(reverse("record:sent-document", args=[upload.pk]), {"step": "take"}).status_code == 302
    )
    import_document(upload.pk)
    kept = Document.objects.get()
    assert (kept.title, kept.area_id, kept.statements.filter(kind="row").count()) == (
        "Winter plan",
        TRAFFORD,
        3,
    )


@pytest.mark.parametrize("wrong", [{"kind": ""}, {"title": ""}, {"area": "E08000025"}, {"sensitivity": "x"}])
def test_what_is_missing_or_not_ones_own_is_said_at_the_field(officer, wrong):
    assert send(officer, **wrong).status_code == 422
    assert not Upload.objects.exists()


def test_nobody_else_sees_what_somebody_sent(officer, sign_in):
    send(officer)
    upload = Upload.objects.get()
    import_document(upload.pk)
    other = sign_in("council-officer", area=Area.objects.get(code="E08000025"))
    assert other.get(reverse("record:preview-document", args=[upload.pk])).status_code == 404


def test_the_list_of_sent_files_does_not_load_everything_that_was_read(officer):
    send(officer)
    import_document(Upload.objects.get().pk)
    with CaptureQueriesContext(connection) as seen:
        page = officer.get(reverse("record:import-document")).content.decode()
    assert "winter.txt" in page and "0 errors" in page
    listed = [query["sql"] for query in seen if "core_upload" in query["sql"] and "ORDER BY" in query["sql"]]
    assert listed and not any('"core_upload"."report",' in sql for sql in listed)
