"""Run every benchmark: `python -m bench`, or `python -m bench --size small` in two minutes."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

SHARED = {"__init__", "__main__", "harness", "pages", "world"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--size", choices=["small", "full"], default=os.environ.get("SIZE", "full"))
    environment = os.environ | {"SIZE": parser.parse_args().size}
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in SHARED)
    failed = [
        name
        for name in names
        if subprocess.run([sys.executable, "-m", f"bench.{name}"], env=environment, check=False).returncode
    ]
    print(f"not met or failed: {', '.join(failed)}" if failed else "every promise is met")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
