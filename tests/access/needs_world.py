"""Needs for the world of the matrix: one in Northham of somebody who may be rung, and a worry."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from junction.people.queries import system_actor
from junction.support.operations.concerns import raise_concern
from junction.support.operations.needs import Stated, Who, state_needs
from junction.support.queries.alike import pairs
from junction.support.queries.carried import words_to_carry

ANSWERS = {
    "danger": "no", "need": "someone", "kind-someone": "shopping", "another-way": "none",
    "changed": "stay-in", "runs-out": "two-days", "depends": "me", "asked": "nobody",
}  # fmt: skip


def make_needs(world: SimpleNamespace, *, now: datetime) -> dict[str, Any]:
    """Make them; return what stands in addresses for them."""
    by = system_actor("matrix")
    who = Who(name="Nora of Northham", phone="07700 900111", may_ring=True)
    made = state_needs([Stated(ANSWERS, world.north.code, who, channel="api")], by=by, now=now)[0]
    again = Stated(ANSWERS, world.north.code, Who(name="Nora of Northham"), channel="api")
    state_needs([again], by=by, now=now)
    alike = pairs(by.scope).get()
    by_post = Who(name="Wilma of Northham", address="1 Post Lane", may_write=True)
    state_needs([Stated(ANSWERS, world.north.code, by_post, channel="api")], by=by, now=now)
    word = words_to_carry(by.scope).get()
    home = Stated(ANSWERS, who=Who(name="Olive of Ash"), on_behalf="worker", has_consent=True,
                  by_place=world.ash.pk)  # fmt: skip
    for_person = state_needs([home], by=by, now=now)[0].need.pk
    worry = raise_concern("harm", area=world.north.code, words="Shouting in Northham", by=by, now=now)
    return {"need_id": made.need.pk, "need_token": made.token, "concern_id": worry.pk, "pair_id": alike.pk,
            "word_id": word.pk, "for_person_id": for_person}  # fmt: skip
