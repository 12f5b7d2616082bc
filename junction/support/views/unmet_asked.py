"""What a page of what is not met was asked for, and its figures, hidden where they must be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.http import Http404, HttpRequest
from django.utils import timezone

from junction.core.calendar import LOCAL
from junction.core.pages.context import actor_of
from junction.core.pages.moment import Moment, read_moment
from junction.core.pages.words import short_moment
from junction.core.scope import Scope
from junction.support.queries import unmet as queries
from junction.support.queries.unmet import UnmetRead
from junction.support.queries.unmet_areas import Looked, look_at
from junction.support.queries.unmet_spans import kept_at
from junction.support.rules.unmet import UnmetRules, unmet_rules
from junction.support.rules.unmet_figures import ALL, Cell, hidden, with_sums
from junction.support.rules.unmet_titles import category_titles


@dataclass(frozen=True)
class Asked:
    """Who asks, of which area, as known when, and whether as it may be shared."""

    scope: Scope
    moment: Moment
    looked: Looked
    to_share: bool

    @property
    def day(self) -> date:
        return self.looked.day

    @property
    def first_on(self) -> date:
        """The first day of those looked back."""
        return self.day - timedelta(days=self.rules.trend_days - 1)

    @cached_property
    def rules(self) -> UnmetRules:
        return unmet_rules(self.looked.day)

    @cached_property
    def worked_out(self) -> str:
        """How the figures of the moment came to be, in one sentence."""
        kept = kept_at(self.scope, self.rules)
        if kept is None:
            return "Nothing is kept by that day's rules: all needs were gone through, which takes longer."
        return (
            f"Added up at {short_moment(kept)}, with what changed since; of the moment shown, as known then."
        )

    @cached_property
    def titles(self) -> dict[str, str]:
        return category_titles(self.looked.day)

    @cached_property
    def read(self) -> UnmetRead:
        """As it is; only for whom numbers are shown as they are."""
        return queries.unmet_read(self.scope, self.looked, rules=self.rules, first_on=self.first_on)

    @cached_property
    def cells(self) -> Mapping[Cell, int | None]:
        """What is not met by kind of need and reason, by council, and sums; None is hidden."""
        if self.looked.is_exact:
            leaves = {Cell("", category, reason): n for (category, reason), n in self.read.cells.items()}
            return with_sums(leaves)
        leaves = queries.unmet_leaves(self.scope, self.looked, rules=self.rules)
        return hidden(leaves, below=self.rules.small_below)

    @cached_property
    def councils(self) -> dict[str, int | None]:
        """By council, how many are not met that new provision could mend; all reasons where some are
        hidden.
        """
        if self.looked.is_exact:
            return dict(self.read.councils)
        return {cell.area: n for cell, n in self.cells.items() if cell.area and cell[1:] == ("", "")}

    @property
    def total(self) -> int | None:
        return self.cells.get(ALL, 0)

    @property
    def gaps(self) -> int | None:
        """How many are not met that new provision could mend; None where a part is hidden."""
        parts = [self.reason(code) for code in self.rules.gaps]
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) else None

    def reason(self, code: str) -> int | None:
        """How many are not met for a reason; None is hidden."""
        return self.cells.get(Cell("", "", code), 0)

    def cells_of_category(self, code: str) -> int | None:
        """How many of a kind of need are not met; None is hidden."""
        return self.cells.get(Cell("", code, ""), 0)

    def href(self, path: str = "", **change: str) -> str:
        """The address of a page of the same area and moment."""
        kept = {"area": self.looked.code, "shared": "yes" if self.to_share else ""} | change
        query = "&".join(f"{key}={value}" for key, value in kept.items() if value)
        return self.moment.keep(f"{path}?{query}" if query or not path else path)


def asked_for(request: HttpRequest) -> Asked | None:
    """Read the address; an area that is not there is not found. None for who sees no area."""
    moment = read_moment(request.GET, now=timezone.now(), path=request.path)
    scope, to_share = actor_of(request).scope, request.GET.get("shared") == "yes"
    looked = look_at(scope, request.GET.get("area", ""), at=moment_at(moment), to_share=to_share)
    if looked is not None:
        return Asked(scope, moment, looked, to_share)
    if look_at(scope, "", at=moment.at) is not None:
        raise Http404
    return None


def moment_at(moment: Moment) -> datetime:
    """The moment that is shown: the end of the day asked about, where that was before."""
    if moment.on is None:
        return moment.at
    ends = datetime.combine(moment.on + timedelta(days=1), time(), LOCAL) - timedelta(seconds=1)
    return min(moment.at, ends)
