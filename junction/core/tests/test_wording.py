"""Names in sentence case and in a sentence: acronyms and proper names keep their letters."""

import pytest

from junction.core.wording import in_a_sentence, sentence_case


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("too little PPE", "Too little PPE"),
        ("too-little-ppe", "Too little PPE"),
        ("stock_ppe", "Stock PPE"),
        ("covid", "COVID"),
        ("deaths-covid-19", "Deaths COVID-19"),
        ("nhsn-ltcf-weekly", "NHSN LTCF weekly"),
        ("none", "None"),
        ("cqc number", "CQC number"),
        ("hippes", "Hippes"),
        ("", ""),
    ],
)
def test_labels(name, label):
    assert sentence_case(name) == label


@pytest.mark.parametrize(
    ("title", "spelt"),
    [
        ("No answer", "no answer"),
        ("Manager of a place", "manager of a place"),
        ("Health Protection Team", "Health Protection Team"),
        ("PPE cover", "PPE cover"),
        ("A&E", "A&E"),
        ("A place", "a place"),
        ("Council", "council"),
        ("", ""),
    ],
)
def test_in_a_sentence(title, spelt):
    assert in_a_sentence(title) == spelt
