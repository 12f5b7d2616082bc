"""How what was said around an area or a place stands on its page: a line each with its state and address."""

from typing import Any

from junction.assurance.rules.plan_book import plan_rules
from junction.core.pages.moment import Moment
from junction.core.pages.words import short_day
from junction.record.rules.promises import Standing

from ..queries.said_round import SaidRound

STANDS = {
    Standing.LATE: ("red", "Late"),
    Standing.DUE: ("blue", "Due"),
    Standing.TO_COME: ("unknown", "To come"),
    Standing.CONTINUES: ("blue", "Continues"),
    Standing.UNDATED: ("amber", "No day said"),
}


def said_lines(said: SaidRound, moment: Moment) -> dict[str, Any]:
    """Return what the part `oversight/said_round.html` shows."""
    kinds, states = plan_rules(moment.day).kinds, plan_rules(moment.day).states
    return {
        "said": said,
        "plan_lines": [
            {
                "number": one.plan_id,
                "kind": kinds[one.plan.kind].title if one.plan.kind in kinds else one.plan.kind,
                "title": one.title, "version": one.version, "on": one.on,
                "colour": states[one.state].colour, "state": states[one.state].title,
            }
            for one in said.plans or ()
        ],
        "ask_lines": [
            {
                "number": row.ask.pk, "words": row.ask.words, "since": short_day(row.ask.asked_at.date()),
                "has_it": row.has_it or "nobody", "colour": "red" if row.alarms else "blue",
                "state": "Alert" if row.alarms else "Open",
            }
            for row in said.asks or ()
        ],
        "promise_lines": [
            {
                "number": row.commitment.pk, "words": row.commitment.words, "who": row.commitment.promised_by,
                "colour": STANDS[row.standing][0], "state": STANDS[row.standing][1],
                "days": row.late,
            }
            for row in said.promises or ()
        ],
    }  # fmt: skip
