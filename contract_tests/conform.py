"""`make conform`: start the reference server on a free port, judge it, stop it; or judge the server at a URL.

What the judge is told about the reference server is what anybody would tell it about theirs: a target file.
"""

from __future__ import annotations

import argparse
import base64
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("portkey-integrations"))
DATABASE_VARIABLE = "PORTKEY_TEST_DATABASE"
SECONDS_TO_START = 30
ENDING = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def reference_server(folder: Path, options: Sequence[str] = ()) -> Iterator[Path]:
    """The reference server on a free port with demo data, on SQLite or the PostgreSQL that a test named;
    gives its target file.
    """
    target, log = folder / "target.toml", folder / "server.log"
    database = os.environ.get(DATABASE_VARIABLE, f"sqlite:///{folder / 'portkey.sqlite'}")
    environment = {"PORTKEY_MASTER_KEY": base64.urlsafe_b64encode(os.urandom(32)).decode(), **os.environ}
    errors = log.open("w")
    server = subprocess.Popen(  # noqa: S603 - our own command
        [
            COMMAND,
            "serve",
            "--demo",
            *("--port", "0"),
            *("--database", database),
            *("--target", str(target)),
            *options,
        ],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        start_new_session=True,  # Ctrl-C is for the judge, which cleans up while the server still answers
    )
    try:
        give_up = time.monotonic() + SECONDS_TO_START
        while not target.exists():
            if server.poll() is not None:
                sys.stderr.write(log.read_text())
                sys.exit(3)
            if time.monotonic() > give_up:
                sys.exit(f"The reference server did not start within {SECONDS_TO_START} s.")
            time.sleep(0.05)
        yield target
    finally:
        server.terminate()
        server.wait()
        errors.close()


def judge(arguments: Sequence[str]) -> int:
    process = subprocess.Popen([COMMAND, "conform", *arguments])  # noqa: S603 - our own command
    for number in ENDING:
        signal.signal(number, lambda *_: process.send_signal(signal.SIGTERM))
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the judge got it too: it cleans up and reports


def main() -> int:
    parser = argparse.ArgumentParser(prog="make conform", description=__doc__)
    parser.add_argument("--url")
    parser.add_argument("--target")
    parser.add_argument("--workers", default="1", help="processes of the reference server")
    options, passed_on = parser.parse_known_args()  # the rest is for the judge
    started = time.monotonic()
    for number in ENDING:
        signal.signal(
            number, lambda *_: sys.exit(128 + signal.SIGTERM)
        )  # the server is stopped on the way out
    if options.url or options.target:
        where = [options.url] if options.url else []
        code = judge([*where, *(["--target", options.target] if options.target else []), *passed_on])
    else:
        with (
            tempfile.TemporaryDirectory(prefix="portkey-integrations-") as folder,
            reference_server(Path(folder), ["--workers", options.workers]) as target,
        ):
            code = judge(["--target", str(target), *passed_on])
    print(f"make conform took {time.monotonic() - started:.0f} s")
    return code


if __name__ == "__main__":
    sys.exit(main())
