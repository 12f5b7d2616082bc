"""A Ray cluster on this machine for the length of a test, in a process of its own as in real use."""

import importlib.util
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

# Ray reads these once in a process, when it is imported: nothing is told to anybody, and only who has the
# token of this process may run anything on its clusters.
os.environ |= {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_AUTH_MODE": "token",
    "RAY_AUTH_TOKEN": secrets.token_hex(32),
}
HEAD = """
import ray, sys
context = ray.init(num_cpus=int(sys.argv[1]), include_dashboard=False, log_to_driver=False,
                   _node_ip_address="127.0.0.1", object_store_memory=100 * 2**20)
print(context.address_info["gcs_address"], flush=True)
sys.stdin.read()
ray.shutdown()
"""


def double(number: int) -> int:
    """What a cluster can be asked without settings of Django in its processes."""
    return 2 * number


def needs_ray() -> None:
    """Skip the test where the extra is not installed; CI must have it."""
    if importlib.util.find_spec("ray") is None and os.environ.get("CI") != "true":
        pytest.skip("Ray is an extra: pip install -r requirements/cluster.txt")


@contextmanager
def local_cluster(*, processes: int) -> Iterator[str]:
    """The address of a cluster of so many processes; it ends with the block."""
    head = subprocess.Popen(
        [sys.executable, "-c", HEAD, str(processes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert head.stdin and head.stdout
        yield head.stdout.readline().strip()
        head.stdin.close()
        head.wait(60)
    finally:
        head.kill()
