"""Runs a command that calls the API: its options, its client, and what its end means."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import warnings
from pathlib import Path
from typing import Any

from .. import AsyncPortkey
from ..errors import ConfigurationError, InvalidArgumentError, PortkeyError
from .options import Parser, add_common, read_secret
from .output import NEEDS_EXTRA, told
from .resources import RESOURCES, add_verbs

STATE = {
    "export": "write integrations, models and grants as one YAML file",
    "plan": "say what apply would do; exit code 2 where that is something",
    "apply": "make the organisation what the file says",
}
EPILOG = """\
keys:
  The API key is read from the variable PORTKEY_API_KEY, or as --api-key-... says; it is never an argument.

exit codes:
  0  done                               2  wrong usage; of plan: there is something to change
  1  the API refused, or did not answer 130  interrupted
"""
OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def run(command: str, argv: list[str]) -> int:
    """Run a command; the exit code is as EPILOG says."""
    warnings.showwarning = lambda message, *_: told(f"portkey-integrations: {message}")
    try:
        arguments = parser_of(command).parse_args(argv)
        return asyncio.run(_run(arguments))
    except SystemExit as stop:
        return int(stop.code or OK)
    except KeyboardInterrupt:
        told("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except ImportError as error:
        told(f"portkey-integrations {command} needs {error.name} for this: {NEEDS_EXTRA}, or use --json")
        return USAGE
    except PortkeyError as error:
        told(*str(error).splitlines())
        return USAGE if isinstance(error, (ConfigurationError, InvalidArgumentError)) else FAILED


def parser_of(command: str) -> Parser:
    """The parser of one command."""
    parser = Parser(
        prog=f"portkey-integrations {command}",
        description=f"{command}: {STATE.get(command, 'call the API')}.",
        epilog=EPILOG,
    )
    add_options(parser, command)
    return parser


def add_options(parser: Parser, command: str) -> None:
    """The arguments of one command."""
    if command in RESOURCES:
        add_verbs(parser, command)
        return
    add_common(parser)
    parser.set_defaults(run=None, command=command)
    parser.add_argument(
        "file", type=Path, metavar="FILE", nargs="?" if command == "export" else None, help="the state file"
    )
    parser.add_argument(
        "--concurrency", type=_positive, default=8, metavar="N", help="calls at a time (default: 8)"
    )
    if command != "export":
        parser.add_argument("--prune", action="store_true", help="take away what the file does not have")
        parser.add_argument(
            "--rotate", action="store_true", help="write every secret, whatever its mask tells"
        )
    if command == "plan":
        parser.add_argument("--no-secrets", action="store_true", help="neither read nor compare secrets")
    if command == "apply":
        parser.add_argument("--yes", action="store_true", help="do not ask before something is deleted")


async def _run(arguments: argparse.Namespace) -> int:
    work: Any = arguments.run
    if work is None:
        from ..state import command

        work = {"export": command.export, "plan": command.show_plan, "apply": command.apply}[
            arguments.command
        ]
    async with AsyncPortkey(api_key=read_secret(arguments, "api-key"), base_url=arguments.base_url) as client:
        code: int = await work(client, arguments)
        return code


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 1000):
        raise argparse.ArgumentTypeError("it is a number from 1 to 1000")
    return int(text)
