"""The options of ``conform`` that judge without writing, and what they do."""

from __future__ import annotations

import argparse
from pathlib import Path

from portkey_conformance.contract import Contract
from portkey_conformance.passive.base_url import normal, split_url
from portkey_conformance.passive.har import LARGE, read_har
from portkey_conformance.passive.judging import NoTraffic, Reading, judge_recording
from portkey_conformance.passive.logs import read_log
from portkey_conformance.progress import Progress
from portkey_conformance.target import UsageError
from portkey_conformance.verdicts import Outcome


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the groups of options to the parser of ``conform``."""
    recorded = parser.add_argument_group(
        "recorded traffic", "Judge what was recorded, and send nothing. No key is needed; none is shown."
    )
    source = recorded.add_mutually_exclusive_group()
    source.add_argument(
        "--har", type=Path, metavar="FILE", help="a HAR 1.2 file, as browsers and proxies write it"
    )
    source.add_argument(
        "--log", metavar="FILE", help="a log of JSON lines, one exchange a line; - is standard input"
    )
    recorded.add_argument(
        "--base-url",
        dest="recorded_base_url",
        metavar="URL",
        help="judge what went below this URL; default: found in the recording",
    )
    recorded.add_argument(
        "--complete",
        action="store_true",
        help="the recording lacks no write of its time, all by keys of one organisation: "
        "hold every answer against what was written before it",
    )
    reading = parser.add_argument_group("reading only")
    reading.add_argument(
        "--read-only",
        action="store_true",
        help="send GETs only, and judge what can be judged of what is there; a key that only reads is enough",
    )


def is_recorded(arguments: argparse.Namespace) -> bool:
    """Whether a recording is to be judged, and not a server.

    Raises:
        UsageError: Options contradict each other.
    """
    recorded = arguments.har is not None or arguments.log is not None
    if not recorded and (arguments.complete or arguments.recorded_base_url):
        raise UsageError("--base-url and --complete belong to --har or --log; the base URL is an argument.")
    if recorded and (arguments.base_url or arguments.target):
        raise UsageError(
            "A recording is judged without a server: leave out BASE_URL and --target, or use --base-url."
        )
    if arguments.read_only and arguments.replay:
        raise UsageError("--replay sends what a finding names, writes too: leave out --read-only.")
    if recorded and arguments.replay:
        raise UsageError("--replay sends a finding to a server; a recording has none: leave out one of them.")
    if recorded and arguments.read_only:
        raise UsageError("--read-only is for a server; a recording is only ever read.")
    return recorded


def judge_recorded(
    arguments: argparse.Namespace, contract: Contract, only: frozenset[str] | None, progress: Progress
) -> Outcome:
    """Judge the recording that the command line names.

    Raises:
        UsageError: It cannot be read.
        NoTraffic: It holds nothing to judge.
    """
    base_url = arguments.recorded_base_url
    if base_url is not None and split_url(base_url) is None:
        raise UsageError(f"{base_url!r} is not an http or https URL; it looks like https://HOST/v1.")
    base_url = normal(base_url) if base_url is not None else None
    reading = Reading(base_url, arguments.complete, only, whole=arguments.har is not None)
    if arguments.har is None:
        return judge_recording(read_log(arguments.log), contract, reading, progress)
    outcome = judge_recording(read_har(arguments.har), contract, reading, progress)
    size = arguments.har.stat().st_size
    if size > LARGE:
        outcome.notes.append(
            f"{arguments.har} has {size // 2**20} MiB and was read into memory as a whole; --log reads line "
            "by line, and takes the entries of a HAR as lines: jq -c '.log.entries[]' FILE | … --log -"
        )
    return outcome


__all__ = ["NoTraffic", "add_options", "is_recorded", "judge_recorded"]
