"""The quick controls write what GOV.UK Frontend's own macros write, whatever they are told."""

import re
from itertools import product
from typing import Any

import pytest

from junction.core.pages.environment import macro


def plain(html: str) -> str:
    """HTML without the space between and around tags, which does not show."""
    html = re.sub(r"\s+", " ", html).strip()
    return re.sub(r" ?(<[^>]+>) ?", r"\1", html).replace(" >", ">")


MORE: list[dict[str, Any]] = [
    {},
    {"hint": {"text": "All <of> them"}, "inputmode": "numeric"},
    {
        "errorMessage": {"text": "Enter beds"},
        "suffix": {"text": "beds"},
        "classes": "govuk-input--width-4",
    },
    {"hint": {"html": "<b>x</b>"}, "errorMessage": {"text": "No"}, "prefix": {"text": "£"}},
    {"autocomplete": "email", "spellcheck": False, "disabled": True},
]
INPUTS: list[dict[str, Any]] = [
    {"id": "a", "name": "b", "label": label, "type": "text", "value": value, "attributes": attributes, **more}
    for label, value, attributes, more in product(
        [
            {"text": "Beds & cots", "isPageHeading": False},
            {"text": "Beds", "isPageHeading": True, "classes": "govuk-label--l"},
        ],
        ["12", "0", '"><b>'],
        [{}, {"data-a": "1"}],
        MORE,
    )
]


@pytest.mark.parametrize("params", INPUTS)
def test_the_quick_input_is_the_input_of_the_design_system(params: dict[str, Any]) -> None:
    assert plain(macro("quick_input", params)) == plain(macro("govukInput", params))


ITEMS = [
    {"value": "yes", "text": "Yes & so", "checked": True, "hint": {"text": "Any day"}},
    {"divider": "or"},
    {"value": "no", "text": "No", "checked": False, "conditional": {"html": "<p>Why</p>"}},
    {"value": "other", "text": "Other", "checked": True, "conditional": {"html": "<p>What</p>"}},
]
RADIOS = [
    {
        "name": "open",
        "idPrefix": "id_open",
        "items": ITEMS,
        "fieldset": {
            "legend": {"text": "Open?", "classes": "govuk-fieldset__legend--s", "isPageHeading": heading}
        },
        **more,
    }
    for heading, more in product(
        [False, True],
        [
            {"classes": "", "attributes": {}},
            {"classes": "govuk-radios--inline", "attributes": {"data-a": "1"}, "hint": {"text": "Now"}},
            {"classes": "", "attributes": {}, "hint": {"text": "Now"}, "errorMessage": {"text": "Say"}},
        ],
    )
]


@pytest.mark.parametrize("params", RADIOS)
def test_the_quick_radios_are_the_radios_of_the_design_system(params: dict[str, Any]) -> None:
    assert plain(macro("quick_radios", params)) == plain(macro("govukRadios", params))


OPTIONS = [("", "Find <it>", False), ("E06000001", "Bath & so", True), ("0", '"Hull"', False)]
LABELS: list[dict[str, Any]] = [
    {"text": "Council", "isPageHeading": False},
    {"text": "C & D", "isPageHeading": True, "classes": "x"},
]
SAID: list[dict[str, Any]] = [
    {"attributes": {}},
    {"attributes": {"data-a": "1"}, "hint": {"text": "All"}, "disabled": True},
    {"attributes": {}, "errorMessage": {"text": "No"}, "classes": "y"},
    {"attributes": {}, "hint": {"html": "<b>x</b>"}, "errorMessage": {"text": "Choose"}},
]
SELECTS = [{"id": "id_area", "name": "area", "label": label, **said} for label, said in product(LABELS, SAID)]


@pytest.mark.parametrize("params", SELECTS)
def test_the_quick_select_is_the_select_of_the_design_system(params: dict[str, Any]) -> None:
    items = [{"value": value, "text": text, "selected": selected} for value, text, selected in OPTIONS]
    assert plain(macro("quick_select", params | {"options": OPTIONS})) == plain(
        macro("govukSelect", params | {"items": items})
    )
