"""The search in an extract: kept as it leaves, never older than its rules, and gone with a document."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from junction.record.models import Extract, LeavingStatement, PreparedSearch
from junction.record.operations import disclosure
from junction.record.operations.disclosure.preparing import PREPARE
from junction.record.operations.retention.erasing import erase
from junction.record.queries.leaving import AT_ONCE
from junction.record.queries.leaving_search import is_prepared, search_leaving
from junction.record.tasks import prepare_search
from tests.cast import national, officer_of

from .disclosing import NOW, TRAFFORD, extract_of, keep, take_out, two_documents

pytestmark = pytest.mark.django_db


@pytest.fixture
def extract(areas) -> Extract:
    two_documents()
    return extract_of()


@pytest.fixture
def large(areas) -> Extract:
    for number in range(AT_ONCE + 2):
        keep(
            f"Ann Lee of ward {number}.\n\nMasks for {number}.", title=f"Ward {number}", name=f"{number}.txt"
        )
    return extract_of()


def again(extract) -> Extract:
    return Extract.objects.get(pk=extract.pk)


def found(extract, words, by=None):
    return [one.text for one in search_leaving((by or national()).scope, again(extract), words) or []]


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = %s", [PREPARE])
        return cursor.fetchone()[0]


def test_a_small_extract_is_searched_at_once_and_as_what_is_kept_says(extract):
    take_out(extract, "Ann Lee")
    asked = ("masks", "REDACTED", "Ann Lee", "", "ann", "twelve  PALLETS", "0161 4960000", "x%y", "_")
    at_once = {words: found(extract, words) for words in asked}
    assert not LeavingStatement.objects.exists()
    assert at_once["masks"] and at_once["REDACTED"] and at_once["0161 4960000"]
    assert at_once["Ann Lee"] == at_once["ann"] == at_once["x%y"] == []
    assert at_once["_"] == at_once[""]  # no letter is sought
    prepare_search(extract.pk)
    assert is_prepared(national().scope, again(extract))
    assert {words: found(extract, words) for words in asked} == at_once
    assert not LeavingStatement.objects.filter(text__contains="Lee").exists()


def test_a_large_extract_waits_for_its_job_and_never_shows_what_older_rules_left(large):
    assert search_leaving(national().scope, again(large), "Ann") is None
    assert prepare_search(large.pk) is None and len(found(large, "Ann Lee")) == AT_ONCE + 2
    take_out(large, "Ann Lee")
    assert search_leaving(national().scope, again(large), "Ann") is None
    assert not LeavingStatement.objects.exists()
    prepare_search(large.pk)
    assert found(large, "Ann Lee") == [] and len(found(large, "redacted")) == AT_ONCE + 2
    rule = large.rules.get()
    disclosure.withdraw_redaction(rule.pk, by=national(), now=NOW)
    assert search_leaving(national().scope, again(large), "") is None


def test_what_other_rules_kept_is_not_shown_though_it_is_there(large):
    prepare_search(large.pk)
    LeavingStatement.objects.update(stamp="of other rules")
    assert found(large, "Ann Lee") == []
    PreparedSearch.objects.update(stamp="of other rules")
    assert search_leaving(national().scope, again(large), "Ann") is None


def test_each_change_asks_for_one_job_and_a_prepared_search_for_none(large):
    assert waiting() == 1
    take_out(large, "Ann Lee")
    take_out(large, "ward")
    assert waiting() == 1
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
    prepare_search(large.pk)
    disclosure.ask_search(large.pk, by=national())
    assert waiting() == 0


def test_a_job_goes_on_where_another_was_killed(large):
    prepare_search(large.pk)
    whole = list(LeavingStatement.objects.values_list("paper", "number", "text"))
    LeavingStatement.objects.filter(paper__gt=3).delete()
    PreparedSearch.objects.update(stamp="")
    kept = set(LeavingStatement.objects.values_list("pk", flat=True))
    prepare_search(large.pk)
    assert list(LeavingStatement.objects.values_list("paper", "number", "text")) == whole
    assert kept <= set(LeavingStatement.objects.values_list("pk", flat=True))


def test_a_job_that_a_new_rule_overtakes_prepares_nothing(large, monkeypatch):
    from junction.record.operations.disclosure import preparing

    stamps = iter(["old", "new"])
    monkeypatch.setattr(preparing, "stamp_now", lambda scope, extract: next(stamps))
    assert preparing.prepare_search(large.pk, by=national()) == 0
    assert PreparedSearch.objects.get().stamp == ""
    assert search_leaving(national().scope, again(large), "Ann") is None


def test_with_a_document_its_statements_go(extract):
    prepare_search(extract.pk)
    letter = extract.documents.get(number=1).document
    assert LeavingStatement.objects.filter(document=letter).exists()
    erase(letter, confirmed_stay=True)
    assert not LeavingStatement.objects.filter(document=letter).exists()
    assert LeavingStatement.objects.exists()


def test_who_may_not_read_every_document_finds_nothing(large):
    prepare_search(large.pk)
    assert found(large, "ward", by=officer_of(TRAFFORD)) == []


def test_the_page_waits_then_finds_in_few_queries(large, sign_in):
    member, page = sign_in("national"), reverse("record:extract-search", args=[large.pk])
    waits = member.get(page, {"q": "Ann"}).content.decode()
    assert "being prepared" in waits and "Ward 1" not in waits and "Ann Lee" not in waits
    assert member.get(page, {"found-format": "csv"}).headers["Content-Type"].startswith("text/html")
    assert member.post(reverse("record:prepare-search", args=[large.pk])).url == page
    take_out(large, "Ann Lee")
    prepare_search(large.pk)
    with CaptureQueriesContext(connection) as few:
        shown = member.get(page, {"q": "ward"}).content.decode()
    assert "REDACTED S40" in shown and "Ann Lee" not in shown and "#line-1" in shown
    for number in range(20, 60):
        keep(f"Ann Lee of ward {number}.", title=f"Ward {number}", name=f"{number}.txt")
    more = extract_of()
    prepare_search(more.pk)
    with CaptureQueriesContext(connection) as many:
        member.get(reverse("record:extract-search", args=[more.pk]), {"q": "ward"})
    assert len(many) <= len(few) <= 14
