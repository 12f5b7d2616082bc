"""The settings follow the machine and hold what is promised."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from junction.core.postgres.configuration import ident_file, quoted_list, settings_file, sized


@given(memory=st.integers(256, 1_000_000), cores=st.integers(1, 256))
def test_shared_memory_is_a_quarter_of_the_machine_at_most(memory, cores):
    settings = sized(memory, cores)
    assert int(settings["shared_buffers"].removesuffix("MB")) <= max(64, memory // 4)
    assert int(settings["max_worker_processes"]) > int(settings["max_parallel_workers"])


def test_a_machine_of_eight_gigabytes():
    assert sized(8192, 4)["shared_buffers"] == "2048MB"
    assert sized(8192, 4)["work_mem"] == "20MB"


def test_only_tests_give_up_durability():
    folder = Path("/f")
    text = settings_file(data=folder, socket=folder, log=folder, config=folder, durable=True)
    assert "fsync = on" in text
    assert "fsync = off" in settings_file(
        data=folder, socket=folder, log=folder, config=folder, durable=False
    )


def test_statements_and_their_values_stay_out_of_the_log():
    folder = Path("/f")
    text = settings_file(data=folder, socket=folder, log=folder, config=folder, durable=True)
    assert "log_min_error_statement = panic" in text
    assert "log_error_verbosity = terse" in text


def test_names_and_paths_are_quoted():
    assert (
        ident_file(["root", "postgres", "root"]) == 'junction "postgres" junction\njunction "root" junction\n'
    )
    assert quoted_list(Path("/it's, here")) == "'\"/it''s, here\"'"
