"""A day typed in three boxes: what counts as a day, and which box is wrong when it is not."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PARTS = ("day", "month", "year")


def month_number(text: str) -> str:
    """Take a month as a number or by name: `March` and `mar` are 3."""
    word = text.strip().lower()[:3]
    return str(MONTHS.index(word) + 1) if word in MONTHS else text.strip()


class DayInput(forms.Widget):
    """Three boxes for one day, named `<field>-day`, `<field>-month`, `<field>-year`."""

    def parts(self, value: Any) -> dict[str, str]:
        """What stands in each box for a date, a triple as typed, an ISO text, or nothing."""
        if isinstance(value, date):
            value = (value.day, value.month, value.year)
        if isinstance(value, str) and value.count("-") == 2:
            value = tuple(reversed(value.split("-")))
        if not isinstance(value, tuple):
            value = ("", "", "")
        return dict(zip(PARTS, (str(part) for part in value), strict=True))

    def wrong(self, parts: Mapping[str, str]) -> tuple[str, ...]:
        """Which boxes to mark: the empty ones, else all."""
        return tuple(name for name in PARTS if not parts[name]) or PARTS

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> tuple[str, str, str] | str:
        if name in data:  # a link or a machine may say the day in one piece
            return str(data[name])
        day, month, year = (str(data.get(f"{name}-{part}", "")).strip() for part in PARTS)
        return day, month, year

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and not any(f"{name}-{part}" in data for part in PARTS)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return id_


class DayField(forms.Field):
    """A day, from three boxes or one ISO text."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or value is None:
            return value
        day, month, year = value if isinstance(value, tuple) else self._from_iso(value)
        if not any((day, month, year)):
            return None
        missing = [name for name, part in zip(PARTS, (day, month, year), strict=True) if not part]
        if missing:
            raise ValidationError(f"{self.label} must include a {' and a '.join(missing)}")
        if len(year) != 4 or not year.isdecimal():
            raise ValidationError(f"{self.label}: the year must have 4 numbers, like 2020")
        try:
            return date(int(year), int(month_number(month)), int(day))
        except (ValueError, OverflowError):  # no number, none of a month, or one without an end
            raise ValidationError(f"{self.label} must be a real date, like 27 3 2020") from None

    def _from_iso(self, text: str) -> tuple[str, str, str]:
        if not text:
            return "", "", ""
        pieces = text.split("-")
        if len(pieces) != 3:
            raise ValidationError(f"{self.label} must be a real date, like 2020-03-27")
        return pieces[2], pieces[1], pieces[0]
