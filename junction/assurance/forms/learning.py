"""What is typed of learning reviews: the outbreak, the review, lessons, with whom they are shared."""

from django import forms

from junction.core.pages.forms import DayField
from junction.core.pages.forms.chosen import Chosen

POST = "The post, not a name"


class WriteOutbreak(Chosen):
    """What happened at a place."""

    kind = forms.ChoiceField(label="What kind of outbreak was it?", widget=forms.RadioSelect)
    began_on = DayField(label="When did it begin?")
    over_on = DayField(label="When was it declared over?", required=False, help_text="Empty while it runs")
    happened = forms.CharField(
        label="What happened?", max_length=8000, required=False, widget=forms.Textarea,
        help_text="Do not name people. Only the place and its council read this",
    )  # fmt: skip
    lead = forms.CharField(label="Who leads the review?", max_length=200, required=False, help_text=POST)
    furniture = {
        "kind": {"small": True}, "over_on": {"optional": True}, "happened": {"rows": 6, "optional": True},
        "lead": {"optional": True},
    }  # fmt: skip


class CorrectOutbreak(WriteOutbreak):
    """What is known of it by now, and why it differs."""

    why = forms.CharField(
        label="Why is it corrected?", max_length=1000, required=False,
        help_text="Needed when the kind or a day that was known changes",
    )  # fmt: skip
    furniture = WriteOutbreak.furniture | {"why": {"optional": True}}


class HoldReview(Chosen):
    """When the review was held, and who took part."""

    held_on = DayField(label="When was it held?")
    parts = forms.MultipleChoiceField(label="Who took part?", widget=forms.CheckboxSelectMultiple)
    took_part = forms.CharField(
        label="Their names", max_length=2000, required=False, widget=forms.Textarea,
        help_text="Kept apart and erased after a while. Only the place and its council read them",
    )  # fmt: skip
    why = forms.CharField(label="Why is it corrected?", max_length=1000, required=False)
    furniture = {
        "parts": {"small": True}, "took_part": {"rows": 3, "optional": True}, "why": {"optional": True},
    }  # fmt: skip


class WriteLesson(Chosen):
    """What was learned, for whom it is, and what follows."""

    text = forms.CharField(
        label="What was learned?", max_length=4000, widget=forms.Textarea,
        help_text="It may be read elsewhere once it is shared: name neither the place nor people",
    )  # fmt: skip
    theme = forms.ChoiceField(label="What is it about?")
    for_whom = forms.MultipleChoiceField(label="For whom is it?", widget=forms.CheckboxSelectMultiple)
    action = forms.CharField(
        label="Which action follows?", max_length=2000, required=False, widget=forms.Textarea
    )
    owner = forms.CharField(label="Who owns the action?", max_length=200, required=False, help_text=POST)
    due_on = DayField(label="By when?", required=False)
    done_on = DayField(label="Done on", required=False)
    furniture = {
        "text": {"rows": 4}, "for_whom": {"small": True}, "action": {"rows": 2, "optional": True},
        "owner": {"optional": True}, "due_on": {"optional": True}, "done_on": {"optional": True},
    }  # fmt: skip


class CorrectLesson(WriteLesson):
    """A lesson worded anew, and why."""

    why = forms.CharField(label="Why is it corrected?", max_length=1000)


class ShareLesson(Chosen):
    """At which level, in which way, where, by whom and when a lesson was shared."""

    level = forms.ChoiceField(label="At which level?", widget=forms.RadioSelect)
    means = forms.ChoiceField(label="How?", widget=forms.RadioSelect)
    where = forms.CharField(
        label="Where?", max_length=200, help_text="The forum, the committee, the bulletin; a paper's title"
    )
    who = forms.CharField(label="Who shared it?", max_length=200, help_text=POST)
    shared_on = DayField(label="On which day?")
    furniture = {"level": {"small": True}, "means": {"small": True}}


class DiscussLesson(Chosen):
    """When something was discussed, and what came of it."""

    discussed_on = DayField(label="On which day was it discussed?")
    said = forms.CharField(label="What came of it?", max_length=2000, required=False, widget=forms.Textarea)
    furniture = {"said": {"rows": 3, "optional": True}}


class TakeBack(Chosen):
    """Why it is taken back."""

    why = forms.CharField(label="Why?", max_length=1000, widget=forms.Textarea)
    furniture = {"why": {"rows": 3}}
