"""Barcodes by hand, each malformed part, and a round trip of every label that can be written."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.supply.rules.gs1 import Label, NotABarcode, check_digit, is_gtin, read_label, write_label

ON = date(2020, 4, 20)
GTIN = "09506000134352"  # of the GS1 General Specifications


def test_check_digits_worked_by_hand():
    # 6 2 9 1 0 4 1 5 0 0 2 1 with 1 3 1 3 …: 6+6+9+3+0+12+1+15+0+0+2+3 = 57, so 3 is missing to 60
    assert check_digit("629104150021") == "3"
    assert is_gtin("6291041500213")
    assert not is_gtin("6291041500214")


@pytest.mark.parametrize(
    "text",
    [
        f"]d201{GTIN}1725120010ABC123",
        f"]C101{GTIN}1725120010ABC123",
        f"01{GTIN}1725120010ABC123",
        f"01{GTIN}10ABC123\x1d17251200",
        f"01{GTIN}10ABC123<GS>17251200\r\n",
        f"\x1d01{GTIN}10ABC123␝17251200",
        f"(01){GTIN}(17)251200(10)ABC123",
        f"  (01){GTIN}(10)ABC123(17)251200  ",
        f"01{GTIN}1725120010ABC123\x1d91own words",
    ],
)
def test_one_label_in_every_form(text):
    assert read_label(text.replace("own words", "OWN"), on=ON) == Label(
        gtin=GTIN, lot="ABC123", expires_on=date(2025, 12, 31)
    )


def test_every_part_is_read():
    text = f"02{GTIN}112001011524022917240300" + "3710\x1d21S-1\x1d10L/7"
    assert read_label(text, on=ON) == Label(
        gtin=GTIN,
        lot="L/7",
        serial="S-1",
        made_on=date(2020, 1, 1),
        best_before_on=date(2024, 2, 29),
        expires_on=date(2024, 3, 31),
        count=10,
    )


@pytest.mark.parametrize("number", ["96385074", "614141000036", "9506000134352", GTIN])
def test_a_bare_number_is_a_trade_item(number):
    assert read_label(number, on=ON) == Label(gtin=number.zfill(14))


def test_a_label_without_a_trade_item_is_a_second_barcode():
    assert read_label("1725123110ABC", on=ON) == Label(lot="ABC", expires_on=date(2025, 12, 31))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("]d2", "is empty"),
        ("9506000134353", "wrong check digit"),
        ("0109506000134353", "wrong check digit"),
        ("01095060001343", "wrong check digit"),
        (f"01{GTIN}1725", "has 2 of 6"),
        (f"01{GTIN}17251301", "is no day"),
        (f"01{GTIN}17250230", "is no day"),
        (f"01{GTIN}17250000", "is no day"),
        (f"01{GTIN}1725AB01", "must be digits"),
        (f"01{GTIN}10", "is empty"),
        (f"01{GTIN}10{'A' * 21}", "longer than 20"),
        (f"01{GTIN}10AB\tC", "does not have|do not have"),
        (f"01{GTIN}3712x", "must be digits"),
        (f"01{GTIN}8899", "“8899” that is not known"),
        (f"(01){GTIN}(88)12", "wrong check digit|has 20 of 14|14 characters"),
        ("(88)12", "“88” that is not known"),
        ("(ab)12", "holds no number"),
        (f"(01){GTIN}(10)A(10)B", "twice"),
        ("hello", "not known"),
    ],
)
def test_each_malformed_part_says_what_is_wrong(text, said):
    with pytest.raises(NotABarcode, match=said):
        read_label(text, on=ON)


def test_a_part_that_may_run_into_the_next_is_doubted():
    label = read_label(f"01{GTIN}10ABC17251231", on=ON)
    assert label.lot == "ABC17251231"
    assert "may run into the next part" in label.doubts[0]
    assert read_label(f"01{GTIN}10ABC\x1d17251231", on=ON).doubts == ()
    assert read_label(f"01{GTIN}10ABC", on=ON).doubts == ()


@pytest.mark.parametrize(
    ("on", "text", "year"),
    [(date(2020, 1, 1), "70", 2070), (date(2020, 1, 1), "71", 1971), (date(2051, 1, 1), "01", 2101)],
)
def test_the_century_is_within_fifty_years(on, text, year):
    assert read_label(f"17{text}0101", on=on).expires_on.year == year


SIGNS = string.ascii_letters + string.digits + "!\"%&'*+,-./:;<=>?_"
texts = st.text(SIGNS, min_size=1, max_size=20)
days = st.none() | st.dates(date(1980, 1, 1), date(2060, 12, 31))
numbers = st.text(string.digits, min_size=13, max_size=13).map(lambda digits: digits + check_digit(digits))


@st.composite
def labels(draw):
    made = {"expires_on": draw(days), "best_before_on": draw(days), "made_on": draw(days)}
    count = draw(st.none() | st.integers(0, 99_999_999))
    lot, serial = draw(st.just("") | texts), draw(st.just("") | texts)
    return Label(gtin=draw(numbers), lot=lot, serial=serial, count=count, **made)


@given(labels())
def test_what_is_written_is_read_again(label):
    read = read_label(write_label(label), on=ON)
    doubtless = Label(**{name: getattr(read, name) for name in Label.__slots__ if name != "doubts"})
    assert doubtless == label


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    try:
        read_label(text, on=ON)
    except NotABarcode as wrong:
        assert str(wrong).endswith(".")
