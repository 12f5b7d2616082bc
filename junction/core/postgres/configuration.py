"""The server's settings, written anew at each start: durable, sized to the machine, no network.

Statements and values stay out of the server's log, since they can hold personal data.
"""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

MEGABYTE = 1024 * 1024
CONNECTIONS = 200
PORT = 5432  # only names the socket's file
ROLE = "junction"


def memory_megabytes() -> int:
    """Return the memory this machine, or this container, may use."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for limit in (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes")):
        try:
            total = min(total, int(limit.read_text()))
        except (OSError, ValueError):
            continue
    return max(256, total // MEGABYTE)


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def sized(memory: int, cores: int) -> dict[str, str]:
    """Return the settings that depend on the machine (memory in megabytes).

    A quarter of memory for shared buffers, as PostgreSQL's manual advises, but at most 4 GB, since the web
    processes live on the same machine.
    """
    workers = max(2, min(8, cores))
    return {
        "shared_buffers": f"{max(64, min(4096, memory // 4))}MB",
        "effective_cache_size": f"{max(128, memory * 6 // 10)}MB",
        "work_mem": f"{max(4, min(64, memory // (CONNECTIONS * 2)))}MB",
        "maintenance_work_mem": f"{max(32, min(1024, memory // 16))}MB",
        "max_worker_processes": str(workers + 6),
        "max_parallel_workers": str(workers),
        "max_parallel_workers_per_gather": str(max(1, min(4, cores // 2))),
    }


def _fixed() -> dict[str, str]:
    return {
        "listen_addresses": "''",
        "port": str(PORT),
        "max_connections": str(CONNECTIONS),
        "superuser_reserved_connections": "3",
        "random_page_cost": "1.1",
        "jit": "off",  # queries are short
        "max_wal_size": "2GB",
        "min_wal_size": "128MB",
        "wal_compression": "on",
        "checkpoint_timeout": "15min",
        "autovacuum_vacuum_insert_scale_factor": "0.05",  # facts only grow
        "idle_in_transaction_session_timeout": "'10min'",
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        "lc_messages": "'C'",
        "default_text_search_config": "'pg_catalog.english'",
        "dynamic_shared_memory_type": _dynamic_shared_memory(),
        "logging_collector": "on",
        "log_filename": "'postgresql-%a.log'",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "'1d'",
        "log_rotation_size": "0",
        "log_startup_progress_interval": "'1s'",  # how crash recovery shows that it moves
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_lock_waits": "on",
    }


def _dynamic_shared_memory() -> str:
    """Containers often have 64 MB of /dev/shm, on which a parallel query fails."""
    shm = Path("/dev/shm")  # noqa: S108 - the mount, looked at only
    roomy = shm.is_dir() and shutil.disk_usage(shm).total >= 512 * MEGABYTE
    return "posix" if roomy else "sysv"


def settings_file(
    *, data: Path, socket: Path, log: Path, config: Path, durable: bool, extra: str = ""
) -> str:
    """Return postgresql.conf. Without `durable` (tests only) a crash of the machine may lose everything."""
    switch = "on" if durable else "off"
    settings = {
        **_fixed(),
        **sized(memory_megabytes(), cores()),
        "fsync": switch,
        "synchronous_commit": switch,
        "full_page_writes": switch,
        "data_directory": quoted(data),
        "hba_file": quoted(config / "pg_hba.conf"),
        "ident_file": quoted(config / "pg_ident.conf"),
        "unix_socket_directories": quoted_list(socket),
        "unix_socket_permissions": "0777",  # the folder and the caller's name decide who comes in
        "log_directory": quoted(log),
    }
    lines = [f"{name} = {value}" for name, value in settings.items()]
    return "\n".join(["# Written by Junction at each start.", *lines, extra, ""])


def hba_file() -> str:
    """Return pg_hba.conf: over the socket only, by the name the system knows the caller by."""
    return "local all all peer map=junction\nlocal replication all peer map=junction\n"


def ident_file(names: Sequence[str]) -> str:
    """Return pg_ident.conf: these system accounts are the role that owns everything, nobody else is."""
    return "".join(f'junction "{name}" {ROLE}\n' for name in sorted(set(names)))


def quoted(path: Path) -> str:
    return "'" + str(path).replace("\\", "\\\\").replace("'", "''") + "'"


def quoted_list(path: Path) -> str:
    """Quote a path for a setting that is a list, in which commas and spaces count."""
    return quoted(Path('"' + str(path).replace('"', '""') + '"'))
