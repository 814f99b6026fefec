"""Workers on this machine: what they make, and that their deaths cost little and leave nothing."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.runs import nursery
from pitstop_docs.runs.jobs import ATTEMPTS, Here, Job, JobError, Need, Workers, run_all
from pitstop_docs.runs.parcels import unpack
from pitstop_docs.runs.pool import Pool

TASKS = "tests.runs.tasks"


def job(function: str, *arguments: object, needs: tuple[Need, ...] = ()) -> Job:
    return Job(f"{TASKS}:{function}", arguments, needs)


def outcomes(executor: Workers, jobs: dict[str, Job]) -> dict[str, bytes | str]:
    """Return by its name what became of each job: its text, or the words of its error."""
    found: dict[str, bytes | str] = {}
    for name, future in run_all(executor, jobs.items()):
        assert name not in found
        try:
            found[name] = unpack(future.result())[1]["txt"]
        except JobError as error:
            found[name] = str(error)
    return found


FORKED = pytest.param(True, marks=pytest.mark.skipif(not nursery.FORKS, reason="Linux"))


@pytest.fixture(params=[FORKED, False], ids=["forked", "spawned"])
def begun(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have workers begin in each way that there is."""
    monkeypatch.setattr(nursery, "FORKS", request.param)


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


@pytest.mark.parametrize("make", [Here, lambda: Pool(2)])
def test_jobs_are_done_and_one_failure_is_its_own(
    make: Callable[[], Here | Pool], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(b"file")
    jobs = {f"job {n}": job("shout", f"w{n}") for n in range(9)}
    jobs["bad"] = job("fail", "no\nway")
    jobs["gone"] = job("absent")
    jobs["copy"] = job("copy", "f", "a.txt", needs=(Need("f", tmp_path),))
    with make() as executor:
        found = outcomes(executor, jobs)
        assert found.keys() == jobs.keys()
        assert found["copy"] == b"file"
        assert found["job 8"] == b"W8"
        assert found["bad"] == "ValueError: no way"
        assert str(found["gone"]).startswith("AttributeError")
        assert outcomes(executor, {"more": job("shout", "x")}) == {"more": b"X"}
        failed = executor.submit(jobs["bad"]).exception()
        assert isinstance(failed, JobError)
        assert "tasks.py" in failed.trace


def test_what_nobody_has_begun_is_never_done() -> None:
    given: list[Future[bytes]] = []

    class Slow(Here):
        workers = 2

        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            given.append(Future())
            return given[-1]

    finished = run_all(Slow(), ((number, job("shout", "w")) for number in range(9)))
    threading.Timer(0.05, lambda: given[0].set_result(b"")).start()
    assert next(finished)[0] == 0
    finished.close()
    assert [future.cancelled() for future in given] == [False, True, True, True]


def test_the_first_come_first_and_no_more_than_keep_workers_busy() -> None:
    began: list[int] = []

    def jobs() -> Iterator[tuple[int, Job]]:
        for number in range(5):
            began.append(number)
            yield number, job("shout", "x")

    for number, _future in run_all(Here(), jobs()):
        assert began == list(range(number + 1))


@pytest.mark.usefixtures("begun")
def test_workers_warm_up_once_and_share_the_work() -> None:
    with Pool(2, job("warm")) as pool:
        outcomes(pool, {str(n): job("sleep", 0.05) for n in range(8)})
        jobs = [(n, job("shout", "x")) for n in range(8)]
        said = [unpack(future.result())[0] for _n, future in run_all(pool, jobs)]
        assert {each["pid"] for each in said} <= set(pool.pids)
        assert all(each["count"] > 100 for each in said)


def test_no_more_workers_start_than_there_is_work() -> None:
    def started(pool: Pool) -> int:
        return len(pool.pids)

    with Pool(4, at_once=1) as pool:
        assert started(pool) == 1
        outcomes(pool, {"one": job("shout", "x")})
        assert started(pool) == 1
        futures = [pool.submit(job("sleep", 0.5)) for _number in range(3)]
        assert started(pool) == 3
        assert all(future.result() for future in futures)
        outcomes(pool, {str(n): job("shout", "x") for n in range(20)})
        assert started(pool) == 4
    with Pool(2, at_once=0) as pool:
        assert started(pool) == 0
        assert outcomes(pool, {"one": job("shout", "x")}) == {"one": b"X"}


def test_workers_do_not_load_the_program_that_started_them(tmp_path: Path) -> None:
    program = tmp_path / "program"  # as a script in bin/
    program.write_text(
        "from pitstop_docs.runs.jobs import Job\n"
        "from pitstop_docs.runs.parcels import unpack\n"
        "from pitstop_docs.runs.pool import Pool\n"
        "print('loaded', flush=True)\n"
        "with Pool(2) as pool:\n"
        f"    jobs = [pool.submit(Job('{TASKS}:shout', ('x',))) for _number in range(4)]\n"
        "    print(*(unpack(job.result())[1]['txt'].decode() for job in jobs))\n",
        encoding="utf-8",
    )
    root = str(Path(__file__).parents[2])
    ran = subprocess.run(
        [sys.executable, str(program)],
        env={**os.environ, "PYTHONPATH": root}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert ran.stderr == ""
    assert ran.stdout.split() == ["loaded", "X", "X", "X", "X"]


@pytest.mark.usefixtures("begun")
def test_a_worker_that_dies_costs_its_job_another_attempt(tmp_path: Path) -> None:
    jobs = {"dies": job("die_once", str(tmp_path / "marker"))}
    jobs |= {str(n): job("shout", "x") for n in range(6)}
    with Pool(2) as pool:
        found = outcomes(pool, jobs)
    assert found == {"dies": b"alive", **{str(n): b"X" for n in range(6)}}
    assert (tmp_path / "marker").exists()


@pytest.mark.usefixtures("begun")
def test_a_job_that_always_kills_fails_alone(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    jobs = {"dies": job("die", str(marker)), **{str(n): job("shout", "x") for n in range(4)}}
    with Pool(2) as pool:
        found = outcomes(pool, jobs)
    assert found.pop("dies") == "WorkerDied: 7"
    assert found == {str(n): b"X" for n in range(4)}
    assert len(marker.read_text(encoding="utf-8")) == ATTEMPTS


@pytest.mark.usefixtures("begun")
def test_workers_that_cannot_start_are_given_up() -> None:
    with Pool(1, job("break_start")) as pool:
        with pytest.raises(PitstopError, match="3"):
            outcomes(pool, {"x": job("shout", "x")})
        with pytest.raises(PitstopError, match="3"):
            pool.submit(job("shout", "x")).result()


@pytest.mark.usefixtures("begun")
def test_kill_one_from_outside(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    with Pool(2) as pool:
        long = pool.submit(job("sleep", 0.6, str(marker)))
        short = pool.submit(job("shout", "x"))
        assert short.result()
        assert not long.done()
        until(lambda: marker.exists() and marker.read_text(encoding="utf-8"))
        killed = int(marker.read_text(encoding="utf-8"))
        os.kill(killed, signal.SIGKILL)
        assert long.result()
        assert int(marker.read_text(encoding="utf-8")) != killed


@pytest.mark.skipif(not nursery.FORKS, reason="workers are spawned one by one")
def test_all_workers_share_one_warming_up(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    with Pool(3, job("tell", str(marker))) as pool:
        killed = pool.pids[0]
        os.kill(killed, signal.SIGKILL)
        until(lambda: killed not in pool.pids)
        assert len(set(pool.pids)) == 3
    assert len(marker.read_text(encoding="utf-8").split()) == 1


@pytest.mark.skipif(not nursery.FORKS, reason="workers are spawned one by one")
def test_what_workers_are_forked_from_may_die_too(tmp_path: Path) -> None:
    marker, begun = tmp_path / "marker", tmp_path / "begun"
    with Pool(2, job("tell", str(marker))) as pool:
        long = pool.submit(job("sleep", 0.6, str(begun)))
        until(lambda: begun.exists() and begun.read_text(encoding="utf-8"))
        before = pool.pids
        os.kill(int(marker.read_text(encoding="utf-8").split()[0]), signal.SIGKILL)
        assert long.result()
        until(lambda: not set(before) & set(pool.pids))
        assert not any(map(alive, before))
    assert len(marker.read_text(encoding="utf-8").split()) == 2


def test_who_has_started_threads_is_not_forked(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    with Pool(2, job("start_thread", str(marker))) as pool:
        assert outcomes(pool, {str(n): job("shout", "x") for n in range(4)}).keys() == set("0123")
        pids = pool.pids
        assert {*pids} <= {int(word) for word in marker.read_text(encoding="utf-8").split()}


@pytest.mark.usefixtures("begun")
def test_temporary_files_of_workers_go_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Pool(2, job("litter")) as pool:
        assert outcomes(pool, {"more": job("litter")}) == {"more": b"left"}
        assert len(list(tmp_path.rglob("litter*"))) > 1
    assert list(tmp_path.iterdir()) == []


def test_nobody_waits_for_those_that_warm_up() -> None:
    start = time.monotonic()
    with Pool(2, job("sleep", 60.0)):
        pass
    assert time.monotonic() - start < 20


@pytest.mark.usefixtures("begun")
def test_who_leaves_waits_for_nothing_and_who_closes_it_for_all() -> None:
    start = time.monotonic()
    with Pool(2) as pool:
        futures = [pool.submit(job("sleep", 60.0)) for _number in range(4)]
    assert time.monotonic() - start < 20
    assert all(future.done() for future in futures)
    pool = Pool(1)
    futures = [pool.submit(job("sleep", 0.05)) for _number in range(3)]
    pool.shutdown()
    assert all(future.result() for future in futures)
    with pytest.raises(RuntimeError, match="closed"):
        pool.submit(job("shout", "x"))


PROGRAM = """
import sys
from pitstop_docs.runs.jobs import Job, run_all
from pitstop_docs.runs.pool import Pool

if __name__ == "__main__":
    with Pool(2) as pool:
        print(*pool.pids, flush=True)
        jobs = [(n, Job("tests.runs.tasks:sleep", (60.0, f"{sys.argv[1]}/{n}"))) for n in "ab"]
        list(run_all(pool, jobs))
"""


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("busy", [True, False])
def test_workers_end_with_their_parent(tmp_path: Path, stop: signal.Signals, busy: bool) -> None:
    program, temporary = tmp_path / "program.py", tmp_path / "temporary"
    program.write_text(PROGRAM, encoding="utf-8")
    temporary.mkdir()
    with subprocess.Popen(
        [sys.executable, str(program), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.getcwd(), "TMPDIR": str(temporary)},
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
        if nursery.FORKS:
            until(lambda: not list(temporary.iterdir()))
