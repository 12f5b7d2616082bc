"""A name planted in every place of a file of every kind leaves an extract by no way at all."""

import base64
import io
import zipfile
from urllib.parse import unquote

import pytest
from django.urls import reverse

from junction.core.files.queries import content
from junction.record.files import open_source
from junction.record.models import Extract, ExtractDocument, ExtractFinding
from junction.record.operations import disclosure
from junction.record.operations.annotating import Remark, annotate_statement
from junction.record.operations.keeping import keep_document
from junction.record.rules.disclosure.finding import letters_of
from junction.record.rules.handling import About
from junction.record.rules.readers import read_as
from junction.record.tasks import prepare_search
from tests.cast import national

from .disclosing import LATER, NOW, TRAFFORD, checked, extract_of, take_out
from .made_planted import FILES, NAME

pytestmark = pytest.mark.django_db
SOUGHT = tuple(letters_of(word) for word in NAME.split())


def kept(name):
    kind, called, data = FILES[name]
    source = open_source(data, name=called)
    read = read_as(kind, source, written_on=NOW.date())
    about = About(kind, f"Papers of {NAME}", source=f"From {NAME}", area=TRAFFORD)
    document = keep_document(data, read, about, by=national(), now=NOW).document
    for one in document.statements.all()[:1]:
        annotate_statement(one.pk, Remark("note", f"{NAME} said so"), by=national(), now=NOW)
    return document


def taken_out(scope="extract", **more) -> Extract:
    """Make an extract with the name taken out by rules that hold everywhere, or by some for each document."""
    extract = extract_of(**more)
    numbers = ExtractDocument.objects.filter(extract=extract).values_list("number", flat=True)
    for number in numbers if scope == "document" else [None]:
        where = {"scope": scope, "number": number}
        take_out(extract, NAME, comment=f"{NAME} is a member of the public", **where)
        take_out(extract, "Zofia", inside_words=True, **where)
        take_out(extract, "Quillfeather", inside_words=True, **where)
        take_out(extract, pattern="email", **where)
    return extract


def shown(data: bytes) -> str:
    """Return some bytes in every way in which a name could be read in them, as letters alone."""
    said = [data.decode("utf-8", "replace"), data.decode("utf-16-le", "replace")]
    said += [data[1:].decode("utf-16-le", "replace"), unquote(said[0])]
    return "\n".join(letters_of(one) for one in said)


def leaks(files: dict[str, bytes]) -> list[str]:
    """Return the files that hold a part of the name in their bytes or their own names, packed ones opened."""
    found = []
    for name, data in files.items():
        coded = {
            base64.b64encode(b"x" * skip + NAME.encode())[4:-4].decode() for skip in range(3)
        }  # as a part of what is coded whole
        if any(word in letters_of(name) or word in shown(data) for word in SOUGHT):
            found.append(name)
        elif any(one in data.decode("latin-1") for one in coded):
            found.append(f"{name} (coded)")
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                found += [f"{name}/{one}" for one in leaks({n: packed.read(n) for n in packed.namelist()})]
    return found


@pytest.mark.parametrize("name", FILES)
def test_the_name_is_planted(name):
    _, called, data = FILES[name]
    assert leaks({called: data})


@pytest.mark.parametrize(
    ("scope", "with_originals"), [("extract", False), ("extract", True), ("document", True)]
)
def test_nothing_of_the_name_is_in_a_bundle(areas, scope, with_originals):
    for name in FILES:
        kept(name)
    extract = checked(taken_out(scope, with_originals=with_originals))
    assert ExtractFinding.objects.filter(extract=extract).exists()
    with pytest.raises(disclosure.NotReadyToLeave):
        disclosure.ask_release(extract.pk, by=national(), now=NOW)
    for one in ExtractFinding.objects.filter(extract=extract):
        disclosure.accept_finding(one.pk, f"{NAME} agreed", by=national(), now=NOW)
    disclosure.ask_release(extract.pk, by=national(), now=NOW)
    disclosure.release(extract.pk, by=national(), now=LATER)
    extract.refresh_from_db()
    assert leaks({"bundle.zip": content(extract.file_id)}) == []


def test_nothing_of_the_name_is_on_a_page_or_in_an_answer(areas, sign_in, client, monkeypatch):
    for name in FILES:
        kept(name)
    extract = taken_out()
    prepare_search(extract.pk)
    member = sign_in("national")
    numbers = ExtractDocument.objects.filter(extract=extract).values_list("number", flat=True)
    assert len(numbers) == len(FILES)
    search = reverse("record:extract-search", args=[extract.pk])
    pages = [reverse("record:extract-document", args=[extract.pk, number]) for number in numbers]
    pages += [search, f"{search}?q=monday", f"{search}?q=van", f"{search}?found-format=csv"]
    pages += [f"{reverse('record:extract', args=[extract.pk])}?documents-format=csv"]
    got = {page: read(member, page) for page in pages}
    monkeypatch.setattr("junction.core.http.tokens.TokenAuth._actor", lambda self, token: national())
    for rest in ("documents", "statements"):
        address = f"/api/v1/record/extracts/{extract.pk}/{rest}?limit=200"
        got[address] = client.get(address, headers={"Authorization": "Bearer token"}).content
    assert all(b"REDACTED" in said for page, said in got.items() if "?q=" not in page)
    assert leaks(got) == []
    for sought in ("Zofia", "Quillfeather", "zofia quill"):
        assert b"Nothing was found" in read(member, f"{search}?q={sought}")


def read(client, address) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return b"".join(answer.streaming_content) if answer.streaming else answer.content
