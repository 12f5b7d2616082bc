"""Which GOV.UK macro draws a field: decided by its widget, with the field's own hint, value and error."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from markupsafe import Markup

from junction.core.pages.environment import macro
from junction.core.pages.forms.days import DayInput

Furniture = Mapping[str, Any]
Params = dict[str, Any]


def label_text(bound: BoundField, said: Furniture) -> str:
    text = str(said.get("label", bound.label))
    return f"{text} (optional)" if said.get("optional") and not bound.field.required else text


def common(bound: BoundField, said: Furniture) -> Params:
    """Name, hint, error and attributes, which every control has."""
    params: Params = {"name": bound.html_name, "attributes": dict(said.get("attributes", {}))}
    if hint := said.get("hint", bound.help_text):
        params["hint"] = {"html": hint} if hasattr(hint, "__html__") else {"text": str(hint)}
    if bound.errors:
        params["errorMessage"] = {"text": " ".join(str(error) for error in bound.errors)}
    width = f"govuk-input--width-{said['width']}" if "width" in said else ""
    if classes := f"{said.get('classes', '')} {width}".strip():
        params["classes"] = classes
    if bound.field.disabled:
        params["disabled"] = True
    return params


def labelled(bound: BoundField, said: Furniture) -> Params:
    """A control with one label of its own."""
    size = said.get("size") or ("l" if said.get("heading") else "")
    label = {"text": label_text(bound, said), "isPageHeading": bool(said.get("heading"))}
    if size:
        label["classes"] = f"govuk-label--{size}"
    params = common(bound, said) | {"id": bound.auto_id, "label": label}
    value = bound.field.widget.format_value(bound.value())
    params["value"] = "" if value is None else str(value)
    for name in ("autocomplete", "spellcheck"):
        if name in said:
            params[name] = said[name]
    return params


def grouped(bound: BoundField, said: Furniture) -> Params:
    """Several controls under one legend."""
    size = said.get("size") or ("l" if said.get("heading") else "s")
    legend = {
        "text": label_text(bound, said),
        "isPageHeading": bool(said.get("heading")),
        "classes": f"govuk-fieldset__legend--{size}",
    }
    return common(bound, said) | {"idPrefix": bound.auto_id, "fieldset": {"legend": legend}}


TYPES = {
    forms.EmailInput: "email",
    forms.URLInput: "url",
    forms.TelInput: "tel",
    forms.SearchInput: "search",
    forms.DateTimeInput: "datetime-local",
}


def input_mode(field: forms.Field) -> str:
    """A number is typed as text with a number pad: spinners change figures by accident."""
    if isinstance(field, forms.FloatField | forms.DecimalField):
        return "decimal"
    return "numeric" if isinstance(field, forms.IntegerField) else ""


def text_input(bound: BoundField, said: Furniture) -> Markup:
    params = labelled(bound, said)
    if mode := said.get("inputmode", input_mode(bound.field)):
        params["inputmode"] = mode
    params["type"] = next(
        (word for kind, word in TYPES.items() if isinstance(bound.field.widget, kind)), "text"
    )
    for affix in ("prefix", "suffix"):
        if affix in said:
            params[affix] = {"text": said[affix]}
    return macro("quick_input", params)


def text_area(bound: BoundField, said: Furniture) -> Markup:
    params = labelled(bound, said) | {"rows": said.get("rows", 5)}
    if limit := said.get("maxlength", getattr(bound.field, "max_length", None)):
        return macro("govukCharacterCount", params | {"maxlength": limit})
    return macro("govukTextarea", params)


def password(bound: BoundField, said: Furniture) -> Markup:
    return macro("govukPasswordInput", labelled(bound, said) | {"value": ""})


def file_upload(bound: BoundField, said: Furniture) -> Markup:
    params = labelled(bound, said) | {"value": "", "javascript": True}
    if accept := said.get("accept"):
        params["attributes"]["accept"] = accept
    params["multiple"] = bool(getattr(bound.field.widget, "allow_multiple_selected", False))
    return macro("govukFileUpload", params)


def chosen_values(bound: BoundField) -> set[str]:
    value = bound.value()
    many = value if isinstance(value, list | tuple | set) else [value]
    return {str(item) for item in many if item is not None}


def choice_items(bound: BoundField, said: Furniture) -> list[Params]:
    """One item for each choice, with its hint, what it reveals, and "or" before the divider."""
    items: list[Params] = []
    chosen, hints, reveals = chosen_values(bound), said.get("hints", {}), said.get("conditional", {})
    for value, text in bound.field.choices:  # type: ignore[attr-defined] # only a choice field comes here
        if value in ("", None):
            continue
        item: Params = {"value": str(value), "text": str(text), "checked": str(value) in chosen}
        if value in hints:
            item["hint"] = {"text": hints[value]}
        if value in reveals:
            item["conditional"] = {"html": reveals[value]}
        if said.get("divider") == value:
            items.append({"divider": "or"})
        items.append(item)
    return items


def radios(bound: BoundField, said: Furniture) -> Markup:
    params = grouped(bound, said) | {"items": choice_items(bound, said)}
    looks = [f"govuk-radios--{look}" for look in ("inline", "small") if said.get(look)]
    return macro("quick_radios", params | {"classes": " ".join([*looks, said.get("classes", "")]).strip()})


def checkboxes(bound: BoundField, said: Furniture) -> Markup:
    params = grouped(bound, said) | {"items": choice_items(bound, said)}
    looks = ["govuk-checkboxes--small"] if said.get("small") else []
    return macro("govukCheckboxes", params | {"classes": " ".join([*looks, said.get("classes", "")]).strip()})


def one_checkbox(bound: BoundField, said: Furniture) -> Markup:
    params = common(bound, said)
    item: Params = {"value": "on", "text": label_text(bound, said), "checked": bool(bound.value())}
    if "hint" in params:
        item["hint"] = params.pop("hint")
    if said.get("conditional"):
        item["conditional"] = {"html": said["conditional"][True]}
    return macro("govukCheckboxes", params | {"idPrefix": bound.auto_id, "items": [item]})


def select(bound: BoundField, said: Furniture) -> Markup:
    params = labelled(bound, said)
    chosen = chosen_values(bound)
    params["options"] = [
        (str(value), str(text), str(value) in chosen)
        for value, text in bound.field.choices  # type: ignore[attr-defined] # only a choice field comes here
    ]
    return macro("quick_select", params)


def day(bound: BoundField, said: Furniture) -> Markup:
    """Three boxes; the field's own id is on the first, so that the error summary's link lands there."""
    widget = bound.field.widget
    parts = widget.parts(bound.value())  # type: ignore[attr-defined] # only a `DayInput` comes here
    wrong = widget.wrong(parts) if bound.errors else ()  # type: ignore[attr-defined] # only a `DayInput` comes here
    items = []
    for name, value in parts.items():
        classes = f"govuk-input--width-{4 if name == 'year' else 2}"
        items.append(
            {
                "id": bound.auto_id if name == "day" else f"{bound.auto_id}-{name}",
                "name": name,
                "value": value,
                "classes": f"{classes} govuk-input--error" if name in wrong else classes,
            }
        )
    params = grouped(bound, said) | {"id": f"{bound.auto_id}-day-group", "namePrefix": bound.html_name}
    return macro("govukDateInput", params | {"items": items})


def hidden(bound: BoundField, said: Furniture) -> Markup:
    return Markup(bound.as_hidden())  # noqa: S704 - Django has escaped it


# In this order: CheckboxSelectMultiple is a RadioSelect, and every control is an Input.
DRAWN_BY: tuple[tuple[type[forms.Widget], Callable[[BoundField, Furniture], Markup]], ...] = (
    (forms.HiddenInput, hidden),
    (DayInput, day),
    (forms.CheckboxSelectMultiple, checkboxes),
    (forms.RadioSelect, radios),
    (forms.CheckboxInput, one_checkbox),
    (forms.Select, select),
    (forms.Textarea, text_area),
    (forms.PasswordInput, password),
    (forms.FileInput, file_upload),
    (forms.widgets.Input, text_input),
)


def field(bound: BoundField, **said: Any) -> Markup:
    """Draw one field of a form by its widget. Raise `LookupError` for a widget unknown here."""
    always = getattr(bound.form, "furniture", {}).get(bound.name, {})
    for widget, draw in DRAWN_BY:
        if isinstance(bound.field.widget, widget):
            return draw(bound, {**always, **said})
    raise LookupError(f"No control draws {type(bound.field.widget).__name__} ({bound.name})")
