"""What a page of cover was asked for: by whom, of which area and item, as known when; and its figures."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils import timezone

from junction.core.pages.context import actor_of
from junction.core.pages.moment import Moment, read_moment
from junction.core.scope import Scope
from junction.returns.queries.wholes import Whole, whole_of

from ..queries import demand as queries
from ..queries.demand import CoverFigures, Kept

PLACES_AT_ONCE = ("", "region", "lrf", "icb", "county", "unitary", "district")  # not the whole nation
WIDER = ("country", "region", "lrf", "icb", "")


@dataclass(frozen=True)
class Asked:
    """What the page was asked for."""

    scope: Scope
    moment: Moment
    whole: Whole
    by: str  # "council" or "place"
    item: str

    def href(self, **change: str) -> str:
        """The address of this page with something changed, at the same moment."""
        kept = {"area": self.whole.code, "by": self.by, "item": self.item} | change
        return self.moment.keep("?" + urlencode({key: value for key, value in kept.items() if value}))

    @cached_property
    def kept(self) -> Kept:
        """Every place and item: for what is shown place by place."""
        return queries.kept_demand(self.scope, queries.counted_items(self.scope), **self._about)

    @cached_property
    def figures(self) -> CoverFigures:
        """How many places are covered for how long; of the places shown, where these are shown."""
        if self.by == "place":
            return queries.figures_of(self.kept)
        return queries.cover_figures(self.scope, queries.counted_items(self.scope), **self._about)

    @property
    def _about(self) -> dict[str, Any]:
        moment = self.moment
        return {"now": moment.now, "on": moment.day, "as_at": moment.as_at, "area_code": self.whole.code}


def asked_for(request: HttpRequest) -> Asked:
    """Read the address; an area that is not there or out of reach is not found."""
    moment = read_moment(request.GET, now=timezone.now(), path=request.path)
    scope = actor_of(request).scope
    whole = whole_of(scope, request.GET.get("area", ""), on=moment.day)
    if whole is None:
        raise Http404
    allowed = ["council"] if whole.kind in WIDER and not scope.reach(queries.SEE).places else []
    allowed += ["place"] if whole.kind in PLACES_AT_ONCE or not allowed else []
    by = request.GET.get("by", "")
    return Asked(scope, moment, whole, by if by in allowed else allowed[0], request.GET.get("item", ""))
