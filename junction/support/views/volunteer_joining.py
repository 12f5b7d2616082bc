"""Pages to become a volunteer: three short steps, nothing kept until the last; then signing in.

What was typed goes along in the pages themselves. People who sign up at the same moment are written together
(`core.http.batching`), each answer after its commit. Whether an address was known is never told.
"""

from math import ceil
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from junction.core.calendar import local_day
from junction.core.http.batching import Batcher
from junction.core.http.limits import address, share
from junction.core.pages import render
from junction.core.pages.furniture import posted, tried
from junction.core.refusals import Refusal
from junction.core.scope import ANONYMOUS
from junction.support.forms import volunteering as forms
from junction.support.operations import volunteer_own as own
from junction.support.operations.volunteers import SignedUp, sign_up_many
from junction.support.queries.volunteers import waiting_messages
from junction.support.rules.signing_up import SignUp
from junction.support.rules.volunteering import Volunteering, volunteering_on

from .volunteer_doors import begin_session, end_session

STEPS = (
    ("Who are you?", "Continue"), ("Where, what and when?", "Continue"), ("How we tell you", "Sign up"),
)  # fmt: skip
A_MINUTE = 60  # sign-ups from one address of the internet: a church hall is one
TYPED = (
    "name", "email", "phone", "postcode", "skills", "languages", "reach_km", "may_be_lent", "by_email",
    "by_text",
)  # fmt: skip
limit = share(A_MINUTE)  # in memory: a wave of people must not fight over one table
batcher: Batcher[SignUp, SignedUp] = Batcher(
    lambda asked: sign_up_many(asked, by=ANONYMOUS, now=timezone.now())
)


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """The three steps; the last one signs up."""
    book = volunteering_on(local_day(timezone.now()))
    if request.method != "POST":
        return _step(request, 0, [forms.Who(), None, None])
    said = request.POST.get("step", "0")
    step = int(said) if said in ("0", "1", "2") else 0
    if "back" in request.POST and step:
        return _step(request, step - 1, _typed(request, book, step, is_checked=False))
    filled = _typed(request, book, step + 1)
    for place, form in enumerate(filled[: step + 1]):
        if form is not None and not form.is_valid():
            return _step(request, place, filled, status=422)
    if step < 2:
        return _step(request, step + 1, _next(filled, step, book))
    return _sign_up(request, filled)


def _typed(request: HttpRequest, book: Volunteering, count: int, *, is_checked: bool = True) -> list[Any]:
    """The forms up to a step, filled with what went along; unchecked ones show it again."""
    sent: Any = request.POST
    made: list[Any] = [forms.Who(sent), forms.What(sent, book=book), forms.How(sent)]
    if not is_checked:
        kept = {
            name: sent.getlist(name) if name in ("skills", "times", "languages") else sent[name]
            for name in sent
        }
        made = [forms.Who(initial=kept), forms.What(initial=kept, book=book), forms.How(initial=kept)]
    return [form if place < count else None for place, form in enumerate(made)]


def _next(filled: list[Any], step: int, book: Volunteering) -> list[Any]:
    """The forms with a fresh one for the step that follows."""
    fresh = forms.What(book=book) if step == 0 else forms.How()
    return [fresh if place == step + 1 else form for place, form in enumerate(filled)]


def _step(request: HttpRequest, step: int, filled: list[Any], *, status: int = 200) -> HttpResponse:
    heading, button = STEPS[step]
    names = [name for form in filled[:step] if form is not None for name in form.fields]
    carried = [(name, value) for name in names for value in request.POST.getlist(name)]
    context = {
        "form": filled[step], "step": step, "steps": len(STEPS), "heading": heading, "button": button,
        "carried": carried,
    }  # fmt: skip
    return render(request, "support/volunteer/join.html", context, status=status)


def _sign_up(request: HttpRequest, filled: list[Any]) -> HttpResponse:
    if limit.wait(address(request)):
        return render(request, "429.html", status=429)
    who, what, how = filled
    told = {**who.cleaned_data, **what.cleaned_data, **how.cleaned_data}
    asked = SignUp(
        hours=what.hours, **{name: told[name] for name in TYPED}
    )  # fmt: skip
    try:
        batcher.ask(asked)
    except Refusal as refused:
        place = 1 if "postcode" in str(refused) or "scheme" in str(refused) else 0
        filled[place].add_error("postcode" if place else None, str(refused))
        return _step(request, place, filled, status=422)
    return redirect("support:volunteer-joined")


@require_safe
def joined(request: HttpRequest) -> HttpResponse:
    """What happens next, and when, as far as the day's allowance of messages lets us say it."""
    book = volunteering_on(local_day(timezone.now()))
    days = ceil(waiting_messages(ANONYMOUS.scope, "welcome") / book.daily_allowance)
    return render(request, "support/volunteer/joined.html", {"days": days})


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a link and a code."""
    form = forms.Contact(posted(request))
    if form.is_valid():
        contact = form.cleaned_data["contact"].strip()
        if refused := ratelimit.consume_or_429(request, action="volunteer_code", key=contact.casefold()):
            return refused
        own.send_sign_in(contact, by=ANONYMOUS, now=timezone.now())
        return _ask_code(request, forms.Code(initial={"contact": contact}))
    context = {"form": form, "title": "Sign in as a volunteer", "button": "Send me a code"}
    return render(request, "support/volunteer/sign_in.html", context, status=422 if form.errors else 200)


@require_POST
def code(request: HttpRequest) -> HttpResponse:
    """Sign in with the code that was sent."""
    form = forms.Code(posted(request))
    if form.is_valid():
        contact = form.cleaned_data["contact"].strip()
        if refused := ratelimit.consume_or_429(request, action="volunteer_try", key=contact.casefold()):
            return refused
        one = tried(
            form, own.sign_in_by_code, at="code", written=contact, code=form.cleaned_data["code"],
            by=ANONYMOUS, now=timezone.now(),
        )  # fmt: skip
        if one is not None:
            return begin_session(request, redirect("support:volunteer-me"), one)
    return _ask_code(request, form)


def _ask_code(request: HttpRequest, form: Any) -> HttpResponse:
    context = {
        "form": form, "title": "Enter your code", "button": "Sign in",
        "action": reverse("support:volunteer-code"),
        "said": "If somebody signed up with this address or number, we have sent them a code and a link.",
    }  # fmt: skip
    return render(request, "support/volunteer/sign_in.html", context, status=422 if form.errors else 200)


@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by the link of a message, and go where it leads."""
    if refused := ratelimit.consume_or_429(request, action="volunteer_link"):
        return refused
    try:
        one, offer = own.sign_in_by_link(token, by=ANONYMOUS, now=timezone.now())
    except Refusal:
        return render(request, "support/volunteer/ended.html", {}, status=404)
    to = reverse("support:volunteer-offer", args=[offer]) if offer else reverse("support:volunteer-me")
    return begin_session(request, redirect(to), one)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    return end_session(redirect("support:volunteer-sign-in"))
