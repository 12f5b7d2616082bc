"""What is typed of national issues: raising and joining, deciding, answering, publishing."""

from django import forms

from junction.core.pages.forms import DayField
from junction.core.pages.forms.chosen import Chosen


class ForWhom(Chosen):
    """For which area, or for which place in it."""

    area = forms.ChoiceField(label="For whom do you raise it?", required=False)
    place = forms.CharField(
        label="Or for a provider: which place?", max_length=20, required=False,
        help_text="Its CQC location number, 1-…",
    )  # fmt: skip
    furniture = {"area": {"optional": True}, "place": {"width": 20}}


class RaiseIssue(ForWhom):
    """What many may meet and one answer could settle."""

    title = forms.CharField(label="What is it, in a few words?", max_length=200)
    text = forms.CharField(
        label="What is wrong, and what would settle it?", max_length=4000, widget=forms.Textarea,
        help_text="All councils, forums and regions read this. Name no person and no home.",
    )  # fmt: skip
    theme = forms.ChoiceField(label="What is it about?")
    is_new = forms.BooleanField(label="None of the issues that look alike is the same", required=False)
    field_order = ["title", "text", "theme", "area", "place", "is_new"]
    furniture = ForWhom.furniture | {"text": {"rows": 5}}


class JoinIssue(ForWhom):
    """Who meets it too, and how it shows there."""

    note = forms.CharField(
        label="How does it show there?", max_length=2000, required=False, widget=forms.Textarea
    )
    furniture = ForWhom.furniture | {"note": {"rows": 3, "optional": True}}


class RuleOn(Chosen):
    """Whether it needs one national answer."""

    needs_one = forms.TypedChoiceField(
        label="Does it need one national answer?", widget=forms.RadioSelect,
        coerce=lambda code: code == "yes",
        choices=[("yes", "Yes: decided once, for everybody"), ("no", "No: it is settled where it arises")],
    )  # fmt: skip
    decided_by = forms.CharField(label="Who decided?", max_length=200, help_text="The post, not a name")
    decided_on = DayField(label="On which day?")
    why = forms.CharField(label="Why?", max_length=2000, widget=forms.Textarea)
    furniture = {"needs_one": {"small": True}, "why": {"rows": 3}}


class Respond(Chosen):
    """A promise or the answer."""

    kind = forms.ChoiceField(label="What is it?", widget=forms.RadioSelect)
    text = forms.CharField(label="What was said?", max_length=8000, widget=forms.Textarea)
    said_by = forms.CharField(label="Who said it?", max_length=200, help_text="The post, not a name")
    said_on = DayField(label="On which day?")
    due_on = DayField(
        label="For which day is the answer promised?", required=False,
        help_text="Only of a promise. Leave it empty if no day was said, as in “in due course”.",
    )  # fmt: skip
    furniture = {"kind": {"small": True}, "text": {"rows": 5}, "due_on": {"optional": True}}


class Publish(Chosen):
    """To whom an answer was published, and how."""

    audience = forms.ChoiceField(label="To whom?", widget=forms.RadioSelect)
    published_on = DayField(label="On which day?")
    how = forms.CharField(label="How?", max_length=300, help_text="By letter, in guidance, on the web")
    furniture = {"audience": {"small": True}}
