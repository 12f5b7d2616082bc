"""Proposals for new provision: the list, and one with its evidence, its owner, what was decided and found."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from junction.core.calendar import local_day
from junction.core.ownership.queries import history
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.furniture import link, the
from junction.core.pages.listings import Listing, listed, sought
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.sheets import pairs, sheet, tag_of
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import short_day, short_moment
from junction.core.scope import Scope
from junction.support.queries import proposals as queries
from junction.support.queries.needs import SEE
from junction.support.queries.offer_desks import owner_names
from junction.support.queries.proposals import PROPOSE, SUBJECT
from junction.support.rules.proposals import Change, evidence_of
from junction.support.rules.unmet import UnmetRules, unmet_rules
from junction.support.rules.unmet_titles import category_titles

NATION = "England"
OWNERS = [("me", "I have it"), ("others", "Others have it")]


@require_safe
@needs(SEE)
def proposals(request: HttpRequest) -> HttpResponseBase:
    """Proposals in reach, the newest first."""
    by, moment = actor_of(request), read_moment(request.GET, now=timezone.now(), path=request.path)
    rows = queries.searched(
        by.scope, queries.proposals(by.scope, as_at=moment.as_at, now=moment.now), sought(request)
    )
    ways = [("What is not met", moment.keep(reverse("support:unmet")))]
    if moment.is_live and by.scope.may(PROPOSE):
        ways.insert(0, ("Propose new provision", reverse("support:propose")))
    page = Listing(
        "Proposals for new provision", reverse("support:home"), moment, ways=ways,
        said="What should be there and is not, with the figures that speak for it, who has it, what was "
        "decided, and whether fewer needs were left unmet once it began.",
    )  # fmt: skip
    table = _table(by.scope, unmet_rules(moment.day), moment, own_key=by.key)
    return listed(request, table, rows, page, prepare=lambda found: _named(by.scope, found, moment))


@require_safe
@needs(SEE)
def proposal(request: HttpRequest, number: int) -> HttpResponseBase:
    """One proposal."""
    by, moment = actor_of(request), read_moment(request.GET, now=timezone.now(), path=request.path)
    one = the(queries.proposal, by.scope, number, as_at=moment.as_at, now=moment.now)
    rules = unmet_rules(local_day(one.proposed_at))
    spans = [span for span in history(SUBJECT, number) if span.owned_from <= moment.at]
    names = owner_names(by.scope, {span.owner for span in spans} | {one.proposed_by}, now=moment.now)
    ways: list[tuple[str, str]] = []
    if moment.is_live and queries.may_act(by.scope, one.area_id):
        ways.append(("Hand it over", reverse("support:hand-over-proposal", args=[number])))
        if one.state != queries.MEASURED:
            ways.insert(0, ("Write down a decision", reverse("support:decide-on-proposal", args=[number])))
    decided = queries.decisions(by.scope, one, at=moment.at)
    return sheet(
        request, title=one.what, caption="Proposal for new provision", moment=moment, ways=ways,
        lines=[*_lines(one, rules, names), *_outcome(decided, moment)],
        back=moment.keep(reverse("support:proposals")),
        tables=[(_reasons_table(rules), sorted(evidence_of(one.evidence).by_reason.items(),
                                               key=lambda pair: -pair[1])),
                (_decisions_table(rules), decided), (_owners_table(names), spans)],
    )  # fmt: skip


def _lines(one: Any, rules: UnmetRules, names: dict[str, str]) -> list[tuple[str, Any]]:
    found = evidence_of(one.evidence)
    there_is = f"{found.services:,} services, {found.programmes:,} programmes that offer it"
    return [
        ("State", tag_of(rules.states, one.state)), ("Where", one.area.name if one.area else NATION),
        ("Need", category_titles(local_day(one.proposed_at)).get(one.category, one.category)),
        ("Why", one.why), ("Who has it", names.get(one.owner, "Nobody")),
        ("Proposed", f"{short_moment(one.proposed_at)}, {names.get(one.proposed_by, 'somebody')}"),
        *_due(one, rules),
        ("Evidence of", f"{short_moment(one.evidence_at)} ({one.playbook})"),
        ("Not met then", f"{found.unmet:,} that new provision could mend"),
        ("Not met on a day", f"{found.mean:.1f}, the mean of {found.days} days"),
        ("Demand then", f"{found.stated:,} stated in {rules.trend_days} days, {found.open:,} open"),
        ("What there was", there_is),
    ]  # fmt: skip


def _due(one: Any, rules: UnmetRules) -> list[tuple[str, str]]:
    """By when it is to be decided, while it is not."""
    due_on = local_day(one.proposed_at) + timedelta(days=rules.decide_days)
    return [("Decision due", short_day(due_on))] if one.state == queries.PROPOSED else []


def _outcome(decided: list[Any], moment: Moment) -> list[tuple[str, str]]:
    """What was found, once it was measured and known at the moment."""
    found = getattr(decided[0], "outcome", None) if decided else None
    if found is None or found.measured_at > moment.at:
        return []
    percent = Change(found.before, found.after).percent
    change = "" if percent is None else f" ({percent:+.0f}%)"
    said = (
        f"{found.before:.1f} not met on a day before, {found.after:.1f} after{change}; {found.days} days each"
    )
    return [("Outcome", said), ("Measured", short_moment(found.measured_at))]


def _named(scope: Scope, rows: list[Any], moment: Moment) -> list[Any]:
    names = owner_names(scope, queries.owner_keys(scope, rows), now=moment.now)
    for row in rows:
        row.owner_name = names.get(row.owner or "", "Nobody")
    return rows


def _table(scope: Scope, rules: UnmetRules, moment: Moment, *, own_key: str) -> DataTable:
    titles = category_titles(moment.day)
    return DataTable(
        name="",
        caption="Proposals",
        columns=[
            Column("what", "What", lambda row: link("support:proposal", row.what, row.pk,
                                                    query=moment.keep("")),
                   export=lambda row: row.what),
            Column("area", "Where", lambda row: row.area.name if row.area else NATION, sort="area__name"),
            Column("need", "Need", lambda row: titles.get(row.category, row.category), sort="category"),
            Column("unmet", "Not met then", lambda row: evidence_of(row.evidence).unmet, numeric=True),
            Column("state", "State", lambda row: tag_of(rules.states, row.state), sort="state",
                   export=lambda row: rules.states[row.state].title),
            Column("owner", "Who has it", lambda row: row.owner_name),
            Column("at", "Proposed", lambda row: short_moment(row.proposed_at), sort="proposed_at",
                   export=lambda row: row.proposed_at),
        ],
        filters=[
            Filter("state", "State", pairs(rules.states), lambda rows, code: rows.filter(state=code)),
            Filter("late", "Decision", [("yes", "Late")],
                   lambda rows, _: queries.late(scope, rows, now=moment.at)),
            Filter("need", "Need", list(titles.items()), lambda rows, code: rows.filter(category=code)),
            Filter("owner", "Who has it", OWNERS,
                   lambda rows, code: queries.of_owner(scope, rows, code, own_key=own_key)),
        ],
        default_sort="-at",
        empty="Nothing is proposed, as far as you may see.",
    )  # fmt: skip


def _reasons_table(rules: UnmetRules) -> DataTable:
    return DataTable(
        name="reasons",
        caption="Why needs were not met then",
        columns=[
            Column("reason", "Reason", lambda row: rules.reasons[row[0]].title),
            Column("count", "Not met", lambda row: row[1], numeric=True),
        ],
        empty="Nothing was left unmet then.",
    )


def _decisions_table(rules: UnmetRules) -> DataTable:
    return DataTable(
        name="decisions",
        caption="What was decided, the newest first",
        columns=[
            Column("decision", "What", lambda row: tag_of(rules.decisions, row.decision),
                   export=lambda row: rules.decisions[row.decision].title),
            Column("on", "On", lambda row: short_day(row.decided_on), export=lambda row: row.decided_on),
            Column("by", "By", lambda row: row.decided_by),
            Column("begins", "Begins", lambda row: short_day(row.begins_on) if row.begins_on else "–"),
            Column("why", "Why", lambda row: row.why),
        ],
        empty="Nothing is decided yet.",
    )  # fmt: skip


def _owners_table(names: dict[str, str]) -> DataTable:
    return DataTable(
        name="owners",
        caption="Who had it",
        columns=[
            Column("who", "Who", lambda row: names.get(row.owner, "Somebody")),
            Column("from", "Since", lambda row: short_moment(row.owned_from)),
            Column("why", "Why", lambda row: row.reason),
        ],
        empty="Nobody has had it.",
    )
