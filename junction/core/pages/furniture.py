"""What pages of every package share: a form on a page of its own, a refusal at the form, a link in a cell."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from junction.core.pages import render
from junction.core.pages.forms import Form
from junction.core.refusals import Refusal

T = TypeVar("T")


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, be it empty; nothing when a page is only asked for."""
    return request.POST if request.method == "POST" else None


def the(find: Callable[..., T], *arguments: Any, **named: Any) -> T:
    """What a query of one row finds; for whoever may not see it, it does not exist."""
    try:
        return find(*arguments, **named)
    except ObjectDoesNotExist:
        raise Http404 from None


def tried(form: Form, work: Callable[..., T], *, at: str | None = None, **named: Any) -> T | None:
    """Do it, or write why not at a field of the form."""
    try:
        return work(**named)
    except Refusal as refused:
        form.add_error(at, gettext(str(refused)))
        return None


def ask(
    request: HttpRequest,
    form: Form,
    *,
    title: str,
    button: str,
    back: str,
    said: str = "",
    ends_something: bool = False,
    template: str = "core/ask.html",
    **more: Any,
) -> HttpResponse:
    """Show a form on a page of its own; `template` is one that extends `core/ask.html`."""
    context = {
        "form": form,
        "title": title,
        "button": button,
        "back": back,
        "said": said,
        "ends_something": ends_something,
        **more,
    }
    return render(request, template, context, status=422 if form.errors else 200)


def link(name: str, text: str, *arguments: Any, query: str = "") -> str:
    """A link in a cell of a table."""
    return format_html('<a class="govuk-link" href="{}{}">{}</a>', reverse(name, args=arguments), query, text)
