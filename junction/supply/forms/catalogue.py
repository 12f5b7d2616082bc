"""What people type about items, their packs, and where stock lies."""

from collections.abc import Iterable
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form
from junction.core.uploads.forms import UploadedFile
from junction.supply.rules.catalogue import CODE, MEASURES, clean_gtin

ENTER_REASON = "Enter a reason. It is kept with what you do."
WHOLE = dict.fromkeys(("invalid", "min_value", "max_value"), "Enter a whole number of base units, from 1 up")
Choices = Iterable[tuple[str, str]]


def clean_code(text: str) -> str:
    """A code as addresses bear it."""
    code = text.strip().lower()
    if not CODE.fullmatch(code):
        raise forms.ValidationError("Use small letters, digits and single hyphens, such as masks-iir")
    return code


class ChangeItem(Form):
    """What is said of an item."""

    name = forms.CharField(label="Name", max_length=100)
    base_unit = forms.CharField(
        label="Base unit", max_length=20, help_text="What one of it is called, such as glove or mask"
    )
    plural_unit = forms.CharField(label="Base unit, many", max_length=20, help_text="Such as gloves or masks")
    category = forms.CharField(label="Category", max_length=40)
    is_ppe = forms.BooleanField(label="It is personal protective equipment", required=False)
    measure = forms.ChoiceField(
        label="What returns call it",
        required=False,
        choices=[("", "They do not ask about it"), *((one, one.replace("_", " ")) for one in MEASURES)],
    )
    note = forms.CharField(label="Note", max_length=300, required=False)
    furniture = {
        "base_unit": {"width": 10},
        "plural_unit": {"width": 10},
        "category": {"width": 20},
        "note": {"optional": True},
    }


class AddItem(ChangeItem):
    """A new item."""

    code = forms.CharField(label="Code", max_length=40, help_text="Such as masks-iir. It does not change.")
    field_order = ["code"]
    furniture = {**ChangeItem.furniture, "code": {"width": 20, "spellcheck": False}}

    def clean_code(self) -> str:
        return clean_code(self.cleaned_data["code"])


class ChangePack(Form):
    """A pack's trade item number, and whether it can be ordered."""

    gtin = forms.CharField(
        label="Trade item number (GTIN)",
        required=False,
        max_length=30,
        help_text="The digits under the bars, 8 to 14 of them",
    )
    is_orderable = forms.BooleanField(label="Providers can order it", required=False)
    furniture = {"gtin": {"optional": True, "width": 20, "inputmode": "numeric"}}

    def clean_gtin(self) -> str:
        try:
            return clean_gtin(self.cleaned_data["gtin"])
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from None


class AddPack(ChangePack):
    """A new pack."""

    name = forms.CharField(label="Name", max_length=60, help_text="Such as Box of 100")
    quantity = forms.IntegerField(
        label="Base units in it", min_value=1, max_value=2_000_000_000, error_messages=WHOLE
    )
    field_order = ["name", "quantity"]
    furniture = {**ChangePack.furniture, "name": {"width": 20}, "quantity": {"width": 10}}


class AddSubstitute(Form):
    """What may stand in for an item."""

    other = forms.ChoiceField(label="Item that stands in")
    per = forms.DecimalField(
        label="How many of it do for one",
        min_value=0,
        max_digits=9,
        decimal_places=3,
        initial=1,
        error_messages=dict.fromkeys(("invalid", "min_value"), "Enter a number above 0, such as 1 or 0.5"),
    )
    note = forms.CharField(label="When it may", max_length=200, required=False)
    furniture = {"per": {"width": 5}, "note": {"optional": True}}

    def __init__(self, *arguments: Any, items: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        field: Any = self.fields["other"]
        field.choices = [("", "Choose an item"), *items]

    def clean_per(self) -> Any:
        if not self.cleaned_data["per"]:
            raise forms.ValidationError("Enter a number above 0, such as 1 or 0.5")
        return self.cleaned_data["per"]


class AddLink(Form):
    """Something to read about an item."""

    kind = forms.ChoiceField(
        label="Kind",
        widget=forms.RadioSelect,
        choices=[("guidance", "Guidance"), ("training", "Training"), ("case-study", "Case study")],
    )
    title = forms.CharField(label="Title", max_length=200)
    url = forms.URLField(label="Address", max_length=500, assume_scheme="https")
    version = forms.CharField(label="Version", max_length=40, required=False)
    dated_on = DayField(label="Date of this version")
    furniture = {"kind": {"inline": True}, "version": {"optional": True, "width": 10}}


class WithReason(Form):
    """Only a reason, which is kept with what it is given for."""

    why = forms.CharField(
        label="Reason",
        widget=forms.Textarea,
        max_length=300,
        error_messages={"required": ENTER_REASON},
    )
    furniture = {"why": {"rows": 3}}


class OnADay(WithReason):
    """A day, and a reason."""

    on = DayField(label="From which day?")
    field_order = ["on", "why"]


class ImportCatalogue(Form):
    """A catalogue."""

    file = UploadedFile(label="Catalogue", help_text="CSV or XLSX; one row for each pack of an item")


class OpenDepot(Form):
    """A new depot."""

    kind = forms.ChoiceField(label="Kind", widget=forms.RadioSelect)
    name = forms.CharField(label="Name", max_length=100)
    code = forms.CharField(label="Code", max_length=40, help_text="Such as daventry. It does not change.")
    area = forms.ChoiceField(label="Area it serves", required=False)
    organisation = forms.ChoiceField(label="Whose depot it is", required=False)
    latitude = forms.FloatField(label="Latitude", required=False, min_value=49.8, max_value=60.9)
    longitude = forms.FloatField(label="Longitude", required=False, min_value=-8.7, max_value=1.8)
    opened_on = DayField(label="Open from")
    furniture = {
        "code": {"width": 20, "spellcheck": False},
        "latitude": {"optional": True, "width": 10},
        "longitude": {"optional": True, "width": 10},
    }

    def __init__(
        self, *arguments: Any, kinds: Choices, areas: Choices, organisations: Choices, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["kind"].choices = kinds
        fields["area"].choices = [("", "The nation"), *areas]
        fields["organisation"].choices = [("", "Nobody in particular"), *organisations]

    def clean_code(self) -> str:
        return clean_code(self.cleaned_data["code"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") in ("lrf", "council", "assistants") and not given.get("area"):
            self.add_error("area", "Choose the area that it serves")
        if (given.get("latitude") is None) != (given.get("longitude") is None):
            self.add_error("longitude", "Enter both latitude and longitude, or neither")
        return given

    @property
    def said(self) -> dict[str, Any]:
        """The fields of a depot."""
        given = self.cleaned_data
        return {
            **{name: given[name] for name in ("kind", "name", "latitude", "longitude", "opened_on")},
            "area_id": given["area"] or None,
            "organisation_id": int(given["organisation"]) if given["organisation"] else None,
        }
