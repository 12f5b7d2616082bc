"""A PDF that cannot be looked at page by page, within bounds, is refused and never taken for clean."""

import pytest

from junction.record import tasks
from junction.record.files import apart, failed_redactions
from junction.record.files.limits import LIMITS
from junction.record.files.refusals import TooHeavy
from junction.record.models import ExtractFinding
from junction.record.operations import disclosure
from junction.record.operations.disclosure import NotReadyToLeave
from junction.record.operations.keeping import keep_document
from junction.record.rules.handling import About
from junction.record.rules.plain import read_plain
from junction.record.rules.source import Source
from tests.cast import national

from .disclosing import NOW, TRAFFORD, extract_of
from .made_files import pdf, said
from .made_pdfs import SECRET, under_a_picture


def of_size(width: int, height: int) -> bytes:
    return under_a_picture().replace(b"[0 0 595 842]", b"[0 0 %d %d]" % (width, height))


@pytest.mark.parametrize(("width", "height"), [(595, 842), (2384, 3370)])  # A4; A0, drawn more coarsely
def test_words_under_a_picture_are_found_up_to_the_size_of_a_poster(width, height):
    assert [one.text for one in failed_redactions(of_size(width, height))] == [SECRET]


@pytest.mark.parametrize(("width", "height"), [(14_400, 14_400), (200_000, 900)])
def test_a_page_too_large_to_be_seen_is_refused(width, height):
    with pytest.raises(TooHeavy):
        failed_redactions(of_size(width, height))


def test_so_many_pages_and_no_more():
    most = LIMITS["pages_at_most"]
    with pytest.raises(TooHeavy):
        failed_redactions(pdf(*[said("x")] * (most + 1)))


def test_a_file_that_takes_too_long_to_draw_is_refused(monkeypatch):
    much = pdf(*["".join(said("word " * 20, y=12 * n) for n in range(60))] * 200)
    monkeypatch.setattr(apart, "LIMITS", {**LIMITS, "seconds": 1})
    with pytest.raises(TooHeavy):
        failed_redactions(much)


@pytest.mark.django_db
def test_such_a_file_blocks_the_release_until_somebody_answers_for_it(areas):
    by, data = national(), of_size(14_400, 14_400)
    read = read_plain(Source("Visible words", name="plan.pdf"))
    keep_document(data, read, About("letter", "A plan", area=TRAFFORD), by=by, now=NOW)
    extract = extract_of()
    disclosure.ask_check(extract.pk, by=by, now=NOW)
    disclosure.check(extract.pk, hidden=tasks._under_boxes, held=tasks._held, by=by, now=NOW)
    assert [one.kind for one in ExtractFinding.objects.filter(extract=extract)] == ["unread-source"]
    with pytest.raises(NotReadyToLeave):
        disclosure.ask_release(extract.pk, by=by, now=NOW)
