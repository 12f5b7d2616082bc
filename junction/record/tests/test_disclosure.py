"""Extracts are made, redacted, checked and released; each refusal, and who may not."""

from datetime import date

import pytest

from junction.core.audit.models import AuditEntry
from junction.core.files.queries import content
from junction.core.scope import Grant, Reach, Scope
from junction.record.models import Document, Extract, ExtractFinding, RedactionRule
from junction.record.operations import disclosure
from junction.record.operations.disclosure import Redaction, Wish
from junction.record.queries import extracts as queries
from junction.record.queries import leaving
from junction.record.queries.extracts import Wanted
from junction.record.rules.disclosure.rules import State
from tests.cast import auditor, national, officer_of, other_officer

from .disclosing import (
    LETTER,
    NOW,
    TRAFFORD,
    checked,
    extract_of,
    keep,
    released,
    take_out,
    two_documents,
    unpacked,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(areas) -> Document:
    return two_documents()[0]


@pytest.fixture
def extract(letter) -> Extract:
    return extract_of()


def kinds(extract):
    return sorted(ExtractFinding.objects.filter(extract=extract).values_list("kind", "other__where"))


def redact(extract, **more):
    asked = Redaction(**({"scope": "extract", "reason": "S40"} | more))
    return disclosure.add_redaction(extract.pk, asked, by=national(), now=NOW)


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (Wanted(), ["Letter of Ann Lee", "The hub"]),
        (Wanted(words="masks"), ["Letter of Ann Lee", "The hub"]),
        (Wanted(words="pallets"), ["The hub"]),
        (Wanted(people=("ann lee", "Nobody")), ["Letter of Ann Lee"]),
        (Wanted(kinds=("letter",), from_on=date(2020, 4, 20)), ["Letter of Ann Lee", "The hub"]),
    ],
)
def test_an_extract_has_the_documents_that_fit(letter, wanted, titles):
    made = extract_of(wanted=wanted)
    assert [one.title for one in queries.documents_of(national().scope, made)] == titles
    assert AuditEntry.objects.filter(verb="record.extract.made", subject=f"extract:{made.pk}").count() == 1


@pytest.mark.parametrize(
    "wanted", [Wanted(until_on=date(2020, 4, 20)), Wanted(kinds=("plan",)), Wanted(words="zebra")]
)
def test_an_extract_of_nothing_is_refused(letter, wanted):
    with pytest.raises(disclosure.NothingFound):
        extract_of(wanted=wanted)


def test_an_extract_is_frozen(extract):
    keep("A later letter.", title="Later", name="later.txt")
    assert [one.title for one in queries.documents_of(national().scope, extract)] == [
        "Letter of Ann Lee",
        "The hub",
    ]


def test_nothing_of_an_extract_is_read_out_of_reach(areas):
    extract = released(with_originals=False)
    ExtractFinding.objects.create(extract=extract, key="a", kind="hidden", words="Ann", one={}, found_at=NOW)

    def read(scope):
        return [
            list(queries.documents_of(scope, extract)), list(queries.rules_of(scope, extract)),
            list(queries.findings_of(scope, extract)), leaving.rules_said(scope, extract),
            leaving.numbers_of(scope, extract), list(leaving.leaves(scope, extract)),
            leaving.logged(scope, extract), list(leaving.leaving(scope, extract).rules),
        ]  # fmt: skip

    assert all(read(national().scope))
    for outsider in (officer_of(TRAFFORD), other_officer()):
        assert not any(read(outsider.scope))
    Document.objects.filter(pk=extract.documents.first().document_id).update(sensitivity="sensitive")
    here = Grant("discloser", frozenset({queries.DISCLOSE}), Reach(national=True))
    assert not any(read(Scope(grants=(here,)))) and all(read(national().scope))


def test_only_who_discloses_makes_and_sees_extracts(extract):
    with pytest.raises(disclosure.MayNotDisclose):
        disclosure.make_extract(Wish("t", "p", "f", Wanted()), by=officer_of(TRAFFORD), now=NOW)
    assert not queries.extracts(officer_of(TRAFFORD).scope).exists()
    assert queries.extracts(auditor().scope).get() == extract
    with pytest.raises(Extract.DoesNotExist):
        disclosure.add_redaction(
            extract.pk, Redaction("extract", "S40", "Ann Lee"), by=officer_of(TRAFFORD), now=NOW
        )


@pytest.mark.parametrize(
    "bad",
    [
        {"words": ""},
        {"words": "a"},
        {"words": "…"},
        {"words": "x" * 501},
        {"words": "Ann", "reason": "S99"},
        {"words": "Ann", "scope": "all"},
        {"words": "Ann", "scope": "document"},
        {"pattern": "anything"},
        {"words": "Ann", "pattern": "email"},
        {"words": "personal data"},
        {"scope": "place", "number": 1},
        {"scope": "place", "number": 1, "start": 0, "end": 10_000},
        {"words": "Ann", "scope": "document", "number": 9},
    ],
)
def test_a_rule_that_says_nothing_sound_is_refused(extract, bad):
    with pytest.raises(disclosure.CannotRedact):
        redact(extract, **bad)
    assert not RedactionRule.objects.exists()


def test_the_log_never_says_what_is_taken_out(extract):
    added = redact(extract, words="Ann Lee", comment="Ann Lee is a neighbour")
    line = AuditEntry.objects.get(verb="record.redaction.added")
    assert "Lee" not in f"{line.detail}{line.why}" and line.detail["rule"] == added.pk
    disclosure.withdraw_redaction(added.pk, by=national(), now=NOW)
    assert AuditEntry.objects.get(verb="record.redaction.withdrawn").detail == {"rule": added.pk}
    with pytest.raises(disclosure.ExtractMovedOn):
        disclosure.withdraw_redaction(added.pk, by=national(), now=NOW)


def test_words_taken_out_at_one_place_and_left_in_others_are_found(extract):
    redact(extract, scope="place", number=1, start=0, end=7)
    checked(extract)
    assert kinds(extract) == [
        ("email", "text"),
        ("left-elsewhere", "file name"),
        ("left-elsewhere", "note 1"),
        ("left-elsewhere", "property author"),
        ("left-elsewhere", "title"),
    ]
    found = ExtractFinding.objects.get(kind="left-elsewhere", other__where="title")
    assert (found.one["paper"], found.one["line"], found.other["quote"]) == (1, 1, "Letter of Ann Lee")


def test_everything_mended_nothing_is_found_and_it_may_leave(extract):
    take_out(extract, "Ann Lee")
    checked(extract)
    assert kinds(extract) == [("email", "text")]
    with pytest.raises(disclosure.NotReadyToLeave):
        disclosure.ask_release(extract.pk, by=national(), now=NOW)
    take_out(extract, pattern="email")
    with pytest.raises(disclosure.NotReadyToLeave):  # a rule was added since the check
        disclosure.ask_release(extract.pk, by=national(), now=NOW)
    checked(extract)
    assert kinds(extract) == []
    disclosure.ask_release(extract.pk, by=national(), now=NOW)
    disclosure.release(extract.pk, by=national(), now=NOW)
    with pytest.raises(disclosure.ExtractMovedOn):
        redact(extract, words="masks")


def test_what_is_accepted_needs_a_reason_and_stays_accepted(extract):
    take_out(extract, "Ann Lee")
    checked(extract)
    found = ExtractFinding.objects.get()
    with pytest.raises(disclosure.CannotAccept):
        disclosure.accept_finding(found.pk, "  ", by=national(), now=NOW)
    disclosure.accept_finding(found.pk, "The address is published", by=national(), now=NOW)
    checked(extract)
    assert ExtractFinding.objects.get().because == "The address is published"
    disclosure.ask_release(extract.pk, by=national(), now=NOW)


def test_text_under_a_box_in_the_source_blocks(extract):
    checked(extract, hidden=[("Ann Lee of Sale", 3)])
    found = ExtractFinding.objects.first()
    assert (found.kind, found.one["where"]) == ("text-under-box", "page 3")
    with pytest.raises(disclosure.NotReadyToLeave):
        disclosure.ask_release(extract.pk, by=national(), now=NOW)


def test_a_source_that_cannot_be_searched_blocks(extract):
    disclosure.ask_check(extract.pk, by=national(), now=NOW)
    disclosure.check(extract.pk, hidden=lambda paper: None, held=lambda paper: [], by=national(), now=NOW)
    assert {one.kind for one in ExtractFinding.objects.all()} == {"unread-source"}


def test_a_mark_behind_which_another_document_names_is_found(letter):
    keep("Minutes: on Tuesday NR asked for gowns again.", title="Minutes", name="minutes.txt")
    keep("Minutes: on Tuesday Bo Smith asked for gowns again.", title="Notes", name="notes.txt")
    extract = checked(extract_of(wanted=Wanted(words="gowns")))
    found = ExtractFinding.objects.get()
    assert (
        found.kind == "named-elsewhere" and "Bo Smith" in found.other["quote"] and "NR" in found.one["quote"]
    )
    take_out(extract, "Bo Smith")
    assert kinds(checked(extract)) == []


def test_parts_initials_and_longer_words_of_a_name_are_found(letter):
    keep("Mr Lambert and JL and Jo Lambert met Lambertson.", title="Met", name="met.txt")
    extract = extract_of(wanted=Wanted(words="Lambert"))
    take_out(extract, "Jo Lambert")
    assert [kind for kind, _ in kinds(checked(extract))] == ["initials", "part-of-name"]
    take_out(extract, "Lambert")
    assert [kind for kind, _ in kinds(checked(extract))] == ["initials", "inside-a-word"]


def test_a_check_runs_once_and_a_second_asking_waits(extract):
    disclosure.ask_check(extract.pk, by=national(), now=NOW)
    with pytest.raises(disclosure.ExtractMovedOn):
        disclosure.ask_check(extract.pk, by=national(), now=NOW)
    disclosure.check(extract.pk, hidden=lambda paper: [], held=lambda paper: [], by=national(), now=NOW)
    assert (
        disclosure.check(extract.pk, hidden=lambda paper: [], held=lambda paper: [], by=national(), now=NOW)
        == 0
    )
    assert Extract.objects.get().state == State.CHECKED


def test_a_line_of_the_log_that_names_is_withheld_with_its_link(extract):
    import json

    take_out(extract, "Ann Lee")
    checked(extract)
    disclosure.accept_finding(ExtractFinding.objects.get().pk, "Ann Lee agreed", by=national(), now=NOW)
    disclosure.ask_release(extract.pk, by=national(), now=NOW)
    disclosure.release(extract.pk, by=national(), now=NOW)
    extract.refresh_from_db()
    bundle = unpacked(content(extract.file_id))
    withheld = [json.loads(row) for row in bundle["audit.jsonl"].splitlines() if b"withheld" in row]
    assert [(one["withheld"], "why" in one) for one in withheld] == [(["S40"], False)]
    assert b"Lee" not in bundle["audit.jsonl"]
    assert LETTER.encode() not in b"".join(bundle.values())
