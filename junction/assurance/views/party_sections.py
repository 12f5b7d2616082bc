"""How a party stands to a plan, in sections: what contradicts, is missing, only claimed, overdue, runs out.

Each is folded under its number, the first open; the rest of a long one is behind a link. All of it stands on
the page when it is to be printed.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from junction.assurance.rules.book import AssuranceRules
from junction.assurance.rules.rows import Row
from junction.core.pages.moment import OWN, Moment

WHOLE = "whole"  # asked for in the address: all of it on one page, to be printed
FIRST, CUT = 10, 160  # requirements of a section that are shown at once; letters of one
Figure = tuple[str, str, int, str]


def is_narrowed(query: QueryDict) -> bool:
    """Tell whether a part of the table was asked for: then it stands alone, and open."""
    return bool(set(query) - {*OWN, WHOLE})


def sections_of(
    rows: Sequence[Row], figures: Sequence[Figure], rules: AssuranceRules, moment: Moment, *, is_whole: bool
) -> list[Mapping[str, Any]]:
    """The sections that hold something, the gravest first: title, count, colour, its first requirements."""
    order = {"red": 0, "amber": 1}
    found: list[Mapping[str, Any]] = []
    for code, title, count, status in sorted(figures, key=lambda one: order.get(one[3], 2)):
        if not count:
            continue
        mine = [row for row in rows if _has(rules, code)(row)]
        shown = mine if is_whole else mine[:FIRST]
        found.append({
            "title": title, "count": count, "status": status, "items": [_item(row, moment) for row in shown],
            "more": "" if len(shown) == len(mine) else moment.keep(f"?problem={code}") + "#table",
        })  # fmt: skip
    return found


def _has(rules: AssuranceRules, code: str) -> Callable[[Row], bool]:
    wanted = set(rules.contradictions) if code == "contradicts" else {code}
    return lambda row: bool(wanted & set(row.problems))


def _item(row: Row, moment: Moment) -> Mapping[str, Any]:
    text = row.requirement.text
    return {
        "ref": row.requirement.ref, "text": text if len(text) <= CUT else f"{text[:CUT].rstrip()}…",
        "href": moment.keep(reverse("assurance:answer", args=[row.requirement.pk, row.party.party.key])),
    }  # fmt: skip
