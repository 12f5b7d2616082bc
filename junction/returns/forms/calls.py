"""What somebody types after ringing a place: what came of it, by when, whom they spoke to."""

import re
from datetime import time
from typing import Any

from django import forms

from junction.core.pages.forms import Form
from junction.returns.rules.chasing import Outcome

CLOCK = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))? ?(am|pm)?", re.IGNORECASE)
WHEN = "Enter a time, like 4:30pm or 16:30"


def read_clock(text: str) -> time:
    """Read a time of day as people write it: 4:30pm, 16.30, 4 pm. Raise `ValueError` otherwise."""
    found = CLOCK.fullmatch(text.strip())
    if not found:
        raise ValueError(WHEN)
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError(WHEN)
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute)  # an hour of 25 is a ValueError too


class CallForm(Form):
    """One call."""

    outcome = forms.ChoiceField(
        label="What came of the call?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what came of the call"},
    )
    by_clock = forms.CharField(
        label="By when?",
        required=False,
        max_length=10,
        help_text="A time today, like 4:30pm. Leave empty unless they named one.",
    )
    spoke_to = forms.CharField(
        label="Role of the person you spoke to",
        required=False,
        max_length=80,
        help_text="For example, deputy manager. Do not give a name.",
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=500,
        widget=forms.Textarea,
        help_text="Nothing about a resident",
    )

    def __init__(self, *arguments: Any, outcomes: dict[str, Outcome], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.outcomes = outcomes
        self.fields["outcome"].choices = [  # type: ignore[attr-defined] # a choice field
            (code, outcome.text) for code, outcome in outcomes.items() if not outcome.files
        ]

    def clean(self) -> dict[str, Any]:
        """An outcome that promises something needs its time."""
        cleaned = super().clean() or {}
        text, outcome = cleaned.get("by_clock", ""), self.outcomes.get(cleaned.get("outcome", ""))
        cleaned["clock"] = None
        try:
            if outcome and outcome.asks_time:
                cleaned["clock"] = read_clock(text)
        except ValueError:
            self.add_error("by_clock", WHEN)
        return cleaned
