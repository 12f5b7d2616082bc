"""What is typed of plans: what is known of one, why it is a model, who used it."""

from django import forms

from junction.core.pages.forms import DayField
from junction.core.pages.forms.chosen import Chosen


class RegisterPlan(Chosen):
    """What is known of a plan."""

    state = forms.ChoiceField(label="What is known of it?", widget=forms.RadioSelect)
    title = forms.CharField(label="Title", max_length=200, required=False)
    version = forms.CharField(label="Version", max_length=60, required=False, help_text="As it is printed")
    on = DayField(label="Obtained on, or promised for", required=False)
    source = forms.CharField(
        label="Who said so?", max_length=300, required=False, help_text="Needed unless the plan is held"
    )
    owner = forms.CharField(
        label="Who owns it?", max_length=200, required=False, help_text="The post, not a name"
    )
    parent = forms.TypedChoiceField(
        label="Which plan does it stand below?", required=False, coerce=int, empty_value=None
    )
    document = forms.TypedChoiceField(
        label="Its document in the record", required=False, coerce=int, empty_value=None
    )
    furniture = {
        "state": {"small": True}, "title": {"optional": True}, "version": {"optional": True, "width": 10},
        "owner": {"optional": True}, "parent": {"optional": True}, "document": {"optional": True},
    }  # fmt: skip


class Reasoned(Chosen):
    """Why something is done."""

    why = forms.CharField(label="Why?", max_length=1000, widget=forms.Textarea)
    furniture = {"why": {"rows": 3}}


class SayReused(Chosen):
    """Who used a model plan, and what for."""

    party = forms.ChoiceField(label="Whose plan was it used for?")
    said = forms.CharField(
        label="What did you take from it?", max_length=1000, required=False, widget=forms.Textarea
    )
    furniture = {"said": {"rows": 3, "optional": True}}


class AskReview(Chosen):
    """Who is to look at a plan, and by when."""

    first = forms.CharField(label="Reviewer", max_length=200, help_text="The post, not a name")
    first_department = forms.CharField(label="Department of the reviewer", max_length=100)
    second = forms.CharField(label="Second reviewer", max_length=200, required=False)
    second_department = forms.CharField(
        label="Department of the second reviewer", max_length=100, required=False,
        help_text="With another department it is a joint review",
    )  # fmt: skip
    accounts = forms.MultipleChoiceField(
        label="Who of them has a sign-in here?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="They find it under what waits for them, and are told now and when it is due",
    )  # fmt: skip
    due_on = DayField(label="By which day?")
    furniture = {
        "second": {"optional": True}, "second_department": {"optional": True},
        "accounts": {"optional": True, "small": True},
    }  # fmt: skip

    def reviewers(self) -> list[tuple[str, str]]:
        """Return the pairs of post and department that were typed."""
        typed = self.cleaned_data
        both = [(typed[name], typed[f"{name}_department"]) for name in ("first", "second")]
        return [pair for pair in both if any(pair)]


class WriteFinding(Chosen):
    """One finding."""

    criterion = forms.ChoiceField(label="Criterion")
    grade = forms.ChoiceField(label="Grade", widget=forms.RadioSelect)
    said = forms.CharField(label="What did you find?", max_length=4000, widget=forms.Textarea)
    place = forms.CharField(
        label="Where in the plan?", max_length=200, required=False, help_text="Page and paragraph"
    )
    statement = forms.IntegerField(
        label="Number of the statement in the record", required=False, min_value=1, max_value=2**62,
        help_text="As its address has it, where the plan is kept in the record",
    )  # fmt: skip
    furniture = {
        "grade": {"small": True}, "said": {"rows": 4}, "place": {"optional": True},
        "statement": {"optional": True, "width": 10},
    }  # fmt: skip


class FinishReview(Chosen):
    """How a review ends."""

    depth = forms.TypedChoiceField(label="How deep did you look?", coerce=int, widget=forms.RadioSelect)
    summary = forms.CharField(label="What came of it?", max_length=4000, widget=forms.Textarea)
    again_on = DayField(label="When is it looked at again?", required=False)
    furniture = {"depth": {"small": True}, "summary": {"rows": 4}, "again_on": {"optional": True}}


class Reply(Chosen):
    """What the owner of the plan says."""

    said = forms.CharField(label="Your reply", max_length=4000, widget=forms.Textarea)
    furniture = {"said": {"rows": 6}}
