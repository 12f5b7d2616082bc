"""A figure that a rule proposes is dismissed with a reason, stays so, and may be proposed again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.oversight.operations import NoSuchFigure, dismiss_proposed
from junction.oversight.queries.promises import suggested
from junction.oversight.rules.measures import proposed_for
from junction.record.models import FigureDismissed
from junction.record.operations.confirming import SayWhy
from junction.record.operations.figures import AlreadyDismissed, NotDismissed, restore_figure
from junction.record.operations.writing import Promise, Where, write_commitment
from junction.record.queries.figures import dismissed_figures
from junction.registry.models import Area
from tests.cast import national, other_officer

pytestmark = pytest.mark.django_db
TRAFFORD, OTHER = "E08000009", "E08000025"
NOW = datetime(2020, 4, 20, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def promise(words: str = "We will make drops to LRFs"):
    said = Promise(words, "The department", date(2020, 4, 15))
    return write_commitment(said, Where(TRAFFORD), by=national(), now=NOW)


def test_a_dismissed_rule_makes_room_for_another():
    words, day = "We will make drops for the LRFs, and supply PPE to 58,000 different providers", NOW.date()
    first = proposed_for(words, day=day)
    second = proposed_for(words, day=day, without={first.rule})
    assert second and second.rule != first.rule
    assert proposed_for("We will make drops", day=day, without={"drops"}) is None


def test_a_figure_is_dismissed_for_good_and_taken_back(areas):
    one, by = promise(), national()
    dismiss_proposed(one.pk, rule="drops", why=" Other drops ", by=by, now=NOW)
    assert not suggested(by.scope, now=NOW)
    assert [row.why for row in dismissed_figures(by.scope)] == ["Other drops"]
    assert not dismissed_figures(other_officer().scope)
    restore_figure(one.pk, rule="drops", by=by, now=NOW + HOUR)
    (found,) = suggested(by.scope, now=NOW + HOUR)
    assert found.proposed.rule == "drops" and not dismissed_figures(by.scope)
    dismiss_proposed(one.pk, rule="drops", why="Again", by=by, now=NOW + 2 * HOUR)
    assert FigureDismissed.objects.count() == 2  # what was taken back stays as a row
    verbs = AuditEntry.objects.filter(subject=f"commitment:{one.pk}").order_by("pk").values_list("verb")
    assert [verb for (verb,) in verbs][1:] == [
        "record.commitment.figure-dismissed", "record.commitment.figure-restored",
        "record.commitment.figure-dismissed"]  # fmt: skip


def test_what_cannot_be_dismissed_or_taken_back(areas):
    one, by = promise(), national()
    for rule, why, refusal in (("drops", " ", SayWhy), ("nonsense", "No", NoSuchFigure)):
        with pytest.raises(refusal):
            dismiss_proposed(one.pk, rule=rule, why=why, by=by, now=NOW)
    with pytest.raises(NotDismissed):
        restore_figure(one.pk, rule="drops", by=by, now=NOW)
    dismiss_proposed(one.pk, rule="drops", why="Other drops", by=by, now=NOW)
    with pytest.raises(AlreadyDismissed):
        dismiss_proposed(one.pk, rule="drops", why="Twice", by=by, now=NOW)


def test_the_pages_of_dismissed_figures(areas, sign_in):
    one = promise()
    officer = sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))
    outsider = sign_in("council-officer", area=Area.objects.get(code=OTHER))
    listed, gone = reverse("oversight:suggested-figures"), reverse("oversight:dismissed-figures")
    press = reverse("oversight:dismiss-figure", args=[one.pk, "drops"])
    assert press in officer.get(listed).content.decode()
    assert "We will make drops" in officer.get(press).content.decode()
    assert outsider.get(press).status_code == outsider.post(press, {"why": "x"}).status_code == 404
    assert officer.post(press, {"why": ""}).status_code == 422
    assert officer.post(press, {"why": "Other drops"}).status_code == 302
    assert "We will make drops" not in officer.get(listed).content.decode()
    page = officer.get(gone).content.decode()
    assert "Other drops" in page and "It promises drops" in page
    assert "We will make drops" not in outsider.get(gone).content.decode()
    undo = reverse("oversight:restore-figure", args=[one.pk, "drops"])
    assert outsider.post(undo).status_code == 404
    assert officer.post(undo).status_code == 302
    assert "We will make drops" in officer.get(listed).content.decode()
