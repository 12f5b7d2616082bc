"""The address on a letter: the postcode stands in it once, whatever was typed where."""

import pytest

from junction.support.rules.homes import told_door


@pytest.mark.parametrize(
    ("address", "postcode", "door"),
    [
        ("4 Old Row", "M33 7ZF", "4 Old Row\nM33 7ZF"),
        ("4 Old Row\nm33 7zf", "M33 7ZF", "4 Old Row\nm33 7zf"),
        ("4 Old Row, M33 7ZF", "m33", "4 Old Row, M33 7ZF"),  # on the web only the first half is kept
        ("33 Old Row", "M3", "33 Old Row\nM3"),
        ("", "M33", "M33"),
        (" 4 Old Row ", "", "4 Old Row"),
    ],
)
def test_a_postcode_stands_once(address, postcode, door):
    assert told_door(address, postcode) == door
