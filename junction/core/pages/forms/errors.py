"""What people are told when a form is not right: in plain words, with a link to each control."""

from functools import lru_cache
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.validators import (
    BaseValidator,
    EmailValidator,
    MaxLengthValidator,
    MaxValueValidator,
    MinValueValidator,
    ProhibitNullCharactersValidator,
)
from django.utils.translation import get_language, gettext
from markupsafe import Markup

from junction.core.pages.environment import macro
from junction.core.pages.forms.controls import Furniture
from junction.core.wording import in_a_sentence, sentence_case

CHOSEN_BY_POINTING = (forms.ChoiceField, forms.FileField, forms.ModelChoiceField)

# How what is typed is written; a number with a fraction is a kind of whole one, so it stands first.
WRITTEN: dict[type[forms.Field], str] = {
    forms.FloatField: "enter a number, such as 1.5",
    forms.DecimalField: "enter a number, such as 1.5",
    forms.IntegerField: "enter a whole number, such as 12",
    forms.TimeField: "enter a time, such as 14:30",
}


def required_message(field: forms.Field) -> str:
    """Say what to do about an empty field: "Enter beds", "Select a reason"."""
    label = str(field.label or "an answer")
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}”"
    if label.endswith("?"):
        return f"Answer the question “{label}”"
    return f"{'Select' if isinstance(field, CHOSEN_BY_POINTING) else 'Enter'} {in_a_sentence(label)}"


def plain_validator(one: Any, label: str) -> Any:
    """Return a validator that names its control and says what to do; others as they are."""
    if isinstance(one, MaxLengthValidator):
        return _at_most(one.limit_value, label, get_language())
    if isinstance(one, ProhibitNullCharactersValidator):
        return _no_null(label, get_language())
    if isinstance(one, (MinValueValidator, MaxValueValidator)) and isinstance(one.limit_value, int | float):
        return _bound(isinstance(one, MinValueValidator), one.limit_value, label, get_language())
    if isinstance(one, EmailValidator) and one.message is EmailValidator.message:
        return _email(label, get_language())
    return one


def about(label: str, said: str) -> str:
    """Say something of a control: "Beds: enter a whole number", "How many beds? Enter a whole number"."""
    return f"{label} {said[:1].upper()}{said[1:]}" if label.endswith("?") else f"{label}: {said}"


def _pattern(label: str, said: str) -> str:
    """The same, to be filled with the figures of what was typed."""
    return about(label.replace("%", "%%"), said)


@lru_cache(maxsize=5_000)
def _at_most(characters: int, label: str, language: str | None) -> MaxLengthValidator:
    said = gettext("use at most %(limit_value)d characters, and it has %(show_value)d")
    return MaxLengthValidator(characters, _pattern(label, said))


@lru_cache(maxsize=5_000)
def _no_null(label: str, language: str | None) -> ProhibitNullCharactersValidator:
    return ProhibitNullCharactersValidator(
        _pattern(label, gettext("one character cannot be kept. Type the words anew"))
    )


@lru_cache(maxsize=5_000)
def _bound(is_least: bool, limit: float, label: str, language: str | None) -> BaseValidator:
    said = gettext("enter %(limit)s or more" if is_least else "enter %(limit)s or less")
    kind = MinValueValidator if is_least else MaxValueValidator
    return kind(limit, _pattern(label, said % {"limit": f"{limit:,}"}))


@lru_cache(maxsize=5_000)
def _email(label: str, language: str | None) -> EmailValidator:
    said = gettext("enter an address such as name@example.com")
    return EmailValidator(_pattern(label, said))


def _say_how_it_is_written(field: forms.Field) -> None:
    """Name the control where what was typed is no number or time, unless its form says something better."""
    for kind, said in WRITTEN.items():
        if isinstance(field, kind):
            if field.error_messages["invalid"] is kind.default_error_messages["invalid"]:
                field.error_messages["invalid"] = about(str(field.label), gettext(said))
            return


class Form(forms.Form):
    """A form whose errors say what to do, drawn with GOV.UK controls."""

    furniture: ClassVar[dict[str, Furniture]] = {}

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.furniture: dict[str, Furniture] = dict(type(self).furniture)  # type: ignore[misc] # a copy of the class's own
        self._label()

    def _label(self) -> None:
        for name, field in self.fields.items():
            field.label = field.label or sentence_case(name)

    def full_clean(self) -> None:
        """Check what was typed; a form may have got more controls since it was made."""
        self._say_what_to_do()
        super().full_clean()

    def _say_what_to_do(self) -> None:
        self._label()
        for field in self.fields.values():
            if field.error_messages["required"] is forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = required_message(field)
            _say_how_it_is_written(field)
            field.validators = [plain_validator(one, str(field.label)) for one in field.validators]

    @property
    def error_summary(self) -> Markup:
        return error_summary(self)


def error_summary(form: forms.BaseForm | None) -> Markup:
    """List every error of a form, in the order of its controls, with a link to each; nothing for none."""
    if form is None or not form.errors:
        return Markup()
    items = []
    order = [NON_FIELD_ERRORS, *form.fields]
    for name, errors in sorted(form.errors.items(), key=lambda error: order.index(error[0])):
        href = "" if name == NON_FIELD_ERRORS or form[name].is_hidden else f"#{form[name].auto_id}"
        items += [{"text": str(error), "href": href} if href else {"text": str(error)} for error in errors]
    return macro("govukErrorSummary", {"titleText": gettext("There is a problem"), "errorList": items})
