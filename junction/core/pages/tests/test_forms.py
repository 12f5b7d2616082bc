"""Each Django field becomes the right GOV.UK control, with its hint, value and error."""

import re
from datetime import date

import pytest
from django import forms
from django.utils.html import escape

from junction.core.pages.forms import DayField, Form, error_summary, field


class Everything(Form):
    beds = forms.IntegerField(help_text="All beds & cots")
    open = forms.ChoiceField(
        label="Is it open?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    kinds = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, required=False
    )
    town = forms.ChoiceField(choices=[("", ""), ("l", "Leeds"), ("y", "York")], required=False)
    why = forms.CharField(widget=forms.Textarea, max_length=200, required=False)
    note = forms.CharField(widget=forms.Textarea, required=False)
    seen = DayField(label="Day seen")
    list = forms.FileField(required=False)
    secret = forms.CharField(widget=forms.PasswordInput, required=False)
    agree = forms.BooleanField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    ratio = forms.DecimalField(required=False)
    furniture = {"beds": {"width": 4, "suffix": "beds"}}


def test_a_number_is_text_with_a_number_pad() -> None:
    html = field(Everything(initial={"beds": 12})["beds"])
    assert 'inputmode="numeric"' in html
    assert 'type="text"' in html
    assert 'value="12"' in html
    assert "govuk-input--width-4" in html
    assert "All beds &amp; cots" in html
    assert 'aria-describedby="id_beds-hint"' in html
    assert 'inputmode="decimal"' in field(Everything()["ratio"])


def test_zero_is_shown_as_zero_and_nothing_as_nothing() -> None:
    assert 'value="0"' in field(Everything(initial={"beds": 0})["beds"])
    assert "value=" not in field(Everything()["beds"]) or 'value=""' in field(Everything()["beds"])


def test_radios_keep_the_fields_id_on_the_first_and_reveal() -> None:
    form = Everything(initial={"open": "no"})
    html = field(form["open"], inline=True, conditional={"no": field(form["why"])}, hints={"yes": "Any day"})
    assert 'id="id_open"' in html
    assert "checked" in html
    assert "govuk-radios--inline" in html
    assert 'id="conditional-id_open-2"' in html
    assert "Any day" in html


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("kinds", 'type="checkbox"'),
        ("town", "<select"),
        ("why", "govuk-character-count"),
        ("note", "<textarea"),
        ("list", 'type="file"'),
        ("secret", 'type="password"'),
        ("agree", 'type="checkbox"'),
        ("version", 'type="hidden"'),
    ],
)
def test_each_widget_has_its_control(name: str, expected: str) -> None:
    assert expected in field(Everything()[name])


def test_a_choice_made_is_shown_again() -> None:
    form = Everything(data={"kinds": ["b"], "town": "y", "agree": "on"})
    assert 'value="b" checked' in field(form["kinds"])
    assert 'value="y" selected' in field(form["town"])
    assert "checked" in field(form["agree"])


def test_a_day_has_three_boxes_and_its_id_on_the_first() -> None:
    html = field(Everything(initial={"seen": date(2020, 3, 27)})["seen"])
    assert html.count("<input") == 3
    assert 'id="id_seen"' in html
    assert 'name="seen-day"' in html
    assert 'value="27"' in html
    assert 'value="2020"' in html


@pytest.mark.parametrize(
    ("boxes", "message"),
    [
        (("", "", ""), "Enter day seen"),
        (("27", "", "2020"), "Day seen must include a month"),
        (("", "", "2020"), "Day seen must include a day and a month"),
        (("30", "2", "2020"), "Day seen must be a real date, like 27 3 2020"),
        (("9" * 40, "2", "2020"), "Day seen must be a real date, like 27 3 2020"),
        (("x", "2", "2020"), "Day seen must be a real date, like 27 3 2020"),
        (("1", "2", "20"), "Day seen: the year must have 4 numbers, like 2020"),
    ],
)
def test_a_day_that_is_not_one_says_why(boxes: tuple[str, str, str], message: str) -> None:
    data = dict(zip(("seen-day", "seen-month", "seen-year"), boxes, strict=True))
    form = Everything(data=data)
    assert form.errors["seen"] == [message]
    assert "govuk-input--error" in field(form["seen"])


@pytest.mark.parametrize(
    "data",
    [
        {"seen-day": "27", "seen-month": "March", "seen-year": "2020"},
        {"seen-day": " 27", "seen-month": "3", "seen-year": "2020"},
        {"seen": "2020-03-27"},
    ],
)
def test_a_day_may_be_typed_in_several_ways(data: dict[str, str]) -> None:
    form = Everything(data=data)
    form.is_valid()
    assert form.cleaned_data["seen"] == date(2020, 3, 27)


def test_the_summary_links_to_each_control_and_says_what_to_do() -> None:
    form = Everything(data={"version": "x"})
    html = error_summary(form)
    assert "There is a problem" in html
    for link in (
        '<a href="#id_beds">Enter beds</a>',
        '<a href="#id_open">Answer the question “Is it open?”</a>',
        '<a href="#id_seen">Enter day seen</a>',
        '<a href="#id_agree">Tick “Agree”</a>',
    ):
        assert link in re.sub(r">\s+", ">", re.sub(r"\s+<", "<", html))
    assert "#id_version" not in html
    assert form.error_summary == html
    assert 'id="id_beds-error"' in field(form["beds"])


def test_no_error_no_summary() -> None:
    assert error_summary(Everything()) == ""
    assert error_summary(None) == ""


def test_what_was_typed_is_escaped() -> None:
    assert "<script>" not in field(Everything(data={"beds": '"><script>'})["beds"])


def test_an_unknown_widget_is_refused_by_name() -> None:
    class Odd(Form):
        odd = forms.CharField(widget=forms.SplitDateTimeWidget)

    with pytest.raises(LookupError, match="SplitDateTimeWidget"):
        field(Odd()["odd"])


class Why(Form):
    """One control with a limit."""

    why = forms.CharField(label="Why 100%?", max_length=5)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("too long", "Why 100%? Use at most 5 characters, and it has 8"),
        ("a\x00b", "Why 100%? One character cannot be kept. Type the words anew"),
        (" ", "Answer the question “Why 100%?”"),
    ],
)
def test_what_is_too_long_is_said_with_the_name_of_its_control(said: str, error: str) -> None:
    form = Why({"why": said})
    assert list(form.errors["why"]) == [error] and str(escape(error)) in form.error_summary


class Count(Form):
    """Numbers and an address, with nothing said of what is wrong."""

    beds = forms.IntegerField(label="Beds", min_value=1, max_value=5_000)
    hours = forms.FloatField(label="How many hours?", max_value=60.9)
    email = forms.EmailField(label="Email address")
    opens = forms.TimeField(label="Opens at", required=False)
    staff = forms.IntegerField(label="Staff", error_messages={"invalid": "Count your staff"})


@pytest.mark.parametrize(
    ("control", "said", "error"),
    [
        ("beds", "many", "Beds: enter a whole number, such as 12"),
        ("beds", "1.5", "Beds: enter a whole number, such as 12"),
        ("beds", "0", "Beds: enter 1 or more"),
        ("beds", "9" * 31, "Beds: enter 5,000 or less"),
        ("hours", "long", "How many hours? Enter a number, such as 1.5"),
        ("hours", "61", "How many hours? Enter 60.9 or less"),
        ("opens", "noon", "Opens at: enter a time, such as 14:30"),
        ("email", "nobody", "Email address: enter an address such as name@example.com"),
        ("staff", "many", "Count your staff"),
    ],
)
def test_what_is_no_number_or_address_is_said_with_the_name_of_its_control(
    control: str, said: str, error: str
) -> None:
    good = {"beds": "3", "hours": "1.5", "email": "a@example.org", "staff": "2"}
    assert Count(good).is_valid()
    assert Count(good | {control: said}).errors == {control: [error]}


def test_a_control_that_was_added_to_a_form_says_what_to_do_too() -> None:
    form = Why({"why": "So"})
    form.fields["name"] = forms.CharField(label="Who took it in?")
    assert form.errors["name"] == ["Answer the question “Who took it in?”"]
