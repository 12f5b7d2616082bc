"""What is typed of the directory: what somebody looks for, and what is known of a service."""

from datetime import datetime, time
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form
from junction.support.rules.directory_book import DirectoryBook


class SearchServices(Form):
    """What for, where, and when; every part may be left empty."""

    need = forms.ChoiceField(label="What do you need?", required=False)
    q = forms.CharField(label="Or in words", required=False, max_length=200, help_text="Such as “lunch club”")
    postcode = forms.CharField(label="Postcode", required=False, max_length=10)
    miles = forms.TypedChoiceField(label="How far away?", required=False, coerce=int, empty_value=None)
    way = forms.ChoiceField(label="How can you have it?", required=False)
    on = DayField(label="Open on which day?", required=False)
    at = forms.CharField(label="And at what time?", required=False, max_length=5, help_text="Such as 18:30")
    furniture = {
        "need": {"optional": True}, "q": {"optional": True, "width": 20},
        "postcode": {"optional": True, "width": 10}, "miles": {"optional": True},
        "way": {"optional": True},
        "on": {"optional": True}, "at": {"optional": True, "width": 5},
    }  # fmt: skip

    def __init__(self, *arguments: Any, book: DirectoryBook, **named: Any) -> None:
        super().__init__(*arguments, **named)
        need: Any = self.fields["need"]
        need.choices = [("", "Anything"), *book.needs.items()]
        miles: Any = self.fields["miles"]
        miles.choices = [
            ("", f"Within {book.usual_miles} miles"),
            *((str(one), f"Within {one} mile{'' if one == 1 else 's'}") for one in book.miles_offered),
        ]

        way: Any = self.fields["way"]
        way.choices = book.ways_offered
        if not book.ways:  # of a day when it was not asked yet
            del self.fields["way"]

    def clean_at(self) -> time | None:
        """Read a time of the day."""
        said = self.cleaned_data["at"].strip().replace(".", ":")
        if not said:
            return None
        try:
            return time.fromisoformat(said.zfill(5) if ":" in said else f"{said.zfill(2)}:00")
        except ValueError:
            raise forms.ValidationError("Enter a time of 24 hours, such as 18:30") from None

    def clean(self) -> dict[str, Any] | None:
        """A time needs its day."""
        given = super().clean() or {}
        if given.get("at") and not given.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter the day as well")
        return given

    @property
    def open_at(self) -> datetime | None:
        """When it is to be open; a day without a time means midday."""
        given = self.cleaned_data
        return datetime.combine(given["on"], given["at"] or time(12)) if given.get("on") else None
