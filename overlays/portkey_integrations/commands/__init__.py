"""The commands that call the API: each operation of the contract, and `export`, `plan` and `apply`."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import warnings
from pathlib import Path
from typing import Any

from ..cli import SUMMARIES
from ..client import AsyncPortkey
from ..errors import ConfigurationError, InvalidArgumentError, PortkeyError
from .options import Parser, add_common, read_secret
from .output import told
from .resources import RESOURCES, add_verbs

OTHERS = ("export", "plan", "apply", "completion")
OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
EPILOG = """\
keys:
  The API key is in the variable PORTKEY_API_KEY, or where --api-key-... says.
  No secret is an argument.

exit codes:
  0    done
  1    the API refused, or did not answer
  2    wrong usage; of plan: there is something to change
  130  interrupted
"""


def run(command: str, argv: list[str]) -> int:
    """Run a command; the exit code is as EPILOG says."""
    warnings.showwarning = lambda message, *_: told(f"portkey-integrations: {message}")
    try:
        summary = SUMMARIES[command]
        parser = Parser(
            prog=f"portkey-integrations {command}",
            description=f"{summary[0].upper()}{summary[1:]}.",
            epilog=EPILOG,
        )
        add_arguments(parser, command)
        arguments = parser.parse_args(argv)
        return _complete(arguments.shell) if command == "completion" else asyncio.run(_run(arguments))
    except SystemExit as stop:
        return int(stop.code or OK)
    except KeyboardInterrupt:
        told("interrupted; what was done is done, and the same command goes on from there")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except ImportError as error:
        missing = (error.name or "").partition(".")[0]
        told(
            f"portkey-integrations {command} needs {missing}, which is not installed: "
            f"pip install 'portkey-integrations[cli]'{', or use --json' if command in RESOURCES else ''}"
        )
        return USAGE
    except PortkeyError as error:
        told(*str(error).splitlines())
        return USAGE if isinstance(error, (ConfigurationError, InvalidArgumentError)) else FAILED


def add_arguments(parser: Parser, command: str) -> None:
    """The arguments of a command."""
    if command == "completion":
        parser.add_argument("shell", metavar="SHELL", help="bash, zsh, fish or tcsh")
    elif command in RESOURCES:
        add_verbs(parser, command)
    else:
        add_common(parser)
        parser.set_defaults(run=_on_state, command=command)
        count: Any = "?" if command == "export" else None
        parser.add_argument("file", type=Path, nargs=count, metavar="FILE", help="the state file")
        parser.add_argument(
            "--concurrency", type=_count, default=8, metavar="N", help="calls at a time, else 8"
        )
        if command != "export":
            parser.add_argument("--prune", action="store_true", help="take away what the file does not have")
            parser.add_argument(
                "--rotate", action="store_true", help="write every secret, whatever its mask tells"
            )
        if command == "plan":
            parser.add_argument("--no-secrets", action="store_true", help="neither read nor compare secrets")
        if command == "apply":
            parser.add_argument(
                "--yes", action="store_true", help="do not ask before integrations are deleted"
            )


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 1000):
        raise argparse.ArgumentTypeError("it is a number from 1 to 1000")
    return int(text)


def _complete(shell: str) -> int:
    import shtab

    parser = Parser(prog="portkey-integrations")
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=Parser)
    for name, summary in SUMMARIES.items():
        command = commands.add_parser(name, help=summary)
        if name in RESOURCES or name in OTHERS:
            add_arguments(command, name)
    if shell not in shtab.SUPPORTED_SHELLS:
        parser.error(f"there is no completion for {shell}, but for {', '.join(shtab.SUPPORTED_SHELLS)}")
    print(shtab.complete(parser, shell))
    return OK


async def _on_state(client: AsyncPortkey, arguments: argparse.Namespace) -> int:
    from ..state import command

    code: int = await getattr(command, arguments.command)(client, arguments)
    return code


async def _run(arguments: argparse.Namespace) -> int:
    async with AsyncPortkey(api_key=read_secret(arguments, "api_key"), base_url=arguments.base_url) as client:
        code: int = await arguments.run(client, arguments)
        return code
