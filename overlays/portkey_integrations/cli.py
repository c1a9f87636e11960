"""The command `portkey-integrations`: finds its subcommands by entry point and hands over to one of them."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points, version

GROUP = "portkey_integrations.commands"
SUMMARIES = {
    "integrations": "list, get, create, update, delete; rotate keys",
    "models": "which models an integration offers",
    "workspaces": "which workspaces may use an integration",
    "providers": "integrations as one workspace uses them",
    "virtual-keys": "the older view of providers",
    "export": "write the organisation's integrations as one YAML file",
    "plan": "compare such a file with the organisation",
    "apply": "make the organisation what the file says",
    "completion": "print the completion of these commands for a shell",
    "conform": "judge a server against the contract",
    "keys": "make, list and revoke keys of the reference server",
    "audit": "who changed what on the reference server",
    "serve": "run the reference server",
}
EXTRAS = {"audit": "server", "conform": "conformance", "keys": "server", "serve": "server"}
OK, USAGE = 0, 2


def main(argv: list[str] | None = None) -> int:
    """Run one subcommand; its exit code is ours."""
    arguments = sys.argv[1:] if argv is None else argv
    commands = {command.name: command for command in entry_points(group=GROUP)}
    match arguments:
        case ["--version"]:
            print(f"portkey-integrations {version('portkey-integrations')}")
            return OK
        case [] | ["-h" | "--help", *_]:
            print(_help(commands))
            return OK if arguments else USAGE
        case [name, *rest] if name in commands:
            return _run(commands[name], rest)
        case [name, *rest] if name in SUMMARIES:
            from .commands import run

            return run(name, rest)
    print(f"portkey-integrations: there is no command {arguments[0]!r}; see --help", file=sys.stderr)
    return USAGE


def _run(command: EntryPoint, arguments: list[str]) -> int:
    gc.disable()  # it would look again and again at what is only being made, and finds nothing
    try:
        run: Callable[[list[str]], int] = command.load()
    except ImportError as error:
        extra = EXTRAS.get(command.name, command.name)
        print(
            f"portkey-integrations {command.name} needs what is not installed ({error.name}): "
            f"pip install 'portkey-integrations[{extra}]'",
            file=sys.stderr,
        )
        return USAGE
    finally:
        gc.enable()
    return run(arguments)


def _help(commands: dict[str, EntryPoint]) -> str:
    names = [*SUMMARIES, *(name for name in sorted(commands) if name not in SUMMARIES)]
    lines = [f"  {name:<13} {SUMMARIES.get(name, '')}".rstrip() for name in names]
    return "\n".join(
        [
            "usage: portkey-integrations COMMAND [OPTION…]",
            "",
            "commands:",
            *lines,
            "",
            "options:",
            "  --help     this; after a command, the help of that command",
            "  --version  the version",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
