"""The words of a message: a plain text template of the package that sends it, filled in when needed.

The template "people/invitation" is the file jinja2/people/messages/invitation.txt. An email's first line is
"Subject: …", and an empty line follows.
"""

from collections.abc import Mapping
from functools import cache

import jinja2
from django.template import engines


@cache
def environment() -> jinja2.Environment:
    """Return where templates are found; text needs no escaping, and a name that is missing is a mistake."""
    pages: jinja2.Environment = engines["jinja2"].env  # type: ignore[attr-defined] # the backend is Jinja2
    return jinja2.Environment(loader=pages.loader, undefined=jinja2.StrictUndefined)  # noqa: S701 -- no HTML


def template(name: str) -> jinja2.Template:
    """Return a template; raise `jinja2.TemplateNotFound`."""
    package, _, word = name.partition("/")
    return environment().get_template(f"{package}/messages/{word}.txt")


@cache
def in_language(name: str, language: str) -> str:
    """Return the name of a message in a language ("support/need_text.pl"), its own where it has none."""
    other = f"{name}.{language}"
    try:
        template(other)
    except jinja2.TemplateNotFound:
        return name
    return other


def render(name: str, words: Mapping[str, object]) -> tuple[str, str]:
    """Return title and body."""
    text = template(name).render(**words)
    head, _, rest = text.partition("\n")
    if head.startswith("Subject:"):
        return head.removeprefix("Subject:").strip(), rest.strip("\n")
    return "", text.strip("\n")
