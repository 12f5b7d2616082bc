"""Order through the pages: the order page with its allowance, the check, sending, and the confirmation.

Managers of different places, each signed in, through the whole application, one after another:
CPU-milliseconds of Python and of the database for each page, and orders a second that one core could take
that way. What bounds it is said by the parts: sessions and users are read on each of four requests, an order
is placed once.
"""

import re
import sys

from bench import shop
from bench.harness import SIZE, Cpu, database, durability, measure, promise
from bench.pages import answer, environ, session_of, statements, steady_application

ORDERS = 400 if SIZE == "full" else 60
WARM = 10
BASKET = re.compile(r'name="basket" value="([^"]+)"')
PAGES = ("order page", "check", "sending", "confirmation")


def sign_in_managers(providers: list[shop.Provider]) -> list[tuple[shop.Provider, str]]:
    from junction.people.models import Membership, User
    from junction.registry.models import Place

    sessions = []
    for number, provider in enumerate(providers):
        key = session_of("place-manager", place=Place.objects.get(pk=provider.place_id))
        user = User.objects.get(email="place-manager@bench.example")
        User.objects.filter(pk=user.pk).update(email=f"manager-{number}@bench.example")
        assert Membership.objects.filter(user=user).count() == 1
        sessions.append((provider, key))
    return sessions


def main() -> int:
    with database(of_world=False):
        from django.db import connection

        providers = shop.make(2_000 if SIZE == "full" else 500, scarcity=0.9)
        shop.expect_everybody(providers)
        managers = sign_in_managers(providers[: ORDERS + WARM])
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
        application = steady_application()
        costs = {page: Cpu(0, 0, 0) for page in PAGES}
        order_through_pages(application, managers[:WARM], {page: Cpu(0, 0, 0) for page in PAGES})
        order_through_pages(application, managers[WARM:], costs)
        first, key = managers[WARM]
        asked = statements(application, environ(key, f"/supply/order/{first.place_id}/"))
        faults = shop.faults()
        where = f"{ORDERS} managers, {len(providers):,} providers, {durability()}"
        page = costs["order page"]
        met = promise("order page with its allowance", page.ms_each(ORDERS), "CPU-ms", at_most=12,
                      conditions=f"{page.parts(ORDERS)}; {asked} statements; {where}")  # fmt: skip
        whole = Cpu(
            *(sum(getattr(cost, part) for cost in costs.values()) for part in ("python", "database", "wall"))
        )
        parts = ", ".join(f"{name} {cost.ms_each(ORDERS):.1f}" for name, cost in costs.items())
        promise("orders through the pages, on one core", 1000 / whole.ms_each(ORDERS), "orders/s",
                conditions=f"CPU-ms: {parts}; {whole.parts(ORDERS)}; {where}")  # fmt: skip
        met &= promise("order through the pages: faults in the books", len(faults), "faults", at_most=0,
                       conditions="; ".join(faults) or where)  # fmt: skip
    return 0 if met else 1


def order_through_pages(
    application, managers: list[tuple[shop.Provider, str]], costs: dict[str, Cpu]
) -> None:
    """Do all managers' first pages, then all their second ones, and so on, so that each kind can be
    measured.
    """
    found: dict[str, list[str]] = {page: [] for page in PAGES}

    def ask(page: str, requests: list[dict[str, object]]) -> None:
        def work() -> None:
            for request in requests:
                status, body = answer(application, request)
                assert status.startswith(("200", "302")), (page, status, body[:300])
                found[page].append(body)

        cost = measure(work)
        old = costs[page]
        costs[page] = Cpu(old.python + cost.python, old.database + cost.database, old.wall + cost.wall)

    paths = [f"/supply/order/{provider.place_id}/" for provider, _ in managers]
    keys = [key for _, key in managers]
    ask("order page", [environ(key, path) for key, path in zip(keys, paths, strict=True)])
    typed = {"step": "check", "packs-gloves": "2", "packs-aprons": "1", "packs-masks-iir": "1"}
    ask("check", [environ(key, path, posted=typed) for key, path in zip(keys, paths, strict=True)])
    baskets = [BASKET.search(body) for body in found["check"]]
    ask("sending", [
        environ(key, path, posted={"step": "send", "basket": basket[1] if basket else ""})
        for key, path, basket in zip(keys, paths, baskets, strict=True)
    ])  # fmt: skip
    ask("confirmation", [environ(key, path) for key, path in zip(keys, found["sending"], strict=True)])


if __name__ == "__main__":
    sys.exit(main())
