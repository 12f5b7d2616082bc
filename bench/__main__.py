"""Run every benchmark: `python -m bench`; `--size small` takes two minutes, `--seed 2` another world."""

import os
import subprocess
import sys
from pathlib import Path

from bench.harness import RESULTS, ROOT, SEED, SIZE, server

SHARED = {
    "__init__", "__main__", "databases", "harness", "local_server", "pages", "rush", "shop",
    "volunteers_list", "world",
}  # fmt: skip


def main() -> int:
    os.environ.setdefault("JUNCTION_HOME", str(ROOT / "var" / "bench"))
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in SHARED)
    RESULTS.unlink(missing_ok=True)
    with server():  # stays up from one benchmark to the next
        failed = [name for name in names if not is_met(name)]
    print(f"not met or failed: {', '.join(failed)}" if failed else "every promise is met")
    return 1 if failed else 0


def is_met(name: str) -> bool:
    """Run one benchmark in a process of its own; tell whether it kept its promises."""
    command = [sys.executable, "-m", f"bench.{name}", "--size", SIZE, "--seed", str(SEED)]
    return subprocess.run(command, check=False, cwd=ROOT).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
