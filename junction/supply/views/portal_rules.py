"""The rules of the portal for the national cell: what a change of limits would do, and the waves, foreseen
and opened.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from junction.core.calendar import local_day
from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.playbook import NoRuleInForce, RuleVersion, parse
from junction.supply.operations.portal import CannotOpenWave, open_wave
from junction.supply.queries.portal import census
from junction.supply.rules.census import Effect, effects
from junction.supply.rules.limits import Limits, limits_of, limits_on
from junction.supply.rules.looking_ahead import allowances_in_all
from junction.supply.rules.provider_types import type_in_words
from junction.supply.rules.waves import DayAhead, Wave, foresee, waves_on

KEEP = "supply.catalogue"
LARGEST = 500_000  # bytes


@needs(KEEP)
def order_limits(request: HttpRequest) -> HttpResponse:
    """The limits in force, how many providers each band has; and of a playbook that is sent, who would be
    affected.
    """
    scope, day = actor_of(request).scope, timezone.localdate()
    try:
        now_in_force: Limits | None = limits_on(day)
    except NoRuleInForce:
        now_in_force = None
    counted = census.census(scope)
    context: dict[str, Any] = {"limits": now_in_force, "words": type_in_words, "day": day}
    status = 200
    if request.method == "POST":
        try:
            after = _sent(request)
        except ValueError as wrong:
            context["refused"], status = str(wrong), 422
        else:
            found = effects(now_in_force, after, counted, on=day)
            context |= {"after": after, "effects": found, "told": _told(found)}
    if "after" not in context and now_in_force is not None:
        context["bands"] = effects(now_in_force, now_in_force, counted, on=day)
    return render(request, "supply/order_limits.html", context, status=status)


def _sent(request: HttpRequest) -> Limits:
    """Read the newest version of the playbook that was sent; raise `ValueError` saying what is wrong with
    it.
    """
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > LARGEST:
        raise ValueError("Choose a playbook of at most 500 kB, such as order-limits.toml")
    try:
        book = parse(file.read().decode(), called=str(file.name))
        newest: RuleVersion = book.versions[-1]
        return limits_of(newest)
    except (KeyError, IndexError, TypeError, AttributeError) as missing:
        raise ValueError(f"{file.name}: it is no playbook of order limits ({missing})") from missing


def _told(found: list[Effect]) -> dict[str, int]:
    changed = [one for one in found if one.is_change]
    return {
        "all": sum(one.providers for one in found),
        "more": sum(one.providers for one in changed if one.may_order_more),
        "less": sum(one.providers for one in changed if not one.may_order_more),
    }


@needs(KEEP)
def portal_waves(request: HttpRequest) -> HttpResponse:
    """Every wave in force, how many it has let on and would let on."""
    scope, day = actor_of(request).scope, timezone.localdate()
    waves = waves_on(day)
    rows = [(wave, len(census.of_wave(scope, wave, day=day))) for wave in waves.waves]
    on = sum(one.providers for one in census.let_on(scope, day=day, waves=waves.waves))
    return render(
        request, "supply/portal_waves.html", {"rows": rows, "on": on, "waves": waves, "words": _whom}
    )


@needs(KEEP)
def portal_wave(request: HttpRequest, code: str) -> HttpResponse:
    """What a wave would ask of the stock, day by day; and opening it."""
    by, now = actor_of(request), timezone.now()
    day = local_day(now)
    wave = waves_on(day).named(code)
    if wave is None:
        return redirect("supply:portal_waves")
    refused = ""
    if request.method == "POST":
        try:
            count = open_wave(code, why=request.POST.get("why", "").strip()[:300], by=by, now=now)
        except CannotOpenWave as no:
            refused = str(no)
        else:
            messages.success(request, f"{wave.title}: {count:,} providers have their day.")
            return redirect("supply:portal_waves")
    places = census.of_wave(by.scope, wave, day=day)
    ahead = _ahead(by.scope, wave, places, day)
    context = {
        "wave": wave,
        "count": len(places),
        "ahead": ahead,
        "keys": sorted({key for one in ahead for key in one.asked}),
        "whom": _whom(wave),
        "refused": refused,
        "first_short": _first_short(ahead),
    }
    return render(request, "supply/portal_wave.html", context, status=409 if refused else 200)


def _ahead(scope: Any, wave: Wave, places: list[Any], day: Any) -> list[DayAhead]:
    limits, waves = limits_on(day), waves_on(day)
    stock: dict[str, int] = {}
    for _, code, measure, units in census.stock_of_hubs(scope, day=day):
        stock[measure or code] = stock.get(measure or code, 0) + units
    return foresee(
        wave,
        allowances=[limits.allowed(kind, size, day) for _, kind, size in places],
        stock=stock,
        already_on=allowances_in_all(limits, census.let_on(scope, day=day, waves=waves.waves), day=day),
        waves=waves,
        from_on=day,
        days=28,
    )


def _first_short(ahead: list[DayAhead]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in ahead:
        for key, units in one.short.items():
            if units:
                found.setdefault(key, one.day)
    return found


def _whom(wave: Wave) -> str:
    kinds = ", ".join(sorted(type_in_words(kind) for kind in wave.types))
    sizes = f", size from {wave.size_from}" if wave.size_from else ""
    return kinds + sizes + (f", size under {wave.size_until}" if wave.size_until else "")
