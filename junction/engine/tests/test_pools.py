"""Cells are solved alike in this process, in a pool of processes, and on a Ray cluster of two processes."""

import os
import socket
import sys
import time
from collections.abc import Iterator

import pytest

from junction.engine.pairing import (
    Batch,
    InProcess,
    NoCluster,
    NoRay,
    NoSuchPool,
    Plan,
    Processes,
    Ray,
    map_cells,
    pair_cells,
    pool_named,
)
from junction.engine.pairing.pools import make_sure_of
from junction.engine.tests.clusters import local_cluster, needs_ray
from junction.engine.tests.towns import town


def where(number: int) -> tuple[int, int]:
    """Say which process this is, long enough that another one takes the next."""
    time.sleep(0.2)
    return number, os.getpid()


def breaks(number: int) -> int:
    raise ValueError(f"cell {number} is broken")


@pytest.fixture(scope="module")
def batch() -> Batch:
    return town(3, helpers=400, needs=300, side=30_000)


@pytest.fixture(scope="module")
def plan(batch: Batch) -> Plan:
    return pair_cells(batch, side=8_000, pool=InProcess())


def test_in_this_process_one_after_the_other():
    with pool_named("") as pool:
        assert map_cells(where, [3, 1, 2], pool) == [(number, os.getpid()) for number in (3, 1, 2)]


def test_two_processes_solve_the_same(batch, plan):
    with Processes(2) as pool:
        answers = map_cells(where, range(6), pool)
        assert [number for number, _ in answers] == list(range(6))
        assert len({pid for _, pid in answers} - {os.getpid()}) == 2
        assert (pair_cells(batch, side=8_000, pool=pool).chosen == plan.chosen).all()
        with pytest.raises(ValueError, match="cell 1 is broken"):
            map_cells(breaks, [1], pool)


def test_a_pool_is_named_in_a_word():
    with pool_named("processes:1") as pool:
        assert isinstance(pool, Processes)
    for name in ("processes", "processes:0", "processes:many", "ray", "ray:", "cluster:x"):
        with pytest.raises(NoSuchPool):
            pool_named(name)


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a Ray cluster of two processes that lasts as long as these tests; CI must have it."""
    needs_ray()
    with local_cluster(processes=2) as address:
        yield address


def test_a_ray_cluster_of_two_processes_solves_the_same(batch, plan, cluster):
    with pool_named(f"ray:{cluster}") as pool:
        assert isinstance(pool, Ray)
        answers = map_cells(where, range(6), pool)
        assert [number for number, _ in answers] == list(range(6))
        assert len({pid for _, pid in answers} - {os.getpid()}) == 2
        assert (pair_cells(batch, side=8_000, pool=pool).chosen == plan.chosen).all()
        with pytest.raises(ValueError, match="cell 1 is broken"):
            map_cells(breaks, [1], pool)


def test_without_ray_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(NoRay, match=r"requirements/cluster\.txt"):
        pool_named("ray:127.0.0.1:6379")


def test_where_no_cluster_is_it_is_said_at_once():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))  # taken, and nobody listens
        with pytest.raises(NoCluster, match="No Ray cluster answers at 127"):
            make_sure_of(f"127.0.0.1:{probe.getsockname()[1]}")
    for address in ("auto", "here:", ":1"):
        with pytest.raises(NoSuchPool, match="host:port"):
            make_sure_of(address)
