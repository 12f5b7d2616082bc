"""Runs each target for so many seconds in a process of its own; ends with 1 when one of them failed."""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from .targets import SEEDS, TARGETS


def run(name: str, *, seconds: int) -> int:
    """Fuzz one target, beginning with its seeds."""
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(SEEDS.get(name, ())):
            Path(folder, f"seed-{number}").write_bytes(seed)
        command = [sys.executable, "-m", "tests.fuzz.targets", name, folder, f"-artifact_prefix={folder}/"]
        limits = [f"-max_total_time={seconds}", "-timeout=30", "-rss_limit_mb=3000", "-max_len=20000"]
        done = subprocess.run([*command, *limits, "-verbosity=0", "-print_final_stats=1"])
        for broken in Path(folder).glob("[clot]*-*"):
            kept = Path(tempfile.gettempdir(), f"fuzz-{name}-{broken.name}")
            kept.write_bytes(broken.read_bytes())
            sys.stderr.write(f"{name}: kept {kept}\n")
    return done.returncode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("targets", nargs="*", default=sorted(TARGETS))
    asked = parser.parse_args()
    failed = [name for name in asked.targets if run(name, seconds=asked.seconds)]
    sys.stderr.write(f"failed: {', '.join(failed)}\n" if failed else "nothing failed\n")
    sys.exit(bool(failed))


main()
