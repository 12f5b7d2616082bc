"""Two meetings that are one: likely ones are found, joined by a person, shown as one, taken apart again."""

import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.record.models import Meeting, MeetingMerge
from junction.record.operations.confirming import SayWhy, dismiss
from junction.record.operations.meeting_merges import (
    CannotMergeMeetings,
    CannotUndoMerge,
    OneIsDismissed,
    merge_meetings,
    undo_merge,
)
from junction.record.operations.meetings import Gathering, IsCalledOff, Turn, write_meeting, write_step
from junction.record.operations.retention.erasing import erase
from junction.record.operations.writing import Where
from junction.record.queries import meetings as queries
from junction.record.queries.meeting_merges import joined_to
from junction.record.rules.messages import read_messages
from junction.record.rules.readouts import read_readout
from junction.record.rules.source import Source
from junction.registry.models import Area
from tests.at_once import at_once
from tests.cast import national, officer_of, other_officer

from .test_meetings import CHAT, HOUR, NOW, READOUT, TRAFFORD, keep

DAY = timedelta(days=1)
ON = date(2020, 4, 22)


def made(words="The call", *, area=TRAFFORD, **more):
    said = Gathering(words, "Asha", NOW, **({"finder": "Dee"} | more))
    return write_meeting(said, Where(area), by=national(), now=NOW)


def rows(by, at=None, now=NOW + DAY):
    return queries.told(queries.meetings(by.scope, as_at=at, now=now), at=at or now)


@pytest.mark.django_db
def test_a_chat_and_a_read_out_become_one_and_each_step_keeps_its_quote(areas):
    by = officer_of(TRAFFORD)
    keep(read_messages(Source(CHAT)), "messages")
    keep(read_readout(Source(READOUT, name="readout.txt")), "readout")
    chat, read = Meeting.objects.get(group="stocktake"), Meeting.objects.get(group="A paper")
    merge = merge_meetings(chat.pk, other=read.pk, why="The same call", by=by, now=NOW)
    (row,) = rows(by)
    assert row.meeting.pk == chat.pk and row.stand.came == ("Imani Ward (IW)", "Tom Bell (TB)")
    told_by = {(step.what, step.statement.document.kind) for step in row.steps}
    assert told_by == {("asked", "messages"), ("attended", "readout")}
    assert joined_to(by.scope, read.pk, now=NOW + HOUR) == merge
    verbs = AuditEntry.objects.filter(subject__in=[f"meeting:{chat.pk}", f"meeting:{read.pk}"])
    assert sorted(verbs.values_list("verb", flat=True)) == [
        "record.meeting.confirmed", "record.meeting.confirmed", "record.meetings.merged",
    ]  # fmt: skip
    undo_merge(merge.pk, why="Two calls", by=by, now=NOW + 2 * HOUR)
    assert {one.meeting.pk: [s.what for s in one.steps] for one in rows(by)} == {
        chat.pk: ["asked"], read.pk: ["attended", "attended"],
    }  # fmt: skip
    assert [one.meeting.pk for one in rows(by, NOW + HOUR)] == [chat.pk]
    assert AuditEntry.objects.get(verb="record.meetings.merge-undone").why == "Two calls"


@pytest.mark.django_db
def test_the_one_that_stays_takes_the_day_and_the_end_of_the_other(areas):
    by = officer_of(TRAFFORD)
    one, other = made(), made("The stocktake", group="Stocktake", held_on=ON, place="Town hall")
    write_step(other.pk, Turn("called-off", NOW), by=by, now=NOW)
    merge_meetings(one.pk, other=other.pk, why="One", by=by, now=NOW)
    (row,) = rows(by)
    assert (row.held_on, row.first("group"), row.first("place"), row.stand.state) == (
        ON, "Stocktake", "Town hall", "called-off",
    )  # fmt: skip
    assert queries.held_between(by.scope, ON, ON, now=NOW).count() == 1
    with pytest.raises(IsCalledOff):
        write_step(one.pk, Turn("asked", NOW, "Ben"), by=by, now=NOW)


@pytest.mark.django_db
def test_refusals(areas):
    by = officer_of(TRAFFORD)
    one, two, three = made(), made("Two"), made("Three")
    elsewhere = made("Elsewhere", area="E08000001")
    with pytest.raises(SayWhy):
        merge_meetings(one.pk, other=two.pk, why=" ", by=by, now=NOW)
    for kept, gone, who in ((one, elsewhere, by), (one, two, other_officer())):
        with pytest.raises(Meeting.DoesNotExist):
            merge_meetings(kept.pk, other=gone.pk, why="One", by=who, now=NOW)
    merge = merge_meetings(one.pk, other=two.pk, why="One", by=by, now=NOW)
    for kept, gone in ((one, one), (one, two), (two, one), (two, three), (three, one), (three, two)):
        with pytest.raises(CannotMergeMeetings):
            merge_meetings(kept.pk, other=gone.pk, why="One", by=by, now=NOW)
    merge_meetings(one.pk, other=three.pk, why="A third", by=by, now=NOW)
    with pytest.raises(MeetingMerge.DoesNotExist):
        undo_merge(merge.pk, why="No", by=other_officer(), now=NOW)
    with pytest.raises(SayWhy):
        undo_merge(merge.pk, why="", by=by, now=NOW)
    undo_merge(merge.pk, why="No", by=by, now=NOW)
    with pytest.raises(CannotUndoMerge):
        undo_merge(merge.pk, why="No", by=by, now=NOW)
    dismiss(Meeting, two.pk, why="None", by=by, now=NOW)
    with pytest.raises(OneIsDismissed):
        merge_meetings(one.pk, other=two.pk, why="One", by=by, now=NOW)
    for change in (lambda: MeetingMerge.objects.update(why="x"), MeetingMerge.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.django_db
def test_what_was_joined_to_a_dismissed_one_stands_for_itself_and_can_be_joined_anew(areas):
    by = officer_of(TRAFFORD)
    one, two, three = made(), made("Two"), made("Three")
    merge = merge_meetings(one.pk, other=two.pk, why="One", by=by, now=NOW)
    dismiss(Meeting, one.pk, why="None", by=by, now=NOW)
    assert {row.meeting.pk for row in rows(by)} == {two.pk, three.pk}
    merge_meetings(three.pk, other=two.pk, why="One", by=by, now=NOW)
    assert [row.meeting.pk for row in rows(by)] == [three.pk]
    merge.refresh_from_db()
    assert merge.undone_why == "One of the two was dismissed"


@pytest.mark.django_db
def test_whoever_reaches_only_one_of_two_sees_that_one_alone(areas):
    one, other = made("Of Trafford"), made("Of the nation", area=None)
    merge_meetings(other.pk, other=one.pk, why="One", by=national(), now=NOW)
    (row,) = rows(officer_of(TRAFFORD))
    assert (row.meeting.pk, row.joined) == (one.pk, [])
    assert joined_to(officer_of(TRAFFORD).scope, one.pk, now=NOW) is None


@pytest.mark.django_db
def test_likely_ones_are_found_of_what_one_may_change(areas):
    by = officer_of(TRAFFORD)
    one, other = made(held_on=ON), made("Two", held_on=ON)
    made("Far", held_on=ON + DAY), made("Elsewhere", held_on=ON, area="E08000001")

    def same(number):
        row = queries.told([queries.meeting(by.scope, number, at=NOW)], at=NOW)[0]
        return [likely.number for _, likely in queries.same(by.scope, row, now=NOW)]

    assert same(one.pk) == [other.pk]
    merge_meetings(one.pk, other=other.pk, why="One", by=by, now=NOW)
    assert same(one.pk) == []


@pytest.mark.django_db
def test_the_words_of_a_merge_go_with_a_document_that_is_destroyed(areas):
    read = read_messages(Source(CHAT))
    keep(read, "messages")
    first, second = Meeting.objects.all()
    merge = merge_meetings(first.pk, other=second.pk, why="Both of Asha", by=national(), now=NOW)
    erase(first.document, confirmed_stay=False)
    merge.refresh_from_db()
    assert "Asha" not in merge.why


@pytest.mark.django_db(transaction=True)
def test_two_at_one_moment_leave_one_result(areas):
    one, other = made(), made("Two")
    answers = at_once(
        lambda: merge_meetings(one.pk, other=other.pk, why="One", by=national(), now=NOW),
        lambda: merge_meetings(other.pk, other=one.pk, why="One", by=national(), now=NOW),
        lambda: merge_meetings(one.pk, other=other.pk, why="One", by=national(), now=NOW),
    )
    assert sorted(type(each).__name__ for each in answers) == [
        "CannotMergeMeetings", "CannotMergeMeetings", "MeetingMerge",
    ]  # fmt: skip
    assert MeetingMerge.objects.count() == 1 and len(rows(national())) == 1


@pytest.fixture
def officer_page(sign_in, areas):
    return sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))


@pytest.mark.django_db
def test_pages_propose_compare_join_and_take_apart(officer_page):
    one, other = made(held_on=ON), made("The board", held_on=ON)
    page = officer_page.get(reverse("record:meeting", args=[one.pk])).content.decode()
    assert "Likely the same meeting" in page and "the same day, Asha and 1 more in both" not in page
    url = reverse("record:merge-meetings", args=[one.pk])
    assert "Look at both" in officer_page.get(url).content.decode()
    wrong = officer_page.post(url, {"other": "999999", "why": "One"})
    assert wrong.status_code == 422 and "No meeting that you may change" in wrong.content.decode()
    check = officer_page.post(url, {"other": str(other.pk), "why": "One"}).content.decode()
    assert "Join the two meetings" in check and not MeetingMerge.objects.exists()
    sent = {"other": str(other.pk), "why": "One", "confirmed": "1"}
    assert officer_page.post(url, sent | {"why": ""}).status_code == 422
    assert officer_page.post(url, sent).status_code == 302
    page = officer_page.get(reverse("record:meeting", args=[one.pk])).content.decode()
    assert "Also told of as" in page and "Take them apart" in page
    gone = officer_page.get(reverse("record:meeting", args=[other.pk])).content.decode()
    assert "This is one with" in gone and "Write down what happened" not in gone
    assert "already" in officer_page.post(url, sent).content.decode()
    undo = reverse("record:undo-meeting-merge", args=[MeetingMerge.objects.get().pk])
    assert officer_page.post(undo, {"why": "Two calls"}).status_code == 302
    assert len(rows(national())) == 2


@pytest.mark.django_db
def test_pages_and_doors_cost_the_same_however_many_came(
    officer_page, client, monkeypatch, django_assert_num_queries, django_assert_max_num_queries
):
    one, _ = made(held_on=date(2020, 4, 19)), made("Alone")
    for words in ("Two", "Three"):
        merge_meetings(one.pk, other=made(words).pk, why="One", by=national(), now=NOW)
    pages = [reverse("record:meetings"), reverse("record:meeting", args=[one.pk])]
    monkeypatch.setattr(
        "junction.core.http.tokens.TokenAuth._actor", lambda auth, token: officer_of(TRAFFORD)
    )
    head = {"Authorization": "Bearer token"}
    doors = ["/api/v1/record/meetings", f"/api/v1/record/meetings/{one.pk}"]

    def costs():
        found = []
        for who, path in [*((officer_page, page) for page in pages), *((client, door) for door in doors)]:
            who.get(path, headers=head if who is client else {})  # warm
            with django_assert_max_num_queries(COSTS[path.strip("/").split("/")[0], len(found) % 2]) as seen:
                assert who.get(path, headers=head if who is client else {}).status_code == 200
            found.append(len(seen))
        return found

    before = costs()
    for number in range(12):
        write_step(one.pk, Turn("attended", NOW, f"Person {number}"), by=national(), now=NOW)
    for number in range(3):
        merge_meetings(one.pk, other=made(f"Again {number}").pk, why="One", by=national(), now=NOW)
        made(f"Alone {number}")
    assert costs() == before


@pytest.mark.django_db
def test_a_midnight_that_was_told_is_shown_and_a_day_alone_stays_a_day(officer_page):
    keep(read_messages(Source(CHAT.replace("10:00:00", "00:00:00"))), "messages")
    page = officer_page.get(reverse("record:meeting", args=[Meeting.objects.get(group="stocktake").pk]))
    assert page.content.decode().count("19 Apr 2020, midnight") == 2
    keep(read_readout(Source(READOUT, name="readout.txt")), "readout")
    page = officer_page.get(reverse("record:meeting", args=[Meeting.objects.get(group="A paper").pk]))
    assert "midnight" not in page.content.decode()


COSTS = {("record", 0): 9, ("record", 1): 15, ("api", 0): 5, ("api", 1): 6}


@pytest.mark.django_db
def test_by_machine(areas, client, monkeypatch):
    monkeypatch.setattr(
        "junction.core.http.tokens.TokenAuth._actor", lambda auth, token: officer_of(TRAFFORD)
    )
    one, other = made(), made("Two")
    path = f"/api/v1/record/meetings/{one.pk}"

    def send(url, key, **body):
        head = {"Authorization": "Bearer token", "Idempotency-Key": key}
        return client.post(url, json.dumps(body), content_type="application/json", headers=head)

    first, again = (send(f"{path}/join", "a", other=other.pk, why="One") for _ in range(2))
    assert first.status_code == 201 and first.json() == again.json()
    assert send(f"{path}/join", "b", other=other.pk, why="One").status_code == 409
    assert send(f"{path}/join", "c", other=other.pk + 99, why="One").status_code == 404
    head = {"Authorization": "Bearer token"}
    found = client.get(path, headers=head).json()
    assert [each["meeting_id"] for each in found["joined"]] == [other.pk]
    assert {step["meeting_id"] for step in found["steps"]} == {one.pk, other.pk}
    gone = f"/api/v1/record/meetings/{other.pk}"
    assert client.get(gone, headers=head).json()["joined_to"] == one.pk
    undo = f"/api/v1/record/meetings/joined/{first.json()['id']}/undo"
    assert send(undo, "d", why="Two calls").status_code == 200
    assert client.get(gone, headers=head).json()["joined_to"] is None
    assert client.get(gone, {"as_at": "2020-01-05T00:00:00Z"}, headers=head).status_code == 404
    monkeypatch.setattr("junction.core.http.tokens.TokenAuth._actor", lambda auth, token: other_officer())
    assert client.get(path, headers=head).status_code == 404
