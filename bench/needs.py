"""Stating a need: the whole journey of pages, a machine's statements, and the talk by text messages.

A visitor without an account opens every page, answers eight questions, says for whom, where, whether that is
the council, and how to reach them; it is sent, and the private status page is opened. In this process for
what each page costs and asks of the database; then by the real server, load generator on the same cores, for
how many whole journeys it takes a second.

The bars are our own. NHS 111 online was used more than 950,000 times on its busiest day of March 2020 (NHS
Digital, 13 August 2020); a tenth of that day in its busiest hour is 26 journeys a second, for which two cores
have 76 CPU-ms each. A machine (a council's own form, another helpline) sends each one by itself, for which 18
CPU-ms take in the 100,000 needs of a region within a quarter of an hour; a text costs no more than a page.
"""

import hashlib
import json
import os
import random
import re
import sys
from collections import Counter, defaultdict
from datetime import timedelta
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from bench import rush, shop, world
from bench.harness import PLACES, SEED, SIZE, Cpu, backend_seconds, database, durability, measure, promise
from bench.local_server import cpu_seconds, served
from bench.pages import CSRF, answer, environ, statements, steady_application

HERE, BY_SERVER, BY_MACHINE, WARM = (20, 100, 400, 5) if SIZE == "small" else (200, 2_000, 10_000, 20)
CONNECTIONS = 16
A_SECOND, CPU_MS, MACHINE_MS, TEXT_MS = 26, 2_000 / 26, 18, 20
ANSWERS = ("no", "usual-way", "food", "none", "shut", "two-days", "me", "nobody")
TEXTS = ("help", "2", "1", "1", "1", "1", "2", "1", "1", "{half} 1AA", "3")
WHO = {"name": "Bench Person", "phone": "01632 960 001", "may_ring": "on", "words": "Since Monday."}


def steps(half: str) -> list[tuple[str, str, dict[str, object] | None]]:
    """Every request of one journey after its first page: what it is called, its path, what is typed."""
    found: list[tuple[str, str, dict[str, object] | None]] = []
    for number, code in enumerate(ANSWERS, start=1):
        if number > 1:
            found.append(("a question", f"/help/question/{number}/", None))
        found.append(("its answer", f"/help/question/{number}/", {"answer": code}))
    for name, path, typed in (
        ("for whom", "/help/for-whom/", {"on_behalf": "me"}),
        ("where", "/help/where/", {"postcode": f"{half} 1AA", "area": ""}),
        ("council", "/help/council/", {"is_right": "yes", "area": ""}),
        ("how to reach", "/help/you/", WHO),
    ):
        found += [(name, path, None), (f"{name}, sent", path, dict(typed))]
    return [*found, ("it is sent", "/help/sent/", None)]


def main() -> int:
    os.environ["JUNCTION_TRUSTED_PROXIES"] = "1"
    with database():
        seconds = world.fill()
        halves = known_halves()
        where = f"{PLACES:,} places, world made in {seconds:.0f} s"
        met = by_pages(halves, where)
        secrets = tokens()
        with served() as (port, pid):
            met &= by_server(port, pid, halves, where)
            met &= by_machine(port, pid, halves, secrets["council-officer"], where)
            met &= by_text(port, pid, halves, secrets["text-gateway"], where)
    return 0 if met else 1


def known_halves() -> list[str]:
    """Outward halves whose council homes tell: it is asked about, as no register is imported."""
    from django.utils import timezone

    from junction.core.scope import ANONYMOUS
    from junction.registry.models import Place
    from junction.support.queries.where import near

    written = Place.objects.exclude(postcode="").values_list("postcode", flat=True)
    found = near(ANONYMOUS.scope, {one.split()[0] for one in written}, on=timezone.localdate())  # noqa: TID251 - a bench is a door
    return sorted(half for half, one in found.items() if one.council)


def tokens() -> dict[str, str]:
    """Secrets of tokens over the nation: one that states needs, one that brings texts."""
    from junction.people.models import ApiToken
    from junction.registry.models import Organisation

    now = shop.clock()
    nation = Organisation.objects.create(kind="national", name="N", name_key="n", created_at=now)
    made = {role: f"bench-{role}" for role in ("council-officer", "text-gateway")}
    for role, secret in made.items():
        ApiToken.objects.create(
            sha256=hashlib.sha256(secret.encode()).hexdigest(), organisation=nation, name=role, role=role,
            created_at=now, created_by="system:bench", expires_at=now + timedelta(days=1),
        )  # fmt: skip
    return made


class Visitor:
    """Somebody's browser in this process: its cookies and its address of the internet."""

    def __init__(self, number: int, half: str) -> None:
        self.address, self.half, self.session = f"10.1.{number >> 8}.{number & 255}", half, ""

    def request(self, path: str, typed: dict[str, object] | None = None) -> dict[str, object]:
        made = environ(self.session, path, posted=typed)
        return made | {"HTTP_X_FORWARDED_FOR": self.address, "REMOTE_ADDR": self.address}

    def arrive(self, application) -> None:
        """Open the first page; the session is the one it gives."""
        said: list[tuple[str, str]] = []
        response = application(self.request("/help/"), lambda line, headers: said.extend(headers))
        page = b"".join(response).decode()
        response.close()
        assert "question/1" in page, page[:300]
        for name, value in said:
            if name.lower() == "set-cookie" and "session" in (cookie := SimpleCookie(value)):
                self.session = cookie["session"].value
        assert self.session, said


def by_pages(halves: list[str], where: str) -> bool:
    """Each page by itself: CPU time and statements; then the private page, which people come back to."""
    application = steady_application()
    numbers = random.Random(SEED)
    visitors = [Visitor(n, numbers.choice(halves)) for n in range(HERE + WARM)]
    walk(application, visitors[:WARM], defaultdict(lambda: Cpu(0, 0, 0)))
    costs: dict[str, Cpu] = defaultdict(lambda: Cpu(0, 0, 0))
    links = walk(application, visitors[WARM:], costs)
    asked = count(application, Visitor(1_000, halves[0]))
    status = measure(lambda: [answer(application, environ("", path)) for path in links]).ms_each(len(links))
    asked["private page"] = statements(application, environ("", links[0]))
    whole = Cpu(*(sum(getattr(c, part) for c in costs.values()) for part in ("python", "database", "wall")))
    parts = ", ".join(f"{name} {cost.ms_each(HERE):.1f}" for name, cost in costs.items())
    where = f"{HERE} visitors, {where}, {durability()}"
    said = f"{1 + len(steps(''))} requests; {parts}; {whole.parts(HERE)}; {where}"
    name = "state a need by the web: the whole journey"
    met = promise(name, whole.ms_each(HERE), "CPU-ms", at_most=CPU_MS, conditions=said)
    most = ", ".join(f"{name} {number}" for name, number in sorted(asked.items(), key=lambda one: -one[1]))
    promise("state a need by the web: statements", sum(asked.values()), "queries", conditions=most)
    return promise("private status page of a need", status, "CPU-ms", at_most=10, conditions=where) and met


def walk(application, visitors: list[Visitor], costs: dict[str, Cpu]) -> list[str]:
    """All visitors' first pages, then all their second ones, and so on; return their private links."""

    def cost(name: str, work) -> None:
        new, old = measure(work), costs[name]
        costs[name] = Cpu(old.python + new.python, old.database + new.database, old.wall + new.wall)

    def step(name: str, path: str, typed: dict[str, object] | None, number: int) -> None:
        for visitor in visitors:
            said = steps(visitor.half)[number][2] if typed else None
            status, page = answer(application, visitor.request(path, said))
            assert status.startswith("302" if typed else "200"), (name, status, page[-3000:])
            if name == "it is sent":
                found = re.search(r"/help/page/[\w-]+/", page)
                assert found, page
                links.append(found[0])

    links: list[str] = []
    cost("first page", lambda: [visitor.arrive(application) for visitor in visitors])
    for number, (name, path, typed) in enumerate(steps("")):
        cost(name, lambda n=name, p=path, t=typed, i=number: step(n, p, t, i))
    return links


def count(application, visitor: Visitor) -> Counter[str]:
    """Statements of every request of one journey, by what it is called."""
    visitor.arrive(application)
    found: Counter[str] = Counter()
    for name, path, typed in steps(visitor.half):
        found[name] += statements(application, visitor.request(path, typed))
    return found


def by_server(port: int, pid: int, halves: list[str], where: str) -> bool:
    """Whole journeys a second. The first page makes a session, which this generator throws away: the sessions
    it goes on with were made before, and are as new.
    """
    numbers = random.Random(SEED + 1)
    visitors = [(prepared(), numbers.choice(halves), n) for n in range(BY_SERVER)]
    rush.offer(port, [page("", "/help/", None, n) for n in range(CONNECTIONS)], seconds=0.5)
    before, backends = cpu_seconds(pid), backend_seconds()
    came = [rush.offer(port, [page("", "/help/", None, n) for *_, n in visitors], seconds=0,
                       connections=CONNECTIONS)]  # fmt: skip
    for number in range(len(steps(""))):
        sent = [page(key, *steps(half)[number][1:], n) for key, half, n in visitors]
        came.append(rush.offer(port, sent, seconds=0, connections=CONNECTIONS))
    cost = 1000 * (cpu_seconds(pid) - before) / BY_SERVER, 1000 * (backend_seconds() - backends) / BY_SERVER
    answers = sum((Counter(one.statuses) for one in came), Counter())
    slowest = BY_SERVER / max(one.seconds for one in came)  # offered all at once: waiting says nothing
    where = (
        f"{BY_SERVER:,} visitors, {CONNECTIONS} at once, web server {cost[0]:.1f} + PostgreSQL {cost[1]:.1f} "
        f"CPU-ms each, the slowest page {slowest:.0f} a second, answers {dict(answers)}, {where}, "
        f"{durability()}"
    )
    rate = BY_SERVER / sum(one.seconds for one in came)
    met = promise("needs stated by the web", rate, "journeys a second", at_least=A_SECOND,
                  conditions=where)  # fmt: skip
    missing = abs(stated("web") - BY_SERVER - HERE - WARM - 1)
    return promise("needs stated by the web: missing or doubled", missing, "needs", at_most=0,
                   conditions=where) and met  # fmt: skip


def prepared() -> str:
    """The key of a session as the first page leaves it."""
    from junction.core.sessions import SessionStore

    session = SessionStore()
    session["need"] = {"answers": {}, "draft": os.urandom(16).hex()}
    session.create()
    return str(session.session_key)


def page(key: str, path: str, typed: dict[str, object] | None, number: int) -> bytes:
    """One request of a browser."""
    body = urlencode({**typed, "csrfmiddlewaretoken": CSRF}).encode() if typed else b""
    return (
        f"{'POST' if typed else 'GET'} {path} HTTP/1.1\r\nHost: localhost\r\n"
        f"Cookie: csrf={CSRF}{f'; session={key}' if key else ''}\r\nContent-Length: {len(body)}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nX-Forwarded-For: {address(number)}\r\n\r\n"
    ).encode() + body


def address(number: int) -> str:
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def by_machine(port: int, pid: int, halves: list[str], secret: str, where: str) -> bool:
    """One need for each request, as another helpline's system sends them."""
    numbers = random.Random(SEED + 2)
    codes = ("danger", "need", "kind-usual", "another-way", "changed", "runs-out", "depends", "asked")
    sent = [
        told("/api/v1/support/needs", secret, f"n{n}", {
            "answers": dict(zip(codes, ANSWERS, strict=True)), "postcode": f"{numbers.choice(halves)} 1AA",
            "who": {"name": f"Person {n}", "phone": f"+44163296{n:04}", "may_ring": True},
            "channel": "api", "source": f"bench-{n}", "is_another": True,
        })
        for n in range(BY_MACHINE)
    ]  # fmt: skip
    came, cost, parts = offered(port, pid, sent)
    where = f"{BY_MACHINE:,} needs, {parts}, answers {came.statuses}, {where}, {durability()}"
    promise("needs stated by machine, one at a time", BY_MACHINE / came.seconds, "needs a second",
            conditions=where)  # fmt: skip
    met = promise("needs stated by machine: cost", cost, "CPU-ms", at_most=MACHINE_MS, conditions=where)
    return promise("needs stated by machine: missing or doubled", abs(stated("api") - BY_MACHINE), "needs",
                   at_most=0, conditions=where) and met  # fmt: skip


def by_text(port: int, pid: int, halves: list[str], secret: str, where: str) -> bool:
    """Whole talks: the first texts of all, then all the second ones, and so on."""
    talks, numbers = BY_MACHINE // len(TEXTS), random.Random(SEED + 3)
    chosen = [numbers.choice(halves) for _ in range(talks)]
    spent, seconds, answers = 0.0, 0.0, Counter()
    for step, said in enumerate(TEXTS):
        sent = [
            told("/api/v1/support/sms", secret, "", {
                "id": f"{n}-{step}", "sender": f"+4477009{n:05}", "text": said.format(half=half),
            })
            for n, half in enumerate(chosen)
        ]  # fmt: skip
        came, cost, _ = offered(port, pid, sent)
        spent, seconds = spent + cost / len(TEXTS), seconds + came.seconds
        answers += Counter(came.statuses)
    where = f"{talks:,} talks of {len(TEXTS)} texts, answers {dict(answers)}, {where}, {durability()}"
    met = promise("answering a text message", spent, "CPU-ms", at_most=TEXT_MS, conditions=where)
    promise("texts answered", talks * len(TEXTS) / seconds, "a second", conditions=where)
    return promise("needs stated by text: missing or doubled", abs(stated("sms") - talks), "needs", at_most=0,
                   conditions=where) and met  # fmt: skip


def told(path: str, secret: str, key: str, said: dict[str, object]) -> bytes:
    """One request of a machine."""
    body = json.dumps(said).encode()
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {secret}\r\n{f'Idempotency-Key: {key}{chr(13)}{chr(10)}' if key else ''}"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def offered(port: int, pid: int, sent: list[bytes]) -> tuple[rush.Offered, float, str]:
    """What came of these requests, CPU-ms for each, and how they divide."""
    before, backends = cpu_seconds(pid), backend_seconds()
    came = rush.offer(port, sent, seconds=0, connections=CONNECTIONS)
    python = 1000 * (cpu_seconds(pid) - before) / len(sent)
    server = 1000 * (backend_seconds() - backends) / len(sent)
    return came, python + server, f"web server {python:.2f} + PostgreSQL {server:.2f} CPU-ms"


def stated(channel: str) -> int:
    from junction.support.models import Need

    return Need.objects.filter(channel=channel).count()


if __name__ == "__main__":
    sys.exit(main())
