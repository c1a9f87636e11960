"""How contenders are run: as workers that take turns or as processes, and against which server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import payloads
from environments import HERE

KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "SSL_CERT_FILE", "TMPDIR")
Samples = dict[str, list[float]]
"""By contender, one figure per round."""


def environment() -> dict[str, str]:
    """The variables of every contender: no proxy and no key of the user's."""
    return {name: os.environ[name] for name in KEPT if name in os.environ}


@contextmanager
def canned_server() -> Iterator[str]:
    """The base URL of the server that answers at once, in a process of its own and on a core of its own."""
    with TemporaryDirectory() as folder:
        Path(folder, "detail.json").write_text(json.dumps(payloads.detail(1)), "utf-8")
        Path(folder, "acknowledgement.json").write_text(json.dumps(payloads.ACKNOWLEDGEMENT), "utf-8")
        with _process([sys.executable, str(HERE / "canned_server.py"), folder]) as server:
            _on_core(server.pid, -1)
            assert server.stdout is not None
            yield f"http://127.0.0.1:{int(server.stdout.readline())}/v1"


def turns(
    contenders: dict[str, tuple[str, str]], work: str, arguments: list[str], units: int, rounds: int
) -> Samples:
    """Seconds for a unit of work, of workers that take turns; every round begins with another of them.

    Args:
        contenders: By the name that the table has, the interpreter and the module.
        work: The function of the module.
        arguments: What it is given.
        units: How many units a turn has.
        rounds: How many turns each of them gets, after one to warm up.
    """
    samples: Samples = {name: [] for name in contenders}
    with ExitStack() as stack:
        workers = {
            name: stack.enter_context(_worker(python, module, work, arguments))
            for name, (python, module) in contenders.items()
        }
        for number in range(-1, rounds):
            for name in _from(list(workers), number):
                seconds = _turn(workers[name], units)
                if number >= 0:
                    samples[name].append(seconds / units)
    return samples


def processes(contenders: dict[str, list[str]], rounds: int) -> Samples:
    """Seconds from the start of a process to its end, one contender after the other."""
    samples: Samples = {name: [] for name in contenders}
    for number in range(-1, rounds):
        for name in _from(list(contenders), number):
            start = time.perf_counter()
            subprocess.run(contenders[name], env=environment(), check=True, stdout=subprocess.DEVNULL)  # noqa: S603
            if number >= 0:
                samples[name].append(time.perf_counter() - start)
    return samples


def figures(contenders: dict[str, list[str]], rounds: int) -> Samples:
    """What processes print, as numbers."""
    samples: Samples = {name: [] for name in contenders}
    for number in range(rounds):
        for name in _from(list(contenders), number):
            result = subprocess.run(  # noqa: S603 - our own commands
                contenders[name], env=environment(), check=True, capture_output=True, text=True
            )
            samples[name].append(float(result.stdout))
    return samples


def _from(names: list[str], number: int) -> list[str]:
    first = number % len(names)
    return names[first:] + names[:first]


def _turn(worker: subprocess.Popen[str], units: int) -> float:
    assert worker.stdin is not None and worker.stdout is not None  # noqa: PT018
    worker.stdin.write(f"{units}\n")
    worker.stdin.flush()
    return float(worker.stdout.readline())


@contextmanager
def _worker(python: str, module: str, work: str, arguments: list[str]) -> Iterator[subprocess.Popen[str]]:
    with _process([python, str(HERE / "worker.py"), module, work, *arguments]) as worker:
        _on_core(worker.pid, 0)
        assert worker.stdout is not None
        if worker.stdout.readline() != "ready\n":
            sys.exit(f"{module} cannot do {work}")
        yield worker


@contextmanager
def _process(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(  # noqa: S603 - our own commands
        command, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(10)


def _on_core(pid: int, index: int) -> None:
    """Keeps the server and its caller on cores of their own, where that can be had."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(pid, {cores[index]})
