"""`junction worker --ray`: the jobs of that worker solve cells on the cluster, or it does not start."""

import socket

import pytest
from django.conf import settings
from typer.testing import CliRunner

from junction.config.commandline.base import app
from junction.config.commandline.running import engine_on
from junction.engine.pairing import map_cells, pool_named
from junction.engine.tests.clusters import double, local_cluster, needs_ray


def test_a_worker_solves_cells_on_the_cluster_as_long_as_it_runs():
    needs_ray()
    import ray

    with local_cluster(processes=2) as address:
        with engine_on(address):
            assert f"ray:{address}" == settings.ENGINE_POOL
            for _ in range(2):  # two jobs of one worker share its connection
                with pool_named(settings.ENGINE_POOL) as pool:
                    assert map_cells(double, [1, 2, 3], pool) == [2, 4, 6]
            assert ray.is_initialized()
        assert not ray.is_initialized()
    assert settings.ENGINE_POOL == ""


def test_without_a_cluster_nothing_changes():
    with engine_on(""):
        assert settings.ENGINE_POOL == ""


@pytest.mark.django_db
def test_a_worker_whose_cluster_does_not_answer_says_so_and_does_not_start():
    needs_ray()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = f"127.0.0.1:{probe.getsockname()[1]}"
        answer = CliRunner().invoke(app, ["worker", "--ray", nobody])
    assert answer.exit_code == 1
    assert f"No Ray cluster answers at {nobody}." in answer.output
