"""What pages of supply share beside what all pages do: quantities in words."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from junction.core.pages.context import actor_of
from junction.core.pages.furniture import ask, link, posted, the, tried
from junction.core.refusals import Refusal
from junction.core.wording import in_a_sentence

__all__ = ["ask", "link", "posted", "the", "tried", "units"]


def own(request: HttpRequest, number: int, do: Callable[..., None], said: str, *, page: str) -> HttpResponse:
    """Take or release a thing, and say on its page what came of it."""
    try:
        the(do, number, by=actor_of(request), now=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect(page, number)


def units(quantity: int, item: Any) -> str:
    """So many base units of an item, with their name."""
    word = item.base_unit if quantity == 1 else item.plural_unit
    return f"{quantity:,} {in_a_sentence(word)}"
