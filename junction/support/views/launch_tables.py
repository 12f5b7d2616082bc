"""Tables of launches: the list, what the gate found, what was decided, promised and tied."""

from collections.abc import Mapping
from typing import Any

from junction.core.pages.furniture import link
from junction.core.pages.moment import Moment
from junction.core.pages.sheets import pairs, tag_of
from junction.core.pages.tables import Column, DataTable, Filter
from junction.core.pages.words import counted, short_day, short_moment
from junction.support.queries.launches import UNDECIDED, Passed
from junction.support.rules.gate import Finding
from junction.support.rules.gate_book import FindingRule, GateRules

from .programme_tables import until, where

OUT_OF_REACH = "another launch, outside your reach"
ANY_DAY = "as long as it lasts"


def launches_table(
    rules: GateRules,
    moment: Moment,
    programmes: Mapping[int, str],
    *,
    name: str = "",
    verdicts: Mapping[int, str] | None = None,
) -> DataTable:
    """Launches, the next to begin first; with the gate's `verdicts`, by number, where they are known."""
    said = verdicts or {}
    columns = [
        Column("title", "Launch", lambda row: link("support:launch", row.title, row.launch_id,
                                                             query=moment.keep("")),
               sort="title", export=lambda row: row.title),
        Column("programme", "Programme", lambda row: programmes.get(row.launch.programme_id, "–")),
        Column("where", "Where", where, sort="area__name"),
        Column("from", "Goes live", lambda row: short_day(row.begins_on), sort="begins_on",
               export=lambda row: row.begins_on),
        Column("until", "Until", until, sort="ends_on", export=lambda row: row.ends_on),
        Column("state", "State", lambda row: tag_of(rules.states, row.state), sort="state",
               export=lambda row: rules.states[row.state].title),
    ]  # fmt: skip
    if verdicts is not None:
        columns.append(
            Column("gate", "The gate", lambda row: tag_of(rules.verdicts, said[row.launch_id]),
                   export=lambda row: rules.verdicts[said[row.launch_id]].title)
        )  # fmt: skip
    return DataTable(
        name=name,
        caption="Launches",
        columns=columns,
        filters=_filters(rules, verdicts),
        default_sort="from",
        empty="No launch is stated.",
    )


def _filters(rules: GateRules, verdicts: Mapping[int, str] | None) -> list[Filter]:
    def of_verdict(rows: Any, code: str) -> Any:
        held = [number for number, verdict in (verdicts or {}).items() if verdict == code]
        return rows.filter(launch__in=held)

    def of_state(rows: Any, code: str) -> Any:
        return rows.filter(state__in=UNDECIDED if code == "open" else [code])

    states = [("open", "Waits for a decision"), *pairs(rules.states)]
    by_state = Filter("state", "State", states, of_state)
    by_gate = Filter("gate", "The gate", pairs(rules.verdicts), of_verdict)
    return [by_state] if verdicts is None else [by_state, by_gate]


def sentence(rules: GateRules, needs: Mapping[str, str], passed: Passed, title: str, one: Finding) -> str:
    """Say in words why one finding stands."""
    told, other = passed.titles, one.other or 0
    fields = ", ".join(rules.fields.get(code, code).lower() for code in one.fields)
    needed = f"“{told.get(one.needs, OUT_OF_REACH)}”" if one.needs else ""
    what = fields or needs.get(one.category, one.category).lower() or one.interface or needed
    return rules.findings[one.code].says.format(
        this=title, other=f"“{told[other]}”" if other in told else OUT_OF_REACH.capitalize(),
        day=short_day(one.day) if one.day else "", days=one.days, what=what,
        until=short_day(one.until) if one.until else ANY_DAY,
    )  # fmt: skip


def findings_table(rules: GateRules, needs: Mapping[str, str], passed: Passed, one: Any) -> DataTable:
    """What the gate found: what would have to be rebuilt or withdrawn, and why."""

    def rule(row: Finding) -> FindingRule:
        return rules.findings[row.code]

    def named(row: Finding) -> str:
        return one.title if rule(row).of == "this" else passed.titles.get(row.other or 0, OUT_OF_REACH)

    def which(row: Finding) -> str:
        known = rule(row).of == "other" and row.other in passed.titles
        return link("support:launch", named(row), row.other) if known else named(row)

    return DataTable(
        name="found",
        caption="What would have to be rebuilt or withdrawn",
        columns=[
            Column("what", "What is wrong", lambda row: rule(row).title),
            Column("follows", "What would follow", lambda row: rules.follows[rule(row).follows]),
            Column("which", "Which launch", which, export=named),
            Column("why", "Why", lambda row: sentence(rules, needs, passed, one.title, row)),
            Column("stops", "The gate refuses", lambda row: "Yes" if rule(row).stops else "No"),
        ],
        empty="It fits with all that is live and planned.",
    )  # fmt: skip


def promises_table(
    audiences: Mapping[str, str], needs: Mapping[str, str], *, number: int, may_take_back: bool
) -> DataTable:
    """What a launch promises to whom."""

    def taking(row: Any) -> str:
        return link("support:take-promise-back", "Take back", number, row.pk)

    take = Column("take", "Take back", taking, export=lambda row: row.pk)

    def what(row: Any) -> str:
        return f"{'' if row.gives else 'Not: '}{needs.get(row.category, row.category)}"

    return DataTable(
        name="promises",
        caption="What it promises",
        columns=[
            Column("whom", "To whom", lambda row: audiences.get(row.audience, row.audience)),
            Column("what", "What", what),
            Column("within", "Within",
                   lambda row: counted(row.within_days, "day") if row.within_days is not None else "–"),
            Column("until", "Until", lambda row: short_day(row.until) if row.until else ANY_DAY,
                   export=lambda row: row.until),
            Column("text", "In these words", lambda row: row.text),
            *([take] if may_take_back else []),
        ],
        empty="It promises nothing.",
    )  # fmt: skip


def ties_table(titles: Mapping[int, str]) -> DataTable:
    """What a launch replaces, needs, uses and opens."""
    return DataTable(
        name="ties",
        caption="What ties it to others",
        columns=[
            Column("kind", "It", lambda row: row.get_kind_display()),
            Column("what", "Which", lambda row: row.interface or titles.get(row.launch_id, OUT_OF_REACH)),
            Column("until", "Until", lambda row: short_day(row.until) if row.until else "–",
                   export=lambda row: row.until),
        ],
        empty="It stands alone.",
    )  # fmt: skip


def decisions_table(rules: GateRules) -> DataTable:
    """What people decided, the newest first, with what the gate said then."""
    return DataTable(
        name="decided",
        caption="What was decided",
        columns=[
            Column("on", "On", lambda row: short_day(row.decided_on), export=lambda row: row.decided_on),
            Column("what", "Decision", lambda row: rules.decisions[row.decision].title),
            Column("by", "By", lambda row: row.decided_by),
            Column("why", "Why", lambda row: row.why),
            Column("gate", "The gate said then", lambda row: rules.verdicts[row.verdict].title),
            Column("against", "Against the gate",
                   lambda row: "Yes" if row.goes and row.verdict == "stop" else "No"),
            Column("as", "As it was stated", lambda row: short_moment(row.version.recorded_at),
                   export=lambda row: row.version.recorded_at),
        ],
        empty="Nobody has decided about it.",
    )  # fmt: skip


def verdicts_table(rules: GateRules) -> DataTable:
    """What the gate has said, from when on."""
    return DataTable(
        name="verdicts",
        caption="What the gate has said, the newest first",
        columns=[
            Column("at", "From", lambda row: short_moment(row.recorded_at),
                   export=lambda row: row.recorded_at),
            Column("verdict", "The gate", lambda row: tag_of(rules.verdicts, row.verdict),
                   export=lambda row: rules.verdicts[row.verdict].title),
            Column("why", "Because of", lambda row: ", ".join(
                dict.fromkeys(rules.title_of(one["code"]) for one in row.findings)) or "–"),
        ],
        empty="The gate has not looked at it yet.",
    )  # fmt: skip
