"""What people type about runs of sharing, drops and onward issue."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import Form

from ..rules.allocation import METHOD_WORDS, METHODS
from .catalogue import ENTER_REASON

Choices = Iterable[tuple[str, str]]
WRONG = ("invalid", "min_value", "max_value")
WHOLE_PACKS = dict.fromkeys(WRONG, "Enter a whole number of packs, from 0 up")
DAYS = dict.fromkeys(WRONG, "Enter a number of days from 1 to 90")


class ShareStock(Form):
    """What to share, among whom, and how."""

    name = forms.CharField(label="Name of the run", max_length=100, help_text="Such as “Gloves, week 17”")
    kind = forms.ChoiceField(label="To whom", widget=forms.RadioSelect, initial="places")
    area = forms.ChoiceField(label="In which area", required=False)
    stocks = forms.MultipleChoiceField(
        label="Which stock",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the stock to share"},
    )
    method = forms.ChoiceField(
        label="By which method",
        widget=forms.RadioSelect,
        choices=[(str(method), METHOD_WORDS[method]) for method in METHODS],
        initial=str(METHODS[0]),
    )
    weighting = forms.ChoiceField(
        label="Who weighs more",
        widget=forms.RadioSelect,
        choices=[("urgency", "Who runs out sooner (only water-filling knows weights)"), ("equal", "Nobody")],
        initial="urgency",
    )
    days = forms.IntegerField(
        label="Days of cover that a claim aims at", min_value=1, max_value=90, error_messages=DAYS
    )
    floor_days = forms.IntegerField(
        label="Days of cover for everyone before anyone has more",
        required=False,
        min_value=0,
        max_value=90,
        help_text="Only water-filling knows this floor",
    )
    most_packs = forms.IntegerField(
        label="Most packs of an item for one recipient", required=False, min_value=1, max_value=10_000_000,
        error_messages=WHOLE_PACKS,
    )  # fmt: skip
    keep_percent = forms.IntegerField(
        label="Part of the stock that stays in the depots",
        required=False,
        min_value=0,
        max_value=99,
        error_messages=dict.fromkeys(WRONG, "Enter a percentage from 0 to 99"),
    )
    why = forms.CharField(
        label="Why", widget=forms.Textarea, max_length=300, error_messages={"required": ENTER_REASON}
    )
    furniture = {
        "name": {"width": 20},
        "stocks": {"small": True},
        "days": {"width": 2, "suffix": "days"},
        "floor_days": {"width": 2, "suffix": "days", "optional": True},
        "most_packs": {"width": 5, "suffix": "packs", "optional": True},
        "keep_percent": {"width": 2, "suffix": "%", "optional": True},
        "why": {"rows": 3},
    }

    def __init__(
        self, *arguments: Any, kinds: Choices, areas: Choices, stocks: Choices, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        fields: Any = self.fields
        fields["kind"].choices, fields["area"].choices = list(kinds), list(areas)
        fields["stocks"].choices = list(stocks)
        if len(fields["kind"].choices) == 1:
            fields["kind"].widget = forms.HiddenInput()

    @property
    def said(self) -> dict[str, Any]:
        """The parts of a wish."""
        given = self.cleaned_data
        pairs = (choice.split(":") for choice in given["stocks"])
        return {
            **{
                name: given[name]
                for name in ("name", "kind", "method", "weighting", "days", "why", "most_packs")
            },
            "area_code": given["area"],
            "floor_days": given["floor_days"] or 0,
            "keep_percent": given["keep_percent"] or 0,
            "stocks": [(int(depot), int(item)) for depot, item in pairs],
        }


class ChangeLine(Form):
    """Another number of packs, and why."""

    packs = forms.IntegerField(
        label="Packs",
        min_value=0,
        max_value=1_000_000_000,
        error_messages=WHOLE_PACKS | {"required": "Enter packs"},
    )
    why = forms.CharField(
        label="Reason", widget=forms.Textarea, max_length=300, error_messages={"required": ENTER_REASON}
    )
    furniture = {"packs": {"width": 5}, "why": {"rows": 3}}


class OlderPeopleForm(Form):
    """A figure for each forum, and where they are from."""

    source = forms.CharField(
        label="Source of these figures",
        max_length=300,
        help_text="Such as the publication, its date and table. Kept with every figure that you change.",
        error_messages={"required": "Enter where the figures are from"},
    )

    def __init__(self, *arguments: Any, forums: Sequence[tuple[str, str, int | None]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.before = {code: people for code, _, people in forums}
        self.furniture.update({code: {"width": 5, "inputmode": "numeric"} for code in self.before})
        for code, name, people in forums:
            self.fields[code] = forms.IntegerField(
                label=name, required=False, min_value=0, max_value=10_000_000, initial=people,
                error_messages=dict.fromkeys(WRONG, "Enter a whole number"),
            )  # fmt: skip

    @property
    def changed(self) -> dict[str, int]:
        """The figures that are not what they were."""
        given = {code: self.cleaned_data[code] for code in self.before}
        return {
            code: people
            for code, people in given.items()
            if people is not None and people != self.before[code]
        }


class IssueOnward(Form):
    """From which store, how many packs of what, and why."""

    why = forms.CharField(
        label="Reason", widget=forms.Textarea, max_length=300, error_messages={"required": ENTER_REASON}
    )
    furniture = {"why": {"rows": 3}}

    def __init__(self, *arguments: Any, offers: Iterable[tuple[str, str, int]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.asked: list[str] = []
        for key, words, most in offers:
            self.fields[key] = forms.IntegerField(
                label=words, required=False, min_value=0, max_value=most,
                error_messages=dict.fromkeys(WRONG, f"Enter a whole number of packs, from 0 to {most:,}"
                ),
            )  # fmt: skip
            self.furniture[key] = {"width": 5, "suffix": "packs"}
            self.asked.append(key)
        self.order_fields([*self.asked, "why"])

    @property
    def packs(self) -> dict[int, int]:
        """Packs of each item."""
        return {int(key.removeprefix("item-")): self.cleaned_data.get(key) or 0 for key in self.asked}
