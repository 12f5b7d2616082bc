"""A need as tests state it: medicine that ran out today, in Trafford, by somebody who may be rung."""

from datetime import UTC, datetime

from junction.core.scope import ANONYMOUS
from junction.support.operations.needs import Stated, Who, state_need

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
TRAFFORD, MANCHESTER = "E08000009", "E08000003"
ANSWERS = {
    "danger": "no", "need": "usual-way", "kind-usual": "medicine", "another-way": "none",
    "changed": "stay-in", "runs-out": "now", "depends": "me", "asked": "nobody",
}  # fmt: skip
WHO = Who(name="Zebedee Quillfeather", phone="07700 900123", email="zq@example.org",
          address="7 Nightjar Row", code_word="marmalade", may_ring=True, may_text=True)  # fmt: skip


def stated(area=TRAFFORD, **more):
    values = {"answers": ANSWERS, "area": area, "who": WHO, "words": "My wife Ottoline used to fetch it"}
    return Stated(**(values | more))


def state(by=ANONYMOUS, now=NOW, is_another=True, **more):
    return state_need(stated(**more), by=by, now=now, is_another=is_another)
