"""What is typed of decisions, contradictions and threads."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from junction.core.pages.forms import DayField, Form

from .promises import FULL, Typed

OPTIONS = 4
NONE_CHOSEN = "0"


class WriteDecision(Typed):
    """A decision by the steps of the joint decision model."""

    title = forms.CharField(label="What is it about?", max_length=300)
    information = forms.CharField(
        label="What is known? (information)", max_length=10000, required=False, widget=forms.Textarea
    )
    powers = forms.CharField(
        label="On which powers and policies does it rest?", max_length=10000, required=False,
        widget=forms.Textarea,
    )  # fmt: skip
    chosen = forms.ChoiceField(
        label="Which option was chosen?", required=False, widget=forms.RadioSelect,
        choices=[*((str(n), f"Option {n}") for n in range(1, OPTIONS + 1)), (NONE_CHOSEN, "None yet")],
    )  # fmt: skip
    decision = forms.CharField(
        label="What was decided? Leave empty while it is only proposed", max_length=10000, required=False,
        widget=forms.Textarea,
    )  # fmt: skip
    decided_by = forms.CharField(label="Who decided?", max_length=200, required=False)
    decided_on = DayField(label="Decided on", required=False)
    review_on = DayField(label="To be reviewed on", required=False)
    principles = forms.MultipleChoiceField(
        label="Which principles were weighed?", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, principles: Mapping[str, str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["principles"].choices = list(principles.items())  # type: ignore[attr-defined] # choices
        for number in range(1, OPTIONS + 1):
            self.fields[f"option_{number}"] = forms.CharField(
                label=f"Option {number}", max_length=4000, required=False, widget=forms.Textarea
            )
            self.fields[f"reasons_{number}"] = forms.CharField(
                label=f"What speaks for and against option {number}", max_length=4000, required=False,
                widget=forms.Textarea,
            )  # fmt: skip
        pairs = [name for n in range(1, OPTIONS + 1) for name in (f"option_{n}", f"reasons_{n}")]
        first = ["area"] if "area" in self.fields else []
        rest = ["chosen", "decision", "decided_by", "decided_on", "review_on", "principles"]
        self.order_fields([*first, "title", "information", "powers", *pairs, *rest])
        optional = {name: {"rows": 2, "optional": True} for name in ("information", "powers", *pairs)}
        self.furniture = self.furniture | optional | {  # type: ignore[misc] # a copy of the class's own
            "chosen": {"small": True, "inline": True}, "principles": {"small": True}, "decision": {"rows": 3},
            **{name: {"optional": True} for name in ("decided_by", "decided_on", "review_on")},
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        chosen = found.get("chosen") or NONE_CHOSEN
        if chosen != NONE_CHOSEN and not found.get(f"option_{chosen}", "").strip():
            self.add_error("chosen", f"Say what option {chosen} is, or choose another")
        return found

    def options(self) -> list[dict[str, Any]]:
        """The options that were typed, in order."""
        said = self.cleaned_data
        return [
            {
                "words": said[f"option_{n}"],
                "reasons": said[f"reasons_{n}"],
                "is_chosen": said["chosen"] == str(n),
            }
            for n in range(1, OPTIONS + 1)
            if said[f"option_{n}"].strip()
        ]

    def draft(self) -> dict[str, Any]:
        """The decision itself."""
        names = (
            "title",
            "information",
            "powers",
            "decision",
            "decided_by",
            "decided_on",
            "review_on",
            "principles",
        )
        return {name: self.cleaned_data[name] for name in names}


class AddStage(Form):
    """How far a decision was to reach at one stage."""

    stage = forms.ChoiceField(label="At which stage?", widget=forms.RadioSelect)
    words = forms.CharField(label="How far does it reach?", max_length=4000, widget=forms.Textarea)
    on = DayField(label="On which day?")
    furniture = {"words": FULL, "stage": {"small": True, "inline": True}}

    def __init__(self, *arguments: Any, stages: Mapping[str, str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["stage"].choices = list(stages.items())  # type: ignore[attr-defined] # a choice field


class BeginThread(Typed):
    """A subject to follow."""

    title = forms.CharField(label="What do you follow?", max_length=200)
    about = forms.CharField(label="Why?", max_length=4000, required=False, widget=forms.Textarea)
    furniture = {"about": {"rows": 2, "optional": True}}


class AddToThread(Form):
    """Things by kind and number ("statement:12"), why they belong to it, and the search that found them."""

    thing = forms.TypedMultipleChoiceField(coerce=str)
    note = forms.CharField(required=False, max_length=300)
    q = forms.CharField(required=False, max_length=200)

    def __init__(self, *arguments: Any, kinds: Sequence[str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        ticked = self.data.getlist("thing") if hasattr(self.data, "getlist") else []
        known = re.compile(rf"(?:{'|'.join(kinds)}):[1-9][0-9]{{0,17}}", re.ASCII)
        self.fields["thing"].choices = [(one, one) for one in ticked if known.fullmatch(one)]  # type: ignore[attr-defined] # choices

    def chosen(self) -> list[tuple[str, int]]:
        """Return what was ticked, by kind and number."""
        pairs = (one.split(":") for one in self.cleaned_data["thing"])
        return [(kind, int(number)) for kind, number in pairs]
