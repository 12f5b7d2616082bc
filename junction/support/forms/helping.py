"""What people type who need help: one thing on each page, nothing that sorts them into kinds of people."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from junction.core.pages.forms import Form

from ..rules.keeping import phone_key
from ..rules.need_texts import NeedTexts
from ..rules.where import outward_of

Pairs = Sequence[tuple[str, str]]
ME = "me"
PHONE = _("Enter a telephone number with its area code, such as 01632 960 001")


class AskOne(Form):
    """One question of the routing file, with its answers."""

    answer = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": _("Choose one of the answers")}
    )
    furniture = {"answer": {"heading": True, "size": "l"}}

    def __init__(self, *arguments: Any, question: str, hint: str, choices: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        answer: Any = self.fields["answer"]
        answer.label, answer.help_text, answer.choices = question, hint, list(choices)


class ForWhom(Form):
    """Oneself, or somebody else who agrees."""

    on_behalf = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who this is for")},
    )  # fmt: skip
    has_consent = forms.BooleanField(
        help_text=_("Only if it is for somebody else"), required=False,
    )  # fmt: skip
    furniture = {"on_behalf": {"heading": True, "size": "l"}}

    def __init__(self, *arguments: Any, texts: NeedTexts, relations: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        field: Any = self.fields["on_behalf"]
        field.label = _(texts.asked("for_whom", "text"))
        self.fields["has_consent"].label = _(texts.asked("for_whom", "consent"))
        me = _(texts.asked("for_whom", "me"))
        field.choices = [(ME, me), *((code, _(text)) for code, text in relations)]

    def clean(self) -> dict[str, Any]:
        """For somebody else it takes their consent."""
        said = super().clean() or {}
        if said.get("on_behalf") == ME:
            return {"on_behalf": "", "has_consent": False}
        if said.get("on_behalf") and not said.get("has_consent"):
            self.add_error("has_consent", _("Tick that they agree, or that you act in their interest"))
        return said


class Where(Form):
    """Where the help is needed: a postcode finds the council, or the council is chosen."""

    postcode = forms.CharField(max_length=10, required=False)
    area = forms.ChoiceField(required=False)
    furniture = {
        "postcode": {"width": 10, "autocomplete": "off"},
        "area": {"hint": _("If you do not know the postcode, or to change the council.")},
    }

    def __init__(self, *arguments: Any, texts: NeedTexts, councils: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        area: Any = self.fields["area"]
        for name in ("postcode", "area"):
            self.fields[name].label = _(texts.asked("where", name))
        area.choices = [("", _("Find it by the postcode")), *councils]

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        said = super().clean() or {}
        if not said.get("area") and not outward_of(said.get("postcode", "")):
            self.add_error("postcode", _("Enter a postcode such as M33 7ZF, or choose the council"))
        return said


class IsRight(Form):
    """Whether the council that was taken from a postcode is the right one; else which is."""

    is_right = forms.ChoiceField(
        widget=forms.RadioSelect, label=_("Is that right?"),
        choices=[("yes", _("Yes")), ("no", _("No, it is another council"))],
        error_messages={"required": _("Choose yes or no")},
    )  # fmt: skip
    area = forms.ChoiceField(label=_("Council"), required=False)

    def __init__(self, *arguments: Any, councils: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        area: Any = self.fields["area"]
        area.choices = [("", ""), *councils]

    def clean(self) -> dict[str, Any]:
        """Where it is wrong, the right one is needed."""
        said = super().clean() or {}
        if said.get("is_right") == "no" and not said.get("area"):
            self.add_error("area", _("Choose the council"))
        return said


class Reach(Form):
    """How to reach the person, and in which ways that is safe. Nothing of it must be told."""

    words = forms.CharField(max_length=2000, required=False, widget=forms.Textarea)
    name = forms.CharField(max_length=100, required=False)
    phone = forms.CharField(max_length=30, required=False)
    may_ring = forms.BooleanField(required=False)
    may_leave_word = forms.BooleanField(required=False)
    may_text = forms.BooleanField(required=False)
    email = forms.EmailField(max_length=200, required=False)
    may_email = forms.BooleanField(required=False)
    address = forms.CharField(max_length=300, required=False, widget=forms.Textarea)
    may_write = forms.BooleanField(required=False)
    is_protected = forms.BooleanField(
        required=False,
        help_text=_("We never show it to people who help, and it is in no list."),
    )  # fmt: skip
    code_word = forms.CharField(
        max_length=40, required=False,
        help_text=_("We say it when we ring, so that you know it is us. You are asked for it on your page."),
    )  # fmt: skip
    furniture = {
        "words": {"rows": 3, "maxlength": 0}, "address": {"rows": 3, "maxlength": 0},
        "name": {"autocomplete": "off"}, "phone": {"width": 20, "autocomplete": "off"},
        "email": {"autocomplete": "off"}, "code_word": {"width": 20, "autocomplete": "off"},
    }  # fmt: skip

    def __init__(self, *arguments: Any, texts: NeedTexts, way: str = "", **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name in set(self.fields) & set(texts.fields):
            self.fields[name].label = _(texts.field(name, way))

    def clean_phone(self) -> str:
        """A number that can be rung."""
        written: str = self.cleaned_data["phone"]
        if written and not phone_key(written):
            raise forms.ValidationError(PHONE)
        return written

    def clean(self) -> dict[str, Any]:
        """What is safe needs something to reach."""
        said = super().clean() or {}
        phone = _("Enter a telephone number, or take the tick away")
        for way, by, message in (
            ("may_ring", "phone", phone), ("may_leave_word", "phone", phone), ("may_text", "phone", phone),
            ("may_email", "email", _("Enter an email address, or take the tick away")),
            ("may_write", "address", _("Enter an address, or take the tick away")),
        ):  # fmt: skip
            if said.get(way) and by not in self.errors and not said.get(by):
                self.add_error(by, message)
        return said


class Danger(Where):
    """As little as it takes to send somebody, beside calling 999."""

    phone = forms.CharField(label=_("A number that is safe to ring"), max_length=30, required=False)

    def clean_phone(self) -> str:
        """A number that can be rung."""
        written: str = self.cleaned_data["phone"]
        if written and not phone_key(written):
            raise forms.ValidationError(PHONE)
        return written


class SayWord(Form):
    """The code word that opens a private page."""

    code_word = forms.CharField(
        label=_("Your code word"), max_length=40, error_messages={"required": _("Enter your code word")}
    )
    furniture = {"code_word": {"width": 20, "autocomplete": "off"}}


class RaiseConcern(Form):
    """A worry that somebody is harmed."""

    kind = forms.ChoiceField(
        label=_("What are you worried about?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you are worried about")},
    )  # fmt: skip
    area = forms.ChoiceField(
        label=_("Where? Choose the council"), error_messages={"required": _("Choose the council")}
    )
    words = forms.CharField(
        label=_("What have you seen or heard?"), max_length=4000, widget=forms.Textarea,
        error_messages={"required": _("Say what you have seen or heard")},
    )  # fmt: skip
    contact = forms.CharField(
        label=_("How may we reach you?"), max_length=200, required=False, help_text=_("You need not say.")
    )
    furniture = {"words": {"rows": 5, "maxlength": 0}}

    def __init__(self, *arguments: Any, kinds: Pairs, councils: Pairs, **named: Any) -> None:
        super().__init__(*arguments, **named)
        kind: Any = self.fields["kind"]
        area: Any = self.fields["area"]
        kind.choices, area.choices = [(code, _(text)) for code, text in kinds], [("", ""), *councils]
