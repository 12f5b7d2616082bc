"""Which words a template knows: one Jinja2 environment for the life of the process.

Every GOV.UK macro is a global by its own name (`govukButton`), compiled when first used and kept, since
compiling one costs a hundred times more than calling it. The furniture of this package joins them.
"""

from collections.abc import Callable, MutableMapping
from functools import cached_property
from importlib import resources
from typing import Any

from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language_bidi
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

from junction.core.pages.words import FILTERS

GOVUK = "govuk_frontend_jinja"
OURS = {
    "core/controls.html": ("quick_input", "quick_radios", "quick_select"),
    "core/macros.html": (
        "shape",
        "status_tag",
        "tile",
        "tiles",
        "figure",
        "data_table",
        "moment_banner",
        "search_box",
    ),
    "core/charts.html": ("line_chart", "bar_chart", "sparkline", "tile_map"),
}


class Pages(Environment):
    """Templates share the words of this environment, and none has more of its own: a plain dictionary then
    serves them all, where a chain of one for each would be walked word by word for every page and macro.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


class Macro:
    """A macro of another template, looked up at its first call and callable like a function."""

    def __init__(self, environment: Environment, template: str, name: str) -> None:
        self.environment, self.template, self.name = environment, template, name

    @cached_property
    def call(self) -> Callable[..., str]:
        found: Callable[..., str] = getattr(self.environment.get_template(self.template).module, self.name)
        return found

    def __call__(self, *arguments: Any, **named: Any) -> Markup:
        return Markup(self.call(*arguments, **named))  # noqa: S704 - the macro has escaped what it was given


def govuk_macros(environment: Environment) -> dict[str, Macro]:
    """Every component of GOV.UK Frontend, by the name of its macro: `date-input` is `govukDateInput`."""
    components = resources.files(GOVUK) / "templates" / "components"
    macros = {}
    for folder in components.iterdir():
        name = "govuk" + "".join(word.capitalize() for word in folder.name.split("-"))
        macros[name] = Macro(environment, f"{GOVUK}/components/{folder.name}/macro.html", name)
    return macros


def environment(**options: Any) -> Environment:
    """Build the environment that Django's Jinja2 backend keeps."""
    from junction.core.pages.forms import error_summary, field

    loader = options.pop("loader")
    govuk = PrefixLoader({GOVUK: PackageLoader(GOVUK)})
    made = Pages(loader=ChoiceLoader([loader, govuk]), **options)
    made.globals.update(govuk_macros(made))
    made.filters.update(FILTERS)
    made.globals.update(
        {name: Macro(made, template, name) for template, names in OURS.items() for name in names}
    )
    made.globals.update(
        static=static, url=reverse, get_messages=get_messages, field=field, error_summary=error_summary,
        reads_from_the_right=get_language_bidi,
    )  # fmt: skip
    return made


def macro_of(name: str) -> Macro:
    """One macro by its name, for Python that makes a cell of a table: `macro_of("status_tag")`."""
    from django.template import engines

    found: Macro = engines["jinja2"].env.globals[name]  # type: ignore[attr-defined] # the backend is Jinja2
    return found


def macro(name: str, params: dict[str, Any]) -> Markup:
    """Call one GOV.UK macro from Python: `macro("govukInput", {...})`."""
    return macro_of(name)(params)
