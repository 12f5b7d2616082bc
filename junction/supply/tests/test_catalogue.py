"""The catalogue that comes with the project: complete, loaded once, and never over what people changed."""

from junction.returns.rules.questions import question_set_on
from junction.supply.models import Item, Pack, Substitute
from junction.supply.operations import load_catalogue


def test_it_is_loaded_once_and_leaves_what_people_changed(db, by, now):
    assert load_catalogue(by=by, now=now) == Item.objects.count() == 12
    Item.objects.filter(code="gloves").update(name="Nitrile gloves")
    Item.objects.filter(code="wipes").update(code="other")
    assert load_catalogue(by=by, now=now) == 1
    assert Item.objects.get(code="gloves").name == "Nitrile gloves"
    assert Substitute.objects.count() == 2


def test_gloves_are_counted_singly_in_pairs_and_in_fours(db, by, now):
    load_catalogue(by=by, now=now)
    packs = Pack.objects.filter(item__code="gloves")
    assert list(packs.filter(is_orderable=False).values_list("name", "quantity")) == [
        ("Pair", 2),
        ("Two pairs", 4),
    ]
    assert packs.get(name="Box of 100").is_orderable


def test_what_returns_ask_about_is_in_the_catalogue_under_their_name(db, by, now):
    load_catalogue(by=by, now=now)
    asked = {
        question.measure.removeprefix("stock_")
        for question in question_set_on("care-home-daily", now.date()).questions
        if question.measure.startswith("stock_")
    }
    assert asked <= set(Item.objects.exclude(measure="").values_list("measure", flat=True))
