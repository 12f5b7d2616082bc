"""Homes that told what they have and use, some days of returns, and the catalogue that returns ask about."""

from datetime import UTC, date, datetime

from junction.people.queries import system_actor
from junction.registry.models import Place
from junction.returns.operations import file_returns
from junction.returns.rules.judging import Filing
from junction.returns.tests.conftest import ANSWERS
from junction.supply.models import Item, Pack

DAY = date(2020, 4, 20)
NOON = datetime(2020, 4, 20, 12, 0, tzinfo=UTC)
SIZES = {"gloves": 100, "masks": 50}


def catalogue() -> dict[str, Item]:
    """Gloves and masks, in boxes."""
    made = {}
    for code, size in SIZES.items():
        made[code] = Item.objects.create(
            code=code, name=code.title(), base_unit=code[:-1], plural_unit=code, category="PPE", measure=code
        )
        Pack.objects.create(item=made[code], name=f"Box of {size}", quantity=size, is_orderable=True)
    return made


def tell(place: Place, day: date, *, at=NOON, stock=None, use=None, occupied=36, set_name="care-home-daily"):
    """File a return about a day: `stock` and `use` by item, as returns name it; nothing else of equipment."""
    answers = {code: said for code, said in ANSWERS.items() if not code.startswith(("stock_", "daily_use_"))}
    answers |= {"occupied": occupied, "vacancies_admitting": max(0, 40 - occupied - 1)}
    answers |= {f"stock_{item}": count for item, count in (stock or {}).items()}
    answers |= {f"daily_use_{item}": count for item, count in (use or {}).items()}
    filing = Filing(
        place_id=place.pk, question_set=set_name, about_on=day, answers=answers, channel="api", confirmed=None
    )
    taken = file_returns([filing], partial=True, by=system_actor("test"), now=at)[0]
    assert taken.is_taken, taken
