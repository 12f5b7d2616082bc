"""What volunteers type: three short steps to sign up, the contact to sign in with, what they offer."""

from collections.abc import Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import Form
from junction.support.rules.keeping import phone_key
from junction.support.rules.volunteering import Volunteering
from junction.support.rules.where import outward_of

Pairs = Sequence[tuple[str, str]]
WEEK = {"weekday": ("On weekdays", range(5)), "weekend": ("At the weekend", range(5, 7))}
PHONE = "Enter a telephone number with its area code, such as 07700 900 123"


def titles(kinds: Any) -> list[tuple[str, str]]:
    """Codes and titles to choose from."""
    return [(code, one.title) for code, one in kinds.items()]


def _phone(written: str) -> str:
    if written and not phone_key(written):
        raise forms.ValidationError(PHONE)
    return written


class Who(Form):
    """First step: a name and a way to be reached."""

    name = forms.CharField(label="Your name", max_length=100)
    email = forms.EmailField(label="Email address", max_length=200, required=False)
    phone = forms.CharField(label="Mobile telephone number", max_length=30, required=False)
    furniture = {
        "name": {"autocomplete": "name", "width": 20},
        "email": {"autocomplete": "email", "hint": "You sign in with it: there is no password."},
        "phone": {"autocomplete": "tel", "width": 20, "hint": "For urgent tasks, by text message."},
    }

    def clean_phone(self) -> str:
        """A number that can be rung."""
        return _phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        said = super().clean() or {}
        if not self.errors and not said.get("email") and not said.get("phone"):
            self.add_error("email", "Enter an email address or a mobile telephone number")
        return said


class What(Form):
    """Second step: where, what and when."""

    postcode = forms.CharField(label="Your postcode", max_length=10)
    reach_km = forms.TypedChoiceField(label="How far would you go?", coerce=int, widget=forms.RadioSelect)
    skills = forms.MultipleChoiceField(label="What could you do?", widget=forms.CheckboxSelectMultiple)
    times = forms.MultipleChoiceField(label="When could you help?", widget=forms.CheckboxSelectMultiple)
    languages = forms.MultipleChoiceField(
        label="Which languages do you speak?", widget=forms.CheckboxSelectMultiple, initial=["en"]
    )
    furniture = {
        "postcode": {"width": 10, "autocomplete": "postal-code"},
        "reach_km": {"inline": True, "small": True},
        "languages": {"small": True},
    }

    def __init__(self, *arguments: Any, book: Volunteering, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.book = book
        fields: dict[str, Any] = dict(self.fields)
        fields["reach_km"].choices = [(km, f"{km} km") for km in book.reach_km]
        fields["skills"].choices = titles(book.skills)
        if "times" not in fields:
            return
        fields["languages"].choices = titles(book.languages)
        fields["times"].choices = [
            (f"{week}-{part.code}", f"{title}, {part.title}")
            for week, (title, _) in WEEK.items()
            for part in book.parts
        ]

    def clean_postcode(self) -> str:
        """A postcode, as far as its looks say."""
        written: str = self.cleaned_data["postcode"]
        if not outward_of(written):
            raise forms.ValidationError("Enter a postcode such as M33 7ZF")
        return written

    @property
    def hours(self) -> list[str]:
        """The parts of the week that were ticked."""
        ticked = [one.split("-", 1) for one in self.cleaned_data["times"]]
        return [f"{day}-{part}" for week, part in ticked for day in WEEK[week][1]]


class How(Form):
    """Third step: how to be told, and leave to be lent."""

    by_email = forms.BooleanField(label="Tell me of tasks by email", required=False, initial=True)
    by_text = forms.BooleanField(label="Tell me of tasks by text message", required=False, initial=True)
    may_be_lent = forms.BooleanField(
        label="Another scheme may ask me when mine has more volunteers than tasks", required=False
    )
    agrees = forms.BooleanField(label="I am 18 or older, and you may keep these details to find me tasks")


class Chances(What):
    """Where and what, of somebody who wants to know how likely a task is."""

    times = None  # type: ignore[assignment] # so Django leaves a control out
    languages = None  # type: ignore[assignment] # the same
    furniture = {
        "postcode": {"width": 10, "hint": "The first half, such as M33, is enough."},
        "reach_km": {"inline": True, "small": True}, "skills": {"small": True},
    }  # fmt: skip


class Contact(Form):
    """The address or number one signed up with."""

    contact = forms.CharField(label="Email address or mobile telephone number", max_length=200)
    furniture = {"contact": {"hint": "The one you signed up with.", "autocomplete": "email"}}


class Code(Contact):
    """The six digits that were sent."""

    contact = forms.CharField(widget=forms.HiddenInput, max_length=200)
    code = forms.CharField(label="Code of 6 digits", max_length=12)
    furniture = {"code": {"width": 10, "autocomplete": "one-time-code"}}


class Offering(Form):
    """What one offers, to be changed."""

    skills = forms.MultipleChoiceField(label="What could you do?", widget=forms.CheckboxSelectMultiple)
    languages = forms.MultipleChoiceField(
        label="Which languages do you speak?", widget=forms.CheckboxSelectMultiple
    )
    hours = forms.MultipleChoiceField(label="When could you help?", widget=forms.CheckboxSelectMultiple)
    reach_km = forms.TypedChoiceField(label="How far would you go?", coerce=int, widget=forms.RadioSelect)
    capacity = forms.TypedChoiceField(
        label="How many tasks would you take in a day?", coerce=int, widget=forms.RadioSelect
    )
    by_email = forms.BooleanField(label="Tell me of tasks by email", required=False)
    by_text = forms.BooleanField(label="Tell me of tasks by text message", required=False)
    may_be_lent = forms.BooleanField(
        label="Another scheme may ask me when mine has more volunteers than tasks", required=False
    )
    furniture = {
        "reach_km": {"inline": True, "small": True}, "capacity": {"inline": True, "small": True},
        "hours": {"small": True}, "languages": {"small": True},
    }  # fmt: skip

    def __init__(self, *arguments: Any, book: Volunteering, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: dict[str, Any] = dict(self.fields)
        fields["skills"].choices, fields["languages"].choices = titles(book.skills), titles(book.languages)
        fields["hours"].choices = list(book.hours.items())
        fields["reach_km"].choices = [(km, f"{km} km") for km in book.reach_km]
        fields["capacity"].choices = [(many, str(many)) for many in book.capacities]


class Duty(Form):
    """Until when one is on duty."""

    hours = forms.TypedChoiceField(
        label="For how long are you on duty?", coerce=int, widget=forms.RadioSelect,
        choices=[(4, "4 hours"), (12, "12 hours"), (72, "3 days"), (336, "2 weeks")],
    )  # fmt: skip
    furniture = {"hours": {"inline": True}}


class HowItWent(Form):
    """What a volunteer says of a task."""

    code = forms.ChoiceField(label="How did it go?", widget=forms.RadioSelect)
    words = forms.CharField(
        label="Anything we should know", max_length=1000, required=False, widget=forms.Textarea
    )
    exclude = forms.ChoiceField(
        label="Should somebody else go to them from now on?", widget=forms.RadioSelect, required=False,
        help_text="The other side is not told, and nor is your reason.",
    )  # fmt: skip
    furniture = {"words": {"rows": 3, "optional": True}, "exclude": {"small": True}}

    def __init__(self, *arguments: Any, choices: Pairs, reasons: Pairs = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: dict[str, Any] = dict(self.fields)
        fields["code"].choices = list(choices)
        fields["exclude"].choices = [("no", "No"), *((code, f"Yes: {title}") for code, title in reasons)]
        if not reasons:
            del self.fields["exclude"]

    def clean_exclude(self) -> str:
        """The reason, or nothing where they may go again."""
        said: str = self.cleaned_data["exclude"]
        return "" if said == "no" else said


class NotAgain(Form):
    """Why one would not be sent to somebody again."""

    reason = forms.ChoiceField(label="Why?", widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, reasons: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        fields: dict[str, Any] = dict(self.fields)
        fields["reason"].choices = list(reasons)
