"""Pieces that pages of the roof share: links that keep the moment, status tags, what was asked for."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from markupsafe import Markup

from junction.core.pages.environment import macro_of
from junction.core.pages.moment import Moment, read_moment

from ..rules.layout import layouts
from ..rules.levels import WORDS


def moment_of(request: HttpRequest) -> Moment:
    """The moment a page was asked for; now when it was not."""
    return read_moment(request.GET.dict(), now=timezone.now(), path=request.path)


def question_set_of(request: HttpRequest, on: date) -> str:
    """The question set a page was asked for, or the first there is."""
    known = layouts(on)
    asked = request.GET.get("set", "")
    return asked if asked in known else next(iter(known))


def picture_href(path: str, moment: Moment, **query: str) -> str:
    """The address of a picture, in the same moment and with what is asked kept."""
    given = {key: value for key, value in query.items() if value}
    return moment.keep(f"{path}?{urlencode(given)}" if given else path)


def area_path(code: str) -> str:
    return reverse("oversight:area-picture", args=[code])


def area_href(code: str, moment: Moment, **query: str) -> str:
    """The address of an area's picture, in the same moment and with what is asked kept."""
    return picture_href(area_path(code), moment, **query)


def link(href: str, text: str) -> SafeString:
    return format_html('<a class="govuk-link" href="{}">{}</a>', href, text)


def status_tag(status: str, text: str = "") -> Markup:
    """A status as the pages show it: shape, word and colour."""
    return macro_of("status_tag")(status, text)


def breakdown_words(kind: str) -> str:
    return WORDS[kind]
