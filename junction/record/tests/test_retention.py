"""The end of documents: who may end one, what forbids it, and that nothing of its words is left anywhere."""

from datetime import date, timedelta

import pytest

from junction.core.audit.models import AuditEntry
from junction.core.audit.operations import chain
from junction.core.audit.queries import verify
from junction.core.files.models import StoredFile
from junction.core.files.queries import content
from junction.core.messages.operations import Words, queue
from junction.core.personal.operations import keep as keep_value
from junction.people.queries import system_actor
from junction.record.models import Ask, Commitment, Contradiction, Document, Statement, Word
from junction.record.operations import contradictions, disclosure
from junction.record.operations.confirming import SayWhy
from junction.record.operations.disclosure.refusals import LostADocument
from junction.record.operations.retention import (
    ask_destruction,
    destroy,
    refuse_destruction,
    what_goes,
)
from junction.record.operations.retention.refusals import (
    AlreadySettled,
    AskedAlready,
    IsDestroyed,
    IsNeeded,
    NotTheSecond,
    NotYetPast,
)
from junction.record.queries.documents import statements
from junction.record.queries.retention import retained
from junction.record.queries.search import search
from junction.record.rules.retention import GONE, is_past, retention_rules, state_of
from tests.cast import national, officer_of, other_officer

from .disclosing import extract_of, found_in, unpacked
from .disclosing import released as release
from .retaining import (
    LATER,
    NOW,
    OLD,
    PLANTED,
    destroyed,
    keep_old,
    lay_over,
    second,
    tables_with,
)

RULES = retention_rules(date(2020, 4, 20))
db = pytest.mark.django_db


@pytest.mark.parametrize(
    ("until", "is_destroyed", "is_held", "is_asked", "says"),
    [
        (date(2020, 4, 20), False, False, False, "past"),  # kept until that day, which is not kept any more
        (date(2020, 4, 21), False, False, False, "soon"),
        (date(2020, 7, 21), False, False, False, "soon"),  # 92 days
        (date(2020, 7, 22), False, False, False, "kept"),
        (date(2019, 1, 1), False, True, True, "held"),
        (date(2019, 1, 1), False, False, True, "asked"),
        (date(2019, 1, 1), True, True, True, "destroyed"),
    ],
)
def test_where_a_document_stands(until, is_destroyed, is_held, is_asked, says):
    found = state_of(
        until,
        day=date(2020, 4, 20),
        is_destroyed=is_destroyed,
        is_held=is_held,
        is_asked=is_asked,
        rules=RULES,
    )
    assert found == says


def test_a_day_until_is_not_a_day_kept():
    assert is_past(date(2020, 4, 20), day=date(2020, 4, 20))
    assert not is_past(date(2020, 4, 21), day=date(2020, 4, 20))


def test_confirmed_words_stay_of_published_plans_alone():
    assert RULES.words_stay(kind="plan", sensitivity="published")
    assert not RULES.words_stay(kind="plan", sensitivity="official")
    assert not RULES.words_stay(kind="messages", sensitivity="published")


@pytest.fixture
def home(settings, tmp_path):
    """Files of this test alone."""
    settings.HOME = tmp_path
    return tmp_path


@db
def test_once_destroyed_its_words_are_in_no_table_and_no_file(
    areas, home, django_capture_on_commit_callbacks
):
    document = keep_old()
    made = lay_over(document)
    by = system_actor("contradictions")
    contradictions.list_assertions(document.pk, by=by, now=NOW)
    one = Statement.objects.get(pk=made["statement"])
    said = {
        "kind": "two-dates",
        "one_start": 0,
        "one_end": 5,
        "other_end": 9,
        "why": PLANTED,
        "proposed_at": NOW,
    }
    Contradiction.objects.create(one=one, other=one, other_start=6, **said)
    Contradiction.objects.create(
        one=one, other=one, other_start=8, settled_at=NOW, settled_by="user:1", note=PLANTED, **said
    )
    to = keep_value("a@example.org", kind="email", by=by, now=NOW)
    words = Words(plain={"words": PLANTED, "what": "", "due": "", "link": "", "product": ""})
    queue(
        "record/reminder",
        to=to,
        channel="email",
        by=by,
        now=NOW,
        words=words,
        subject=f"action:{made['action']}",
    )
    assert "record_document" in tables_with(PLANTED) and "record_former" in tables_with(PLANTED)
    files = [path for path in home.rglob("*") if path.is_file()]
    assert any(PLANTED in path.read_text(errors="ignore") for path in files)
    with django_capture_on_commit_callbacks(execute=True):
        gone = destroyed(document)
    assert tables_with(PLANTED) == [] and tables_with("Vuntrup") == []
    left = [path for path in home.rglob("*") if path.is_file()]
    assert not any(PLANTED in path.read_text(errors="ignore") for path in left)
    assert not StoredFile.objects.exists() and gone.file is None


@db
def test_the_line_stays_with_hash_source_date_and_places(areas):
    document = keep_old()
    made, before = lay_over(document), document.file_id
    promised = Commitment.objects.get(pk=made["commitment"])
    gone = destroyed(document)
    assert (gone.sha256, gone.source, gone.received_on) == (before, "The post", OLD)
    assert (gone.text, gone.title, gone.destroyed_at) == ("", "Letter or other text, destroyed", LATER)
    stood = Statement.objects.get(pk=made["statement"])
    assert (stood.line, stood.spans, stood.text) == (1, promised.statement.spans, "")
    promised.refresh_from_db()
    assert (promised.words, promised.promised_by, promised.confirmed_at) == (GONE, GONE, NOW)
    assert Ask.objects.get(pk=made["ask"]).steps.get().to == GONE
    line = AuditEntry.objects.get(verb="record.document.destroyed")
    assert (line.by, line.why, line.detail["sha256"]) == ("user:second", "Its time is over", before)
    assert line.detail["gone"]["annotations"] == 1


@db
def test_the_log_still_verifies(areas):
    destroyed(keep_old())
    chain()
    found = verify()
    assert found.lines and found.waiting == 0


@db
def test_words_that_a_person_confirmed_stay_of_a_published_plan(areas):
    document = keep_old(kind="plan", sensitivity="published")
    made = lay_over(document)
    destroyed(document)
    assert Commitment.objects.get(pk=made["commitment"]).words == f"{PLANTED} sends forty masks"
    assert Ask.objects.get(pk=made["ask"]).words == GONE  # nobody had confirmed it
    assert Word.objects.filter(word=PLANTED.lower()).exists()


@db
def test_words_that_others_hold_stay_findable(areas):
    keep_old("There are masks in the store.\n", title="Masks")
    destroyed(keep_old())
    words = set(Word.objects.values_list("word", flat=True))
    assert "masks" in words and not words & {PLANTED.lower(), "vuntrup", "gowns"}


@db
def test_what_was_destroyed_is_read_and_found_no_more(areas):
    document = destroyed(keep_old())
    assert not statements(national().scope).filter(document=document).exists()
    assert not list(search(national().scope, "masks", now=LATER).rows)
    then = retained(national().scope, RULES, day=date(2020, 4, 20), as_at=NOW).get()
    now = retained(national().scope, RULES, day=date(2020, 4, 20), as_at=LATER).get()
    assert (then.standing, now.standing) == ("asked", "destroyed")


@db
def test_who_asked_is_not_who_carries_out(areas):
    asked = ask_destruction(keep_old().pk, why="Over", by=national(), now=NOW)
    with pytest.raises(NotTheSecond):
        destroy(asked.pk, by=national(), now=NOW)
    with pytest.raises(type(asked).DoesNotExist):
        destroy(asked.pk, by=other_officer(), now=NOW)
    assert Document.objects.get().destroyed_at is None
    destroy(asked.pk, by=second(), now=NOW)
    with pytest.raises(AlreadySettled):
        destroy(asked.pk, by=second(), now=NOW)
    with pytest.raises(IsDestroyed):
        ask_destruction(asked.document_id, why="Again", by=national(), now=NOW)


@db
def test_it_is_asked_once_with_a_reason_and_refused_with_one(areas):
    document = keep_old()
    with pytest.raises(SayWhy):
        ask_destruction(document.pk, why=" ", by=national(), now=NOW)
    asked = ask_destruction(document.pk, why="Over", by=national(), now=NOW)
    with pytest.raises(AskedAlready):
        ask_destruction(document.pk, why="Over", by=second(), now=NOW)
    with pytest.raises(SayWhy):
        refuse_destruction(asked.pk, why="", by=second(), now=NOW)
    refuse_destruction(asked.pk, why="A family asked for it", by=second(), now=NOW)
    with pytest.raises(AlreadySettled):
        destroy(asked.pk, by=second(), now=NOW)
    assert ask_destruction(document.pk, why="Over", by=second(), now=NOW).pk != asked.pk
    verbs = AuditEntry.objects.filter(verb__startswith="record.destruction").order_by("pk")
    assert [line.verb.split(".")[-1] for line in verbs] == ["asked", "refused", "asked"]


@db
def test_what_is_not_yet_past_is_not_destroyed(areas):
    young = keep_old(received_on=date(2000, 4, 21))
    with pytest.raises(NotYetPast):
        ask_destruction(young.pk, why="Over", by=national(), now=NOW)
    assert ask_destruction(young.pk, why="Over", by=national(), now=NOW + timedelta(days=1))


@db
def test_out_of_reach_there_is_no_such_document(areas):
    document = keep_old()
    for by in (other_officer(), officer_of()):
        with pytest.raises(Document.DoesNotExist):
            ask_destruction(document.pk, why="Over", by=by, now=NOW)
        with pytest.raises(Document.DoesNotExist):
            what_goes(document.pk, by=by, now=NOW)


@db
def test_what_an_extract_that_has_not_left_needs_stays(areas):
    document = keep_old()
    extract_of()
    with pytest.raises(IsNeeded):
        ask_destruction(document.pk, why="Over", by=national(), now=NOW)


@db
def test_a_bundle_that_left_stays_and_is_not_made_again(areas):
    document = keep_old()
    extract = release()
    left = content(extract.file_id)
    destroyed(document)
    assert content(extract.file_id) == left
    found = found_in(unpacked(left), head=extract.seal["head"], key=extract.seal["public_key"])
    assert not found.broken and PLANTED.encode() in left
    with pytest.raises(LostADocument), disclosure.bundle_of(extract, by=national()):
        pass


@db
def test_bytes_that_another_document_needs_stay(areas):
    one, other = keep_old(), keep_old(area="E08000003")
    assert destroyed(one).destructions.get().bytes_stay
    assert StoredFile.objects.filter(pk=other.file_id).exists()
    assert PLANTED in Document.objects.get(pk=other.pk).text


@db
def test_what_was_destroyed_may_come_again_as_another(areas):
    first = destroyed(keep_old())
    again = keep_old()
    assert again.pk != first.pk and again.sha256 == first.sha256


@db
def test_what_goes_is_told_before_and_nothing_is_changed(areas):
    document = keep_old()
    lay_over(document)
    told = what_goes(document.pk, by=second(), now=NOW)
    assert (told["annotations"], told["commitments"], told["statements"]) == (
        1,
        1,
        document.statements.count(),
    )
    assert destroyed(document).destructions.get().gone == told
