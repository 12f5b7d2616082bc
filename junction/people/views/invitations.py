"""Invite somebody, accept an invitation, ask for access to a place.

Asking is answered by one page and the same words whatever was asked.
"""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from junction.core.pages import render
from junction.core.pages.context import actor_of
from junction.core.pages.doors import needs
from junction.core.pages.words import moment as in_words

from .. import forms, operations, queries, rules

DEMO_SIGN_INS = (
    "There are {count} demo sign-ins here, whose password everybody may know. They see what you put in."
    " Whoever runs this service takes them away with: junction exercise end-sign-ins"
)


@needs("people.invite")
def invite(request: HttpRequest) -> HttpResponseBase:
    """Send a link to somebody for a role I may give, over something in my reach."""
    by, now = actor_of(request), timezone.now()
    roles = rules.invitable_roles(by.scope, on=timezone.localdate(now))
    form = forms.Invite(
        request.POST or None, roles=roles, targets=queries.targets_of(request.user.pk or 0, now=now)
    )
    if request.method == "POST" and form.is_valid():
        if refused := ratelimit.consume_or_429(request, action="invite"):
            return refused
        try:
            sent = operations.invite(
                email=form.cleaned_data["email"], role=form.cleaned_data["role"],
                over=_over(form.cleaned_data), by=by, now=now,
            )  # fmt: skip
        except operations.Refused as refused:
            form.add_error(None, str(refused))
        else:
            until = in_words(sent.expires_at)
            if count := queries.demonstration_sign_ins(queries.system_actor("pages").scope).count():
                messages.warning(request, DEMO_SIGN_INS.format(count=count))
            messages.success(request, f"The invitation is on its way. It works once, until {until}.")
            return redirect("people:people")
    return render(request, "people/invite.html", {"form": form})


def _over(given: dict[str, str]) -> rules.Over:
    if number := given["number"]:
        if found := queries.over_with_number(number):
            return found
        raise operations.WrongTarget("We do not know that number or area. Check it and try again.")
    return rules.Over.named(given["over"])


@needs("people.invite")
@require_POST
def withdraw_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Make a link useless before it is used."""
    try:
        operations.withdraw_invitation(invitation_id=invitation_id, by=actor_of(request), now=timezone.now())
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, "The invitation no longer works.")
    return redirect("people:people")


@never_cache
@sensitive_post_parameters("password")
def accept_invitation(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Open the link: a new person gives a name and a password, a known one signs in and agrees."""
    if refused := ratelimit.consume_or_429(request, action="accept_invitation", limit_get=True):
        return refused
    now = timezone.now()
    invitation = queries.open_invitation(rules.hash_of(secret), now=now)
    if invitation is None:
        return render(request, "people/invitation_not_open.html", status=410)
    known, signed_in = queries.is_known(invitation.email), request.user.is_authenticated
    if signed_in and getattr(request.user, "email", "") != invitation.email:
        return render(request, "people/invitation_for_another.html", {"invitation": invitation}, status=409)
    if known and not signed_in:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    form = None if known else forms.Accept(request.POST or None)
    refusal = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        given = form.cleaned_data if form else {}
        try:
            user = operations.accept_invitation(secret=secret, by=actor_of(request), now=now, **given)
        except ValidationError as wrong:
            if form:
                form.add_error("password", wrong)
        except operations.Refused as refused:
            refusal = str(refused)
        else:
            return _come_in(request, user, known=known)
    role = rules.roles(timezone.localdate(now))[invitation.role]
    has_one = bool(queries.own_second_factors(request.user.pk or 0))
    context = {
        "form": form, "invitation": invitation, "role": role, "refusal": refusal, "has_second_factor": has_one
    }  # fmt: skip
    return render(request, "people/accept_invitation.html", context)


def _come_in(request: HttpRequest, user: object, *, known: bool) -> HttpResponseBase:
    if known:
        messages.success(request, "You have the new role.")
        return redirect("people:account")
    answer: HttpResponseBase = perform_password_login(request, {}, Login(user=user))
    return answer


def ask_for_access(request: HttpRequest) -> HttpResponseBase:
    """Ask for a link to the address the regulator holds for a place."""
    form = forms.AskForAccess(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"]
        if refused := ratelimit.consume_or_429(request, action="ask_for_access", key=number.strip().upper()):
            return refused
        operations.ask_for_access(place_identifier=number, by=actor_of(request), now=timezone.now())
        return redirect("people:asked_for_access")
    return render(request, "people/ask_for_access.html", {"form": form})


def asked_for_access(request: HttpRequest) -> HttpResponse:
    """What happens next, in the same words for everyone."""
    limits = rules.access_limits(timezone.localdate())
    return render(request, "people/asked_for_access.html", {"limits": limits})
