"""What an agent types for a person who rings and employs their own carers."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ..rules.need_texts import NeedTexts
from .desk_call import SCRIPT
from .helping import Reach

Pairs = Sequence[tuple[str, str]]
BACKUP = [("yes", "Yes"), ("no", "No"), ("", "They did not say")]


class EmployerCase(Reach):
    """What they need, how they are reached, and whom they employ."""

    area = forms.ChoiceField(label="Which council pays them?")
    matter = forms.ChoiceField(
        label="What is it about?", widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is about"},
    )  # fmt: skip
    assistants = forms.IntegerField(
        label="How many assistants do they employ?", min_value=1, max_value=99,
        error_messages={"required": "Enter how many: 1 or more"},
    )  # fmt: skip
    weekly_hours = forms.IntegerField(
        label="How many hours a week, all assistants together?", min_value=0, max_value=5000, required=False
    )
    has_backup = forms.ChoiceField(
        label="Do they have a plan for when an assistant cannot come?", choices=BACKUP,
        widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    is_another = forms.BooleanField(label="I looked at these: this is another matter", required=False)
    furniture = {
        **Reach.furniture, "assistants": {"width": 3}, "weekly_hours": {"width": 3, "optional": True},
        "has_backup": {"inline": True},
    }  # fmt: skip
    field_order = (
        "area", "matter", "words", "assistants", "weekly_hours", "has_backup", "name", "phone", "may_ring",
        "may_leave_word", "may_text", "email", "may_email", "address", "may_write", "is_protected",
        "code_word",
    )  # fmt: skip

    def __init__(
        self, *arguments: Any, texts: NeedTexts, councils: Pairs, matters: Pairs, **named: Any
    ) -> None:
        super().__init__(*arguments, texts=texts, way=SCRIPT, **named)
        fields: Any = self.fields
        first = [] if len(councils) == 1 else [("", "Choose")]
        fields["area"].choices, fields["matter"].choices = [*first, *councils], list(matters)
        fields["words"].label, fields["words"].required = "What is needed?", True

    @property
    def backup(self) -> bool | None:
        """Whether they have a plan; None where they did not say."""
        return {"yes": True, "no": False}.get(self.cleaned_data["has_backup"])
