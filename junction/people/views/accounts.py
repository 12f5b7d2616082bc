"""My account (what I may see and why), and the people within my reach."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs

from .. import operations, queries, rules


@needs()
def account(request: HttpRequest) -> HttpResponse:
    """What I may see and why, my second factor, and what I have opened in an emergency."""
    now, on = timezone.now(), timezone.localdate()
    user_id = request.user.pk or 0
    known = rules.roles(on)
    held = queries.own_memberships(user_id, now=now)
    return render(
        request,
        "people/account.html",
        {
            "memberships": [(one, known[one.role]) for one in held if one.role in known],
            "emergencies": queries.own_emergencies(user_id, now=now),
        },
    )


@needs("people.see")
def people(request: HttpRequest) -> HttpResponse:
    """Who has which role over what is in my reach, open invitations, and emergency access taken to it."""
    now, on, by = timezone.now(), timezone.localdate(), actor_of(request)
    may_end = queries.endable(by.scope, own_key=by.key, now=now)
    held = [(one, one.pk in may_end) for one in queries.memberships(by.scope, now=now)[:500]]
    return render(
        request,
        "people/people.html",
        {
            "roles": rules.roles(on),
            "held": held,
            "invitations": queries.invitations(by.scope, now=now)[:200],
            "emergencies": queries.emergencies(by.scope)[:50],
            "may_erase": by.scope.reach(queries.MANAGE).national,
            "own_key": by.key,
            "may_invite": bool(rules.invitable_roles(by.scope, on=on)),
            "now": now,
        },
    )


@needs()
@require_POST
def end_membership(request: HttpRequest, membership_id: int) -> HttpResponse:
    """End somebody's role, or lay down my own."""
    try:
        ended = operations.end_membership(
            membership_id=membership_id, by=actor_of(request), now=timezone.now()
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    except operations.NotYours as refused:
        raise PermissionDenied(str(refused)) from None
    messages.success(request, f"{ended.user.name} no longer has this role.")
    return redirect("people:people" if actor_of(request).scope.may("people.see") else "people:account")


def unknown_here(request: HttpRequest) -> HttpResponse:
    """Somebody signed in with an organisation that Junction trusts, but was never invited."""
    if request.user.is_authenticated:
        return redirect("people:account")
    return render(request, "people/unknown_here.html", status=403)
