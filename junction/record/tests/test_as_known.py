"""A promise put right and an answer taken back are shown, at an earlier moment, as they were then."""

from datetime import timedelta

import pytest
from django.urls import reverse

from junction.record.models import Ask, Commitment, Former
from junction.record.operations import asks as asking
from junction.record.operations import confirming
from junction.record.operations.promises import bind_commitment
from junction.record.queries import asks as asks_of
from junction.record.queries import promises as promises_of
from junction.registry.models import Area
from tests.cast import officer_of

from .test_proposing import CHAT, NOW, TRAFFORD, Source, keep, plan, read_messages

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_words_put_right_at_confirmation_are_shown_before_it_as_they_were_read(areas, sign_in):
    keep(plan())
    by, one = officer_of(TRAFFORD), Commitment.objects.get()
    read = one.words
    right = {"words": "We will send gloves", "until_on": None, "promised_by": one.promised_by}
    confirming.confirm(Commitment, one.pk, edits=right, by=by, now=NOW + HOUR)
    before = promises_of.commitment(by.scope, one.pk, as_at=NOW)
    assert (before.words, before.until_on.isoformat()) == (read, "2020-05-02")
    after = promises_of.commitment(by.scope, one.pk, as_at=NOW + HOUR)
    assert (after.words, after.until_on) == ("We will send gloves", None)
    assert promises_of.commitment(by.scope, one.pk).words == "We will send gloves"
    assert set(Former.objects.get().values) == {"words", "until_on"}
    officer = sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))
    at = reverse("record:commitment", args=[one.pk])
    assert "send masks" in officer.get(f"{at}?as_at=2020-04-20T10:30").content.decode()
    assert "send gloves" in officer.get(at).content.decode()


def test_a_figure_bound_later_is_shown_as_it_was(areas):
    keep(plan())
    by, one = officer_of(TRAFFORD), Commitment.objects.get()
    confirming.confirm(Commitment, one.pk, by=by, now=NOW)
    assert not Former.objects.exists()
    for hours, figure in ((1, "masks"), (2, "gloves")):
        bind_commitment(
            one.pk, indicator=figure, target=1.0, target_is="at-least", by=by, now=NOW + hours * HOUR
        )
    known = [promises_of.commitment(by.scope, one.pk, as_at=NOW + hours * HOUR) for hours in (0, 1, 2)]
    assert [(one.indicator, one.target) for one in known] == [("", None), ("masks", 1.0), ("gloves", 1.0)]
    rows = promises_of.commitments(by.scope, as_at=NOW + HOUR, now=NOW + 3 * HOUR)
    (row,) = promises_of.with_standing(rows, at=NOW + HOUR)
    assert row.commitment.indicator == "masks"


def test_an_answer_taken_back_is_shown_while_it_stood(areas):
    keep(read_messages(Source(CHAT)), kind="messages")
    by = officer_of(TRAFFORD)
    one = Ask.objects.get(answered_at__isnull=True)
    confirming.confirm(Ask, one.pk, by=by, now=NOW)
    asking.answer_ask(one.pk, answer="Yes", answered_by="Comms", at=NOW, by=by, now=NOW + HOUR)
    asking.take_back_answer(one.pk, why="Of another ask", by=by, now=NOW + 2 * HOUR)

    def known(at):
        rows = asks_of.asks(by.scope, as_at=at, now=NOW + 3 * HOUR)
        (row,) = asks_of.told(rows, at=at)
        (listed,) = rows
        single = asks_of.ask(by.scope, one.pk, at=at, as_at=at)
        return row.is_answered, listed.is_answered, single.answer, single.answered_by

    assert known(NOW) == (False, False, "", "")
    assert known(NOW + HOUR) == (True, True, "Yes", "Comms")
    assert known(NOW + 2 * HOUR) == (False, False, "", "")
