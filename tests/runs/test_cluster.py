"""A real scheduler and two real workers on this machine, which share nothing with us but the wire."""

import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pitstop_docs.problems.diagnostics import PitstopError
from pitstop_docs.runs.cluster import Cluster
from pitstop_docs.runs.digests import digest_of, read_tree
from pitstop_docs.runs.jobs import Job, JobError, Need
from pitstop_docs.runs.parcels import (
    ChangedError,
    DamagedError,
    Unpacked,
    pack,
    pack_need,
    unpack,
    unpack_need,
)
from tests.runs.test_pool import job, outcomes, until

DIGEST = digest_of(b"templates")


@dataclass
class Dask:
    """A scheduler, its workers, and a folder where they write what they say."""

    folder: Path
    address: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    stack: ExitStack = field(default_factory=ExitStack)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        log = self.stack.enter_context((self.folder / f"{len(self.workers)}.log").open("ab"))
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            cwd=self.folder,
            env={
                **os.environ,
                "PYTHONPATH": os.getcwd(),
                "DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "1h",
                **self.settings,
            },
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        self.stack.callback(process.wait)
        self.stack.callback(process.kill)
        return process

    def schedule(self) -> None:
        told = self.folder / "scheduler.json"
        self.start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
            "--scheduler-file", str(told),
        )  # fmt: skip
        until(lambda: told.exists() and '"address"' in told.read_text(encoding="utf-8"), 60)
        self.address = told.read_text(encoding="utf-8").split('"address": "')[1].split('"')[0]

    def work(self, threads: int = 1) -> subprocess.Popen[bytes]:
        process = self.start(
            "worker", self.address, "--nthreads", str(threads), "--no-nanny", "--no-dashboard",
            "--local-directory", str(self.folder / f"scratch-{len(self.workers)}"),
        )  # fmt: skip
        self.workers.append(process)
        return process


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Dask]:
    with ExitStack() as stack:
        found = Dask(tmp_path / "dask", stack=stack)
        found.folder.mkdir()
        found.schedule()
        yield found


def make_jobs(folder: Path, markers: Path) -> dict[str, Job]:
    needs = (Need(DIGEST, folder, tuple(read_tree(folder).files.items())),)
    copies = {f"copy {n}": job("copy", DIGEST, "in/words.txt", needs=needs) for n in range(6)}
    slow = {f"slow {n}": job("sleep", 0.7, str(markers / f"{n}")) for n in range(4)}
    return {**slow, **copies, "bad": job("fail", "no")}


def test_two_workers_one_of_them_killed_in_mid_run(dask: Dask, tmp_path: Path) -> None:
    folder, markers = tmp_path / "templates", tmp_path / "markers"
    (folder / "in").mkdir(parents=True)
    markers.mkdir()
    (folder / "in/words.txt").write_bytes(b"by digest")
    dask.work(), dask.work()
    with Cluster(dask.address) as cluster:
        until(lambda: len(cluster._client.scheduler_info(n_workers=-1)["workers"]) == 2, 60)
        cluster.workers = 2

        def kill() -> None:
            until(lambda: len(list(markers.iterdir())) >= 2)
            dask.workers[0].send_signal(signal.SIGKILL)

        killing = threading.Thread(target=kill)
        killing.start()
        found = outcomes(cluster, make_jobs(folder, markers))
        killing.join()
    assert found.pop("bad") == "ValueError: no"
    assert {found.pop(f"copy {n}") for n in range(6)} == {b"by digest"}
    assert found.keys() == {f"slow {n}" for n in range(4)}


def test_workers_of_several_threads_are_refused(dask: Dask) -> None:
    dask.work(threads=2)
    with Cluster(dask.address) as cluster:
        found = outcomes(cluster, {"x": job("shout", "x")})
    assert str(found["x"]).startswith("ThreadedWorker")


def test_nothing_that_comes_back_is_unpickled(dask: Dask, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    dask.work()
    with Cluster(dask.address) as cluster:
        with pytest.raises(JobError):
            cluster.submit(job("poison", str(marker))).result(60)
        assert outcomes(cluster, {"x": job("shout", "x")}) == {"x": b"X"}
    assert not marker.exists()


def certificates(folder: Path) -> dict[str, str]:
    """Make an authority and one certificate by it; return Dask's settings that name them."""
    folder.mkdir()
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    name = ["/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*make, *name, *files], check=True, capture_output=True)
    pairs = {"cert": str(folder / "cert.pem"), "key": str(folder / "key.pem")}
    tls = {
        f"tls.{who}.{what}": path
        for who in ("client", "scheduler", "worker")
        for what, path in pairs.items()
    }
    settings = {"require-encryption": "True", "tls.ca-file": pairs["cert"], **tls}
    return {f"distributed.comm.{name}": value for name, value in settings.items()}


def as_environment(settings: dict[str, str]) -> dict[str, str]:
    """Return *settings* as docs/cluster.md tells people to set them."""
    names = {name: name.upper().replace("-", "_").replace(".", "__") for name in settings}
    return {f"DASK_{names[name]}": value for name, value in settings.items()}


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")
def test_what_travels_can_be_encrypted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import dask

    monkeypatch.setenv("PITSTOP_LANG", "en")
    settings = certificates(tmp_path / "tls")
    with ExitStack() as stack:
        cluster = Dask(tmp_path / "dask", settings=as_environment(settings), stack=stack)
        cluster.folder.mkdir()
        cluster.schedule()
        assert cluster.address.startswith("tls://")
        cluster.work()
        with pytest.raises(PitstopError, match="no scheduler answers at tls://"):
            Cluster(cluster.address)  # without certificates
        with dask.config.set(settings), Cluster(cluster.address) as tls:
            assert outcomes(tls, {"x": job("shout", "x")}) == {"x": b"X"}


def test_where_no_scheduler_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pitstop_docs.runs.cluster._PATIENCE", 0.5)
    monkeypatch.setenv("PITSTOP_LANG", "en")
    with pytest.raises(PitstopError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        Cluster("tcp://127.0.0.1:9")
    with pytest.raises(PitstopError, match="no scheduler answers"):
        Cluster("nonsense")


def test_without_workers(dask: Dask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pitstop_docs.runs.cluster._PATIENCE", 1)
    monkeypatch.setenv("PITSTOP_LANG", "en")
    with pytest.raises(PitstopError, match="has no workers"):
        Cluster(dask.address)


def test_nobody_waits_for_workers_that_all_went_away(
    dask: Dask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PITSTOP_LANG", "en")
    worker = dask.work()
    with Cluster(dask.address) as cluster:
        monkeypatch.setattr("pitstop_docs.runs.cluster._PATIENCE", 1)
        futures = [cluster.submit(job("sleep", 60, str(tmp_path / name))) for name in "ab"]
        until(lambda: any((tmp_path / name).exists() for name in "ab"))
        worker.kill()
        for future in futures:
            with pytest.raises(PitstopError, match="has no workers"):
                future.result(30)


def test_what_a_job_needs_outlives_the_worker_that_has_it(dask: Dask, tmp_path: Path) -> None:
    """The worker that has the files is killed, job after job: they are sent to the next one."""
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "words.txt").write_bytes(b"by digest")
    needs = (Need(DIGEST, folder, tuple(read_tree(folder).files.items())),)
    worker = dask.work()
    with Cluster(dask.address) as cluster:
        for _round in range(4):
            futures = [
                cluster.submit(job("copy", DIGEST, "words.txt", needs=needs)) for _ in range(8)
            ]
            following = dask.work()
            worker.kill()
            worker = following
            assert {future.result(60) for future in futures} == {pack({}, {"txt": b"by digest"})}


# --- parcels -----------------------------------------------------------------------------------


def test_a_parcel_is_the_same_wherever_it_is_packed_and_arrives_whole(tmp_path: Path) -> None:
    parcels = []
    for name in ("one", "other"):
        folder = tmp_path / name
        (folder / "in").mkdir(parents=True)
        (folder / "in/a.txt").write_bytes(b"a")
        (folder / "b.txt").write_bytes(b"b")
        need = Need(DIGEST, folder, tuple(read_tree(folder).files.items()))
        parcels.append(pack_need(need))
    assert parcels[0] == parcels[1]
    unpack_need(need, parcels[0], digest_of(parcels[0]), tmp_path / "there")
    assert read_tree(tmp_path / "there").files == read_tree(folder).files
    with pytest.raises(DamagedError):
        unpack_need(need, parcels[0][:-1], digest_of(parcels[0]), tmp_path / "there")


def test_a_parcel_leaves_no_folder_and_holds_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"s")
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("../secret", str(tmp_path / "secret")):
        need = Need(DIGEST, folder, ((name, digest_of(b"s")),))
        data = pack_need(need)
        with pytest.raises(DamagedError):
            unpack_need(need, data, digest_of(data), tmp_path / "there")
    (folder / "a").write_bytes(b"a")
    data = pack_need(Need(DIGEST, folder, (("a", digest_of(b"a")),)))
    other = Need(DIGEST, folder, (("a", digest_of(b"b")),))
    with pytest.raises(DamagedError):
        unpack_need(other, data, digest_of(data), tmp_path / "there")
    with pytest.raises(DamagedError):
        Unpacked().receive([Need("../f", folder)], [(digest_of(data), data)])


def test_two_folders_of_which_nothing_is_needed(tmp_path: Path) -> None:
    digests = [digest_of(name) for name in (b"one", b"other")]
    needs = [Need(digest, tmp_path) for digest in digests]
    data = pack_need(needs[0])
    unpacked = Unpacked()
    unpacked.receive(needs, [(digest_of(data), data)] * 2)
    assert unpacked.folders.keys() == {*digests}
    assert all(not list(folder.iterdir()) for folder in unpacked.folders.values())


def test_what_changed_since_it_was_digested_is_not_sent(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"new")
    for name, data in (("a", b"old"), ("gone", b"")):
        with pytest.raises(ChangedError, match=name):
            pack_need(Need(DIGEST, tmp_path, ((name, digest_of(data)),)))


@pytest.mark.parametrize("files", [{}, {"pdf": b"\n\0bytes"}, {"pdf": b"", "docx": b"y"}])
def test_what_comes_back_is_what_was_packed(files: dict[str, bytes]) -> None:
    assert unpack(pack({"x": ["è", 1]}, files)) == ({"x": ["è", 1]}, files)


def test_what_comes_back_is_verified() -> None:
    parcel = pack({"x": 1}, {"pdf": b"bytes"})
    longer = b'{"said": {}, "files": {"pdf": 9}}\nbytes'
    for damaged in (
        parcel[:-1],
        parcel.replace(b"bytes", b"bytez"),
        b"",
        pickle.dumps("x"),
        digest_of(longer).encode() + b"\n" + longer,
        digest_of(b"[]\n").encode() + b"\n[]\n",
        object(),
    ):
        with pytest.raises(DamagedError):
            unpack(damaged)
