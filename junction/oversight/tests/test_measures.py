"""Measures judge promises: each counted by hand, as known at a moment, and only over an area one holds."""

from datetime import UTC, date, datetime, timedelta
from math import isnan

import pytest

from junction.core.scope import Reach
from junction.oversight.operations import NoSuchFigure, bind_promise
from junction.oversight.queries.measured import figures, read_measure
from junction.oversight.queries.promises import bound_promises, judged_promises, suggested
from junction.oversight.queries.reading import READERS
from junction.oversight.rules.measures import bindings, measure_rules, proposed_for
from junction.record.operations.writing import Promise, Where, write_commitment
from junction.registry.models import Area
from junction.registry.tests.factories import PlaceFactory
from junction.returns.operations.series import import_series
from junction.returns.rules.indicators import indicators_on
from junction.returns.tests.test_series import table
from junction.supply.models import Consignment, ConsignmentLine, Depot, Item, Lot, Order, OrderLine
from junction.support.operations import letters
from junction.support.operations.settling import meet_need
from junction.support.tests.needs import MANCHESTER, TRAFFORD, state
from tests.cast import holder, manager_of, national, officer_of, other_officer

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
TODAY, DAY, HOUR = date(2020, 4, 20), timedelta(days=1), timedelta(hours=1)
SYSTEM = holder("system", Reach(national=True))


def says(code, *, area=TRAFFORD, by=None, made_on=date(2020, 4, 15), day=TODAY, as_at=None, now=NOW):
    """The value of a measure and of when it is; None for who may not read it."""
    by = by or national()
    found = read_measure(
        by.scope, figures(by.scope, on=TODAY)[code], area=area, made_on=made_on, day=day, as_at=as_at, now=now
    )
    return None if found is None else (None if isnan(found.value) else found.value, found.of)


def value(code, **asked):
    return says(code, **asked)[0]


@pytest.fixture
def two_homes(areas):
    """Two deliveries to a home in Trafford (a day late; in time), a drop on the 18th to a depot there, and
    one to Manchester that nobody promised for a day. Ten masks were sent each time; once seven counted.
    """
    trafford, manchester = Area.objects.get(pk=TRAFFORD), Area.objects.get(pk=MANCHESTER)
    ash = PlaceFactory(name="Ash", area=trafford, council=trafford)
    elm = PlaceFactory(name="Elm", area=manchester, council=manchester)
    hub = Depot.objects.create(code="hub", kind="hub", name="Hub", opened_on=date(2020, 3, 1), area=trafford)
    item = Item.objects.create(
        code="masks", name="Masks", base_unit="mask", plural_unit="masks", category="PPE"
    )
    lot = Lot.objects.create(item=item, number="L", recorded_at=NOW - 9 * DAY)

    def deliver(at, *, promised=None, route="portal", counted=None, **to):
        order = Order.objects.create(route=route, state="delivered", ordered_at=NOW - 9 * DAY, ordered_by="x",
                                     channel="web", changed_at=at, **to)  # fmt: skip
        line = OrderLine.objects.create(order=order, item=item, asked=10, granted=10, shipped=10)
        sent = Consignment.objects.create(order=order, from_depot=hub, state="delivered", made_at=at - HOUR,
                                          delivered_at=at, promised_on=promised)  # fmt: skip
        ConsignmentLine.objects.create(
            consignment=sent, order_line=line, item=item, lot=lot, quantity=10, received=counted
        )

    deliver(NOW - 3 * DAY, promised=date(2020, 4, 16), place=ash)
    deliver(NOW - DAY, promised=date(2020, 4, 19), place=ash, counted=7)
    deliver(NOW - 2 * DAY, route="lrf-drop", to_depot=hub)
    deliver(NOW - 2 * DAY, route="emergency", place=elm)
    return ash


def test_what_arrived_is_counted_of_the_area_and_since_the_promise(two_homes):
    assert says("supply-deliveries") == (3, NOW)
    assert value("supply-deliveries", area="E92000001") == 4
    assert value("supply-deliveries", made_on=date(2020, 4, 18)) == 2
    assert value("supply-deliveries", day=date(2020, 4, 17)) == 1
    assert says("supply-deliveries", as_at=NOW - 2 * DAY - HOUR) == (1, NOW - 2 * DAY - HOUR)
    assert (value("supply-drops"), value("supply-portal")) == (1, 2)
    assert (value("supply-places-reached"), value("supply-places-reached", area="E92000001")) == (1, 2)
    assert value("supply-in-time") == 50
    assert value("supply-in-time", area=MANCHESTER) is None
    assert value("supply-item:masks") == 27


def test_a_figure_is_read_only_by_who_holds_all_of_the_area(two_homes):
    assert value("supply-deliveries", by=officer_of(TRAFFORD)) == 3
    for by, area in (
        (officer_of(TRAFFORD), "E92000001"), (other_officer(), TRAFFORD), (manager_of(two_homes), TRAFFORD),
    ):  # fmt: skip
        assert says("supply-deliveries", by=by, area=area) is None
    region = holder("region", Reach(areas=frozenset({"E12000002", TRAFFORD})))
    assert says("supply-deliveries", by=region, area="E12000002") is None  # not all that lies inside


def test_needs_letters_and_calls_are_counted_as_known(areas):
    agent = holder("helpline-agent", Reach(areas=frozenset({TRAFFORD})), key="user:one")
    assert (value("support-late"), value("support-unmet"), value("support-in-limit")) == (None, None, None)
    early, late = state(now=NOW).need, state(now=NOW).need
    state(now=NOW, area=MANCHESTER)
    meet_need(early.pk, by=agent, now=NOW + HOUR)
    over = late.limit_at + HOUR
    assert value("support-late", now=over, day=over.date()) == 1
    assert value("support-late", now=over, day=over.date(), as_at=NOW + HOUR) == 0
    meet_need(late.pk, by=agent, now=over)
    later = {"now": over + HOUR, "day": (over + HOUR).date()}
    assert (value("support-met", **later), value("support-in-limit", **later)) == (2, 50)
    assert (value("support-met", as_at=NOW + 2 * HOUR, **later), value("support-late", **later)) == (1, 0)
    letters.issue_letter(kind="unpaid-carer", name="Łucja Q", area=TRAFFORD, by=agent, now=NOW)
    assert (value("support-letters"), value("support-letters", area=MANCHESTER)) == (1, 0)
    assert value("support-letters", as_at=NOW - HOUR) == 0
    assert value("support-calls", **later) == 0


def test_a_published_figure_is_the_newest_up_to_the_day_as_published_by_then(areas):
    import_series(
        table("a,2020-04-14,,Trafford,2020-04-12,covid,5", "a,2020-04-14,,England,2020-04-12,covid,90",
              "b,2020-04-18,,Trafford,2020-04-12,covid,6", "b,2020-04-18,,Trafford,2020-04-15,covid,8"),
        name="care-home-deaths", by=SYSTEM, now=NOW,
    )  # fmt: skip
    code = "series:care-home-deaths:covid"
    assert figures(national().scope, on=TODAY)[code].name.endswith("Involving COVID-19")
    assert says(code) == (8, date(2020, 4, 15))
    assert says(code, day=date(2020, 4, 14)) == (6, date(2020, 4, 12))
    assert says(code, as_at=datetime(2020, 4, 15, 9, tzinfo=UTC)) == (5, date(2020, 4, 12))
    assert value(code, day=date(2020, 6, 1), now=NOW + 60 * DAY) is None  # too old to tell of that day
    assert value(code, area=MANCHESTER) is None
    assert value("series-age:care-home-deaths") == 2
    assert (
        value(
            "series-age:care-home-deaths", as_at=datetime(2020, 4, 15, 9, tzinfo=UTC), day=date(2020, 4, 15)
        )
        == 1
    )


def test_every_measure_has_a_reader_and_every_rule_a_figure_that_may_be():
    rules = measure_rules(TODAY)
    assert set(rules.measures) == set(READERS)
    assert not set(rules.measures) & set(indicators_on(TODAY))
    known = figures(national().scope, on=TODAY)
    for rule in bindings(TODAY):
        code, _, part = rule.figure.partition(":")
        assert code in rules.measures or not part or rule.figure in known, rule.code
        assert rule.figure.split(":")[0] in {*rules.measures, *indicators_on(TODAY)}, rule.code
        assert rule.target_is in ("at-least", "at-most") and (rule.target is None) == bool(rule.number)


@pytest.mark.parametrize(
    ("words", "figure", "target"),
    [
        ("We supply PPE to 58,000 different providers, homes too", "supply-places-reached", 58_000),
        ("We will make drops of PPE for the LRFs", "supply-drops", 1),
        ("We will publish deaths every week", "series-age:care-home-deaths", 7),
        ("Letters will let unpaid carers shop", "support-letters", 1),
        ("We are committed to a full picture of deaths, while avoiding publishing twice", None, None),
        ("A tool will be rolled out to all home care providers", "completeness:home-care-daily", 95),
        ("A helpline will answer shielded people", "support-calls", 1),
        ("We extend this helpline to all social care workers", None, None),
        ("We are also funding the Carers UK helpline", None, None),
        ("We will write a letter to the minister", None, None),
        ("We thank the carers", None, None),
    ],
)
def test_what_rules_propose_by_words(words, figure, target):
    found = proposed_for(words, day=TODAY)
    assert (found and found.figure, found and found.target) == (figure, target)


def promise(words, area=TRAFFORD, **more):
    said = Promise(words, "The department", date(2020, 4, 15), **more)
    return write_commitment(said, Where(area), by=national(), now=NOW)


def test_a_rule_proposes_and_a_person_binds(two_homes):
    drops, thanks = promise("We will make drops to LRFs"), promise("We thank everybody")
    (found,) = suggested(national().scope, now=NOW)
    assert (found.commitment.pk, found.figure.code, found.proposed.rule) == (
        drops.pk,
        "supply-drops",
        "drops",
    )
    assert not suggested(other_officer().scope, now=NOW)
    bind_promise(drops.pk, figure="supply-drops", target=1, target_is="at-least", by=national(), now=NOW)
    assert not suggested(national().scope, now=NOW)
    with pytest.raises(NoSuchFigure):
        bind_promise(
            thanks.pk, figure="supply-thanks", target=1, target_is="at-least", by=national(), now=NOW
        )


def test_measures_judge_promises_kept_late_or_not_to_be_known(two_homes, django_assert_max_num_queries):
    kept, late = promise("Drops"), promise("More drops", until_on=date(2020, 4, 18))
    unknown = promise("In time", MANCHESTER)
    for one, code, target in (
        (kept, "supply-drops", 1),
        (late, "supply-drops", 1),
        (unknown, "supply-in-time", 9),
    ):
        bind_promise(one.pk, figure=code, target=target, target_is="at-least", by=national(), now=NOW)

    def judged(by=None, as_at=None):
        scope = (by or national()).scope
        rows = judged_promises(
            scope, bound_promises(scope, as_at=as_at, now=NOW + HOUR), as_at=as_at, now=NOW + HOUR
        )
        return {row.commitment.pk: (str(row.judgement), row.of) for row in rows}

    midnight = datetime(2020, 4, 17, 23, 0, tzinfo=UTC)  # the local end of the 17th
    with django_assert_max_num_queries(14):
        found = judged()
    assert found == {
        kept.pk: ("kept", NOW + HOUR), late.pk: ("late", midnight),
        unknown.pk: ("cannot-be-known", NOW + HOUR),
    }  # fmt: skip
    assert judged(by=officer_of(TRAFFORD))[kept.pk][0] == "kept"
