"""What is typed of a service that one keeps; and a list of services that is sent."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import Form
from junction.core.uploads.forms import UploadedFile
from junction.support.rules.directory_book import DirectoryBook
from junction.support.rules.listed_rows import STATUSES, listed_one

Pairs = Sequence[tuple[str, str]]
SEVERAL = ("needs", "ways")
HOURS = "Such as Mo-Fr 09:00-17:00; Sa 10:00-12:00"


class KeepService(Form):
    """What a service is: names of people belong nowhere here."""

    name = forms.CharField(label="Name", max_length=200)
    description = forms.CharField(
        label="What it does", max_length=5_000, required=False, widget=forms.Textarea
    )
    needs = forms.MultipleChoiceField(label="What for", widget=forms.CheckboxSelectMultiple, required=False)
    ways = forms.MultipleChoiceField(
        label="How people can have it", widget=forms.CheckboxSelectMultiple, required=False
    )
    status = forms.ChoiceField(label="Status", choices=[(one, one.capitalize()) for one in STATUSES])
    opening = forms.CharField(label="When it is open", max_length=500, required=False, help_text=HOURS)
    address = forms.CharField(label="Address", max_length=300, required=False)
    town = forms.CharField(label="Town", max_length=100, required=False)
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)
    areas = forms.CharField(
        label="For people living in", max_length=500, required=False,
        help_text="Codes or names of councils with “;” between. If empty, wherever they can come from.",
    )  # fmt: skip
    eligibility = forms.CharField(label="Who can use it", max_length=2_000, required=False)
    minimum_age = forms.CharField(label="From which age", max_length=3, required=False)
    maximum_age = forms.CharField(label="Up to which age", max_length=3, required=False)
    cost = forms.CharField(label="What it costs", max_length=500, required=False)
    languages = forms.CharField(
        label="Languages", max_length=300, required=False, help_text="With “;” between"
    )
    places_free = forms.CharField(label="Places free today", max_length=6, required=False)
    phone = forms.CharField(label="Telephone", max_length=40, required=False, widget=forms.TelInput)
    email = forms.CharField(
        label="Email", max_length=254, required=False, help_text="A mailbox that everybody may know"
    )
    url = forms.CharField(label="Website", max_length=500, required=False)
    alert = forms.CharField(
        label="What people must know now", max_length=500, required=False, help_text="Such as “Closed in May”"
    )
    furniture = {
        "description": {"rows": 4, "optional": True}, "needs": {"small": True, "optional": True},
        "ways": {"small": True, "optional": True},
        "opening": {"optional": True}, "address": {"optional": True}, "town": {"optional": True, "width": 20},
        "postcode": {"optional": True, "width": 10}, "areas": {"optional": True},
        "eligibility": {"optional": True}, "minimum_age": {"optional": True, "width": 3},
        "maximum_age": {"optional": True, "width": 3}, "cost": {"optional": True},
        "languages": {"optional": True}, "places_free": {"optional": True, "width": 5},
        "phone": {"optional": True, "width": 20}, "email": {"optional": True}, "url": {"optional": True},
        "alert": {"optional": True},
    }  # fmt: skip

    def __init__(self, *arguments: Any, book: DirectoryBook, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.book = book
        fields: Any = self.fields
        fields["needs"].choices = list(book.needs.items())
        fields["ways"].choices = [(code, way.title) for code, way in book.ways.items()]
        if not book.ways:  # of a day when it was not asked yet
            del fields["ways"]

    @property
    def cells(self) -> dict[str, str]:
        """What was typed, as a row of a list has it."""
        given = self.cleaned_data
        texts = {name: given.get(name, "") for name in KeepService.base_fields if name not in SEVERAL}
        return texts | {name: "; ".join(given.get(name, [])) for name in SEVERAL}

    def clean(self) -> dict[str, Any] | None:
        """Every cell is read as in a list; what cannot be right is said at its field."""
        given = super().clean()
        cells = self.cells | {"organisation": "-", "name": self.cleaned_data.get("name") or "-"}
        _, wrong = listed_one(cells, source="", book=self.book)
        for found in wrong:
            message = found.message.replace(" It was left out.", "").replace(" It was kept as words.", "")
            if found.column in self.fields and found.column not in self.errors:
                self.add_error(found.column, message)
        return given


class AddService(KeepService):
    """Whose service it is too, and in which council's directory it stands."""

    keeper = forms.ChoiceField(label="Whose service is it?")
    area = forms.ChoiceField(label="In which council's directory?")
    organisation = forms.CharField(label="Organisation that gives it", max_length=200, required=False)
    furniture = {**KeepService.furniture, "organisation": {"optional": True}}
    field_order = ("keeper", "area", "organisation")

    def __init__(self, *arguments: Any, keepers: Pairs, areas: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["keeper"].choices, fields["area"].choices = list(keepers), list(areas)
        if all(code for code, _ in keepers):
            del fields["organisation"]


class ImportServices(Form):
    """A list or a feed of services, what it is called, and whose directory it is for."""

    file = UploadedFile(label="List or feed", help_text="CSV, XLSX or JSON (HSDS-UK 3.0)")
    source = forms.CharField(
        label="What the list is called", max_length=120,
        help_text="The same name brings the same services up to date later",
    )  # fmt: skip
    area = forms.ChoiceField(label="In which council's directory?")

    def __init__(self, *arguments: Any, areas: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["area"].choices = list(areas)
