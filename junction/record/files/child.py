"""Opens one file within limits: run by path with the reader's name, bytes in, JSON out. See `apart.py`.

Whatever a hostile file makes a library do ends here: too much memory or time refuses, anything else that a
reader did not foresee counts as a damaged file.
"""

import json
import logging
import resource
import sys
import traceback
import warnings
from pathlib import Path


def main(reader: str, seconds: str) -> None:
    """Read standard input by the reader's name, within so many seconds, and answer on standard output."""
    sys.path.insert(0, str(Path(__file__).parents[3]))
    from junction.record.files.limits import LIMITS

    resource.setrlimit(resource.RLIMIT_AS, (LIMITS["memory_bytes"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds),) * 2)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read(), reader=reader)))


def answer(content: bytes, *, reader: str) -> dict[str, object]:
    """Return what was read, or the code of the refusal."""
    from junction.record.files.readers import READERS
    from junction.record.files.refusals import CannotOpen

    try:
        return {"read": READERS[reader](content)}
    except CannotOpen as refusal:
        return {"refused": refusal.code()}
    except (MemoryError, RecursionError):
        return {"refused": "too-heavy"}
    except Exception as fault:
        # Where it broke, for the log of who asked; never what it said, which may quote the document.
        places = "".join(traceback.format_tb(fault.__traceback__))
        sys.stderr.write(f"{places}{type(fault).__name__}\n")
        return {"refused": "file-damaged"}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
