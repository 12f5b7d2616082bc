"""Offers requests at their moments to a local server, whatever it does: an open loop, on a few connections.

Each request has a moment at which it is due; it is sent on the next free connection, and its latency counts
from the moment it was due, so that a server that falls behind is charged for everybody who waits. Runs in a
process of its own, on the same cores as the server.
"""

import asyncio
import time
from dataclasses import dataclass, field

CONNECTIONS = 64
LONGEST = 300.0  # seconds for the whole of it, whatever happens


@dataclass(slots=True)
class Offered:
    """What came of a load: latency in seconds by request, and answers by status."""

    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0

    def percentile(self, percent: float) -> float:
        """Milliseconds below which so many percent of the requests were answered."""
        found = sorted(self.latencies)
        return 1000 * found[min(len(found) - 1, int(len(found) * percent / 100))] if found else float("inf")


class Connection(asyncio.Protocol):
    """One connection with one request on its way at a time."""

    def __init__(self) -> None:
        self.answered: asyncio.Future[int] | None = None
        self.buffer = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        if self.answered and not self.answered.done():
            self.answered.set_exception(ConnectionError("lost"))

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head = self.buffer.find(b"\r\n\r\n")
        if head < 0:
            return
        at = self.buffer.lower().find(b"content-length:", 0, head)
        length = int(self.buffer[at + 15 : self.buffer.find(b"\r\n", at)])
        if len(self.buffer) >= head + 4 + length and self.answered:
            status = int(self.buffer[9:12])
            self.buffer = b""
            self.answered.set_result(status)

    def send(self, request: bytes) -> "asyncio.Future[int]":
        assert self.transport is not None
        self.answered = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return self.answered


async def _offer(port: int, requests: list[bytes], *, seconds: float, connections: int) -> Offered:
    loop = asyncio.get_running_loop()
    came = Offered()
    due: asyncio.Queue[tuple[float, bytes] | None] = asyncio.Queue()

    async def serve_one() -> None:
        connection: Connection | None = None
        while (item := await due.get()) is not None:
            moment, request = item
            try:
                if connection is None or connection.transport is None:
                    _, connection = await loop.create_connection(Connection, "127.0.0.1", port)
                status = await connection.send(request)
            except OSError:
                status, connection = 0, None
            came.latencies.append(time.perf_counter() - moment)
            came.statuses[status] = came.statuses.get(status, 0) + 1

    workers = [asyncio.create_task(serve_one()) for _ in range(connections)]
    start = time.perf_counter() + 0.5
    for number, request in enumerate(requests):
        moment = start + number * seconds / len(requests)
        wait = moment - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        due.put_nowait((moment, request))
    for _ in workers:
        due.put_nowait(None)
    await asyncio.gather(*workers)
    came.seconds = time.perf_counter() - start
    return came


def offer(port: int, requests: list[bytes], *, seconds: float, connections: int = CONNECTIONS) -> Offered:
    """Offer the requests evenly over so many seconds; return what came of them."""
    work = _offer(port, requests, seconds=seconds, connections=connections)
    return asyncio.run(asyncio.wait_for(work, LONGEST))
