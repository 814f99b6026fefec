"""Workers on this machine: what they make, and that their deaths cost little and leave nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.runs.jobs import ATTEMPTS, Executor, InProcess, Job, Outcome
from pitstop_docs.runs.pool import Pool, WarmUp

TASKS = "tests.runs.tasks"


def job(name: str, function: str, *arguments: object) -> Job:
    return Job(name, f"{TASKS}:{function}", arguments)


def texts(outcomes: list[Outcome]) -> dict[str, bytes]:
    return {o.job.name: o.made.files[0][1] for o in outcomes if o.made}


def until(told: Callable[[], object], seconds: float = 20) -> None:
    """Wait until *told* is true."""
    end = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Whether the process is there and no zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("make", [InProcess, lambda folders: Pool(2, folders)])
def test_jobs_are_done_and_one_failure_is_its_own(
    make: Callable[[dict[str, Path]], Executor], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(b"file")
    jobs = [job(f"job {n}", "shout", f"w{n}") for n in range(9)]
    jobs += [
        job("bad", "fail", "no\nway"),
        job("gone", "absent"),
        job("copy", "copy", "f", "a.txt"),
    ]
    with make({"f": tmp_path}) as executor:
        outcomes = list(executor.run(jobs))
        assert sorted(o.job.name for o in outcomes) == sorted(j.name for j in jobs)
        assert texts(outcomes)["copy"] == b"file"
        assert texts(outcomes)["job 8"] == b"W8"
        errors = {o.job.name: o.error for o in outcomes if o.error}
        assert errors.keys() == {"bad", "gone"}
        assert errors["bad"] == "ValueError: no way"
        assert errors["gone"].startswith("AttributeError")
        assert all("Traceback" in o.trace for o in outcomes if o.error)
        again = list(executor.run([job("more", "shout", "x")]))
        assert texts(again) == {"more": b"X"}


def test_workers_warm_up_once_and_share_the_work() -> None:
    with Pool(2, {}, WarmUp(f"{TASKS}:warm")) as pool:
        outcomes = list(pool.run([job(str(n), "sleep", 0.05) for n in range(8)]))
        outcomes += list(pool.run([job(f"s{n}", "shout", "x") for n in range(8)]))
        reports = [o.made.report for o in outcomes if o.made and o.made.report]
        assert {report["pid"] for report in reports} <= set(pool.pids)
        assert all(report["count"] > 100 for report in reports)


def test_a_worker_that_dies_costs_its_job_another_attempt(tmp_path: Path) -> None:
    jobs = [job("dies", "die_once", str(tmp_path / "marker"))]
    jobs += [job(str(n), "shout", "x") for n in range(6)]
    with Pool(2, {}) as pool:
        outcomes = {o.job.name: o for o in pool.run(jobs)}
    assert texts([outcomes["dies"]]) == {"dies": b"alive"}
    assert {name: o.attempts for name, o in outcomes.items() if o.attempts != 1} == {"dies": 2}
    assert len(outcomes) == 7


def test_a_job_that_always_kills_fails_alone() -> None:
    with Pool(2, {}) as pool:
        outcomes = {
            o.job.name: o
            for o in pool.run([job("dies", "die"), *(job(str(n), "shout", "x") for n in range(4))])
        }
    assert outcomes["dies"].made is None
    assert outcomes["dies"].attempts == ATTEMPTS
    assert outcomes["dies"].error == "WorkerDied: 7"
    assert sum(o.made is not None for o in outcomes.values()) == 4


def test_workers_that_cannot_start_are_given_up() -> None:
    broken = WarmUp(f"{TASKS}:break_start")
    with Pool(1, {}, broken) as pool, pytest.raises(PitstopError, match="3"):
        list(pool.run([job("x", "shout", "x")]))


def test_kill_one_from_outside(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    with Pool(2, {}) as pool:
        run = pool.run([job("long", "sleep", 0.6, str(marker)), job("short", "shout", "x")])
        assert next(run).job.name == "short"
        until(marker.exists)
        until(lambda: marker.read_text(encoding="utf-8"))
        os.kill(int(marker.read_text(encoding="utf-8")), signal.SIGKILL)
        (outcome,) = run
    assert (outcome.job.name, outcome.attempts) == ("long", 2)
    assert outcome.made is not None


PROGRAM = """
import sys
from pitstop_docs.runs.jobs import Job
from pitstop_docs.runs.pool import Pool

if __name__ == "__main__":
    with Pool(2, {}) as pool:
        print(*pool.pids, flush=True)
        jobs = [Job(str(n), "tests.runs.tasks:sleep", (60.0, f"{sys.argv[1]}/{n}")) for n in "ab"]
        list(pool.run(jobs))
"""


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("busy", [True, False])
def test_workers_end_with_their_parent(tmp_path: Path, stop: signal.Signals, busy: bool) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(program), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.getcwd()},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        pids = [int(word) for word in process.stdout.readline().split()]
        assert len(pids) == 2
        if busy:
            until(lambda: (tmp_path / "a").exists() and (tmp_path / "b").exists())
        if stop is signal.SIGINT:
            os.killpg(process.pid, stop)  # a terminal sends it to the workers too
        else:
            process.send_signal(stop)
        until(lambda: not any(map(alive, pids)))
        assert process.wait(timeout=10) != 0
        # A traceback of the parent alone, never one of a worker.
        assert process.stderr.read().count("Traceback") == (stop is signal.SIGINT)
