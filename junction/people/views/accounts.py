"""My account: what I may see and why, how I sign in, and what I have opened in an emergency."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from junction.core.pages import render
from junction.core.pages.doors import needs

from .. import queries, rules


@needs()
def account(request: HttpRequest) -> HttpResponse:
    """What I may see and why, my second factor, and what I have opened in an emergency."""
    now, on = timezone.now(), timezone.localdate()
    user_id = request.user.pk or 0
    known = rules.roles(on)
    held = queries.own_memberships(user_id, now=now)
    context = {
        "memberships": [(one, known[one.role]) for one in held if one.role in known],
        "emergencies": queries.own_emergencies(user_id, now=now),
        "second_factors": rules.second_factors_in_words(queries.own_second_factors(user_id)),
    }
    return render(request, "people/account.html", context)


def unknown_here(request: HttpRequest) -> HttpResponse:
    """Somebody signed in with an organisation that Junction trusts, but was never invited."""
    if request.user.is_authenticated:
        return redirect("people:account")
    return render(request, "people/unknown_here.html", status=403)
