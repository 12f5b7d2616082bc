"""Where cells are solved: in this process, in a pool of processes, on a Ray cluster; by one interface.

A pool is a context: what it starts ends with it. Functions and cells have to be importable where they run:
the same version of Junction is installed on every machine of a cluster.
"""

import logging
import multiprocessing
import os
import socket
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Protocol, Self, TypeVar

PATIENCE = 5.0  # seconds until a cluster has to answer
Cell = TypeVar("Cell")
Answer = TypeVar("Answer")


class NoSuchPool(ValueError):
    """A pool is named "" (this process), "processes:NUMBER" or "ray:ADDRESS"."""


class NoRay(RuntimeError):
    """Ray is not installed. It is an extra: install requirements/cluster.txt."""


class NoCluster(ConnectionError):
    """No Ray cluster answers at this address."""


class Pool(AbstractContextManager["Pool"], Protocol):
    """What solves cells."""

    def map(self, function: Callable[[Cell], Answer], cells: Iterable[Cell]) -> list[Answer]:
        """Return what the function answers for each cell, in their order."""
        ...


def map_cells(function: Callable[[Cell], Answer], cells: Iterable[Cell], pool: Pool) -> list[Answer]:
    """Return what a function answers for each cell, in their order, wherever the pool solves them."""
    return pool.map(function, cells)


class InProcess:
    """Solves one cell after the other, here."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def map(self, function: Callable[[Cell], Answer], cells: Iterable[Cell]) -> list[Answer]:
        """Return what the function answers for each cell."""
        return [function(cell) for cell in cells]


class Processes:
    """Solves cells in a number of processes of this machine, started afresh: no thread is carried over."""

    def __init__(self, count: int) -> None:
        self.executor = ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        self.executor.shutdown(cancel_futures=kind is not None)

    def map(self, function: Callable[[Cell], Answer], cells: Iterable[Cell]) -> list[Answer]:
        """Return what the function answers for each cell."""
        return list(self.executor.map(function, cells))


class Ray:
    """Solves cells on a Ray cluster that runs already; lets go of it afterwards, and does not end it."""

    def __init__(self, address: str) -> None:
        """Connect to host:port. Raise `NoRay` without the extra, `NoCluster` where nothing answers."""
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
        try:
            import ray
        except ImportError as missing:
            raise NoRay(NoRay.__doc__) from missing
        self.ray = ray
        self.was_connected = ray.is_initialized()
        if not self.was_connected:
            make_sure_of(address)  # Ray itself would wait for minutes
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self.was_connected:
            self.ray.shutdown()

    def map(self, function: Callable[[Cell], Answer], cells: Iterable[Cell]) -> list[Answer]:
        """Return what the function answers for each cell; what it raises is raised here."""
        remote = self.ray.remote(function)
        return list(self.ray.get([remote.remote(cell) for cell in cells]))


def make_sure_of(address: str) -> None:
    """Raise `NoCluster` where nobody listens at host:port."""
    host, _, port = address.rpartition(":")
    if not (host and port.isdecimal()):
        raise NoSuchPool(f"{address} is no host:port of a Ray cluster")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE).close()
    except (OSError, OverflowError) as unanswered:
        raise NoCluster(f"No Ray cluster answers at {address}.") from unanswered


def pool_named(name: str) -> Pool:
    """Return the pool of a setting's words. Raise `NoSuchPool` for others."""
    kind, _, where = name.partition(":")
    if not name:
        return InProcess()
    if kind == "processes" and where.isdecimal() and int(where) > 0:
        return Processes(int(where))
    if kind == "ray" and where:
        return Ray(where)
    raise NoSuchPool(NoSuchPool.__doc__)
