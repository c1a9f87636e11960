"""Options of the command line, read from the generated operations and models; secrets are never arguments."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

from portkey_integrations_api.types import Operation

from ..errors import InvalidArgumentError
from .output import told

KEY_LIKE = re.compile(
    r"((sk|pk|pa|rk|gsk|xai|hf|r8)[-_]([\w-]{40,}|[\w-]*(?=[a-zA-Z]*\d)(?=\d*[a-zA-Z])[a-zA-Z\d]{16,})"
    r"|AIza|Bearer |eyJ\w{16}).*"
)
SOURCES = {"env": ("NAME", "variable"), "file": ("FILE", "file"), "stdin": (None, "standard input")}
LARGEST = 1 << 20


class Parser(argparse.ArgumentParser):
    """Refuses arguments that look like keys, and repeats no argument that it does not know."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **settings)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        for one in args or ():
            if KEY_LIKE.fullmatch(one.partition("=")[2] if one.startswith("--") else one):
                self.error(
                    "an argument looks like a key, and arguments are seen by others; " + _instead("key")
                )
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            names = [one.partition("=")[0] for one in unknown if one.startswith("-")]
            self.error(f"there is no {' '.join(names) or 'place for so many arguments'}")
        return found, unknown

    def error(self, message: str) -> NoReturn:
        told(f"{self.prog}: {message}. See --help.")
        self.exit(2)


class _Refused(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        name = self.dest.removeprefix("refused ")
        parser.error(f"a secret is never an argument, which others can see; {_instead(name)}")


def _instead(name: str) -> str:
    return f"use {', '.join(f'--{name}-{source}' for source in SOURCES)}"


def add_common(parser: argparse.ArgumentParser) -> None:
    """What every command takes."""
    parser.add_argument("--json", action="store_true", help="print JSON, all of it")
    parser.add_argument(
        "--base-url", metavar="URL", help="where the API is; else the variable PORTKEY_BASE_URL"
    )
    add_secret(parser, "api-key", "the API key")


def add_secret(parser: argparse.ArgumentParser, name: str, what: str, required: bool = False) -> None:
    """The options `--NAME-env`, `--NAME-file` and `--NAME-stdin`, of which one may be given."""
    group = parser.add_mutually_exclusive_group(required=required)
    for source, (metavar, kind) in SOURCES.items():
        about: Any = {"metavar": metavar} if metavar else {"action": "store_true"}
        group.add_argument(
            f"--{name}-{source}", help=f"{what}, from a {kind}".replace("a standard", "standard"), **about
        )
    parser.add_argument(
        f"--{name}", nargs="?", action=_Refused, dest=f"refused {name}", help=argparse.SUPPRESS
    )


def read_secret(arguments: argparse.Namespace, name: str) -> str | None:
    """The secret that the options of `add_secret` name; None where none is given.

    Raises:
        InvalidArgumentError: It is not there, or empty.
    """
    env, file, stdin = (getattr(arguments, f"{name}-{one}".replace("-", "_")) for one in SOURCES)
    if env is not None:
        text, place = os.environ.get(env, ""), f"the variable {env}"
    elif file is not None:
        text, place = read_file(Path(file)), f"the file {file}"
    elif stdin:
        text, place = sys.stdin.read(LARGEST), "standard input"
    else:
        return None
    if not (text := text.rstrip("\r\n")):
        raise InvalidArgumentError(f"{place} is empty or not set")
    return text


def read_file(file: Path) -> str:
    """A text; raises InvalidArgumentError where there is none."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InvalidArgumentError(f"{file} cannot be read: {said}") from None


def add_fields(
    parser: argparse.ArgumentParser, model: Any, required: bool = False, but: tuple[str, ...] = ()
) -> None:
    """An option for each field of a request's model."""
    about = _descriptions(model)
    nullable = []
    for field in model.FIELDS:
        if field.alias_of or field.wire in but:
            continue
        name, codec = field.wire.replace("_", "-"), field.codec
        help_text = about.get(field.name, "").replace("%", "%%") or None
        if codec.accepts(None):
            nullable.append(field.wire)
        if field.secret:
            add_secret(parser, name, (help_text or "a secret").rstrip("."))
        elif codec.accepts(True) and not codec.accepts({}):
            parser.add_argument(
                f"--{name}", action=argparse.BooleanOptionalAction, dest=field.wire, help=help_text
            )
        else:
            kind = str if codec.accepts("") else int if codec.accepts(1) else _json
            metavar = "JSON|@FILE" if kind is _json else "TEXT" if kind is str else "NUMBER"
            parser.add_argument(
                f"--{name}",
                type=kind,
                metavar=metavar,
                dest=field.wire,
                required=required and field.required,
                help=help_text,
            )
    if nullable:
        parser.add_argument(
            "--clear",
            action="append",
            choices=nullable,
            default=[],
            help="make a field null; may be repeated",
            metavar="FIELD",
        )


def add_query(parser: argparse.ArgumentParser, operation: Operation[Any, Any], describe: Any) -> None:
    """An option for each query parameter, pages apart."""
    for name in operation.query:
        if name not in ("current_page", "page_size"):
            required = name in describe.__code__.co_varnames
            parser.add_argument(f"--{name.replace('_', '-')}", dest=name, metavar="TEXT", required=required)


def fields_of(arguments: argparse.Namespace, model: Any, but: tuple[str, ...] = ()) -> dict[str, Any]:
    """The fields that are given; raises InvalidArgumentError for a secret in an argument."""
    given: dict[str, Any] = dict.fromkeys(getattr(arguments, "clear", ()))
    for field in model.FIELDS:
        if field.alias_of or field.wire in but:
            continue
        if field.secret:
            value: Any = read_secret(arguments, field.wire.replace("_", "-"))
        else:
            value = getattr(arguments, field.wire)
        if value is not None:
            given[field.wire] = value.value if isinstance(value, _Json) else value
            if isinstance(value, _Json) and not value.from_file and _has_secret(field, value.value, given):
                raise InvalidArgumentError(
                    f"--{field.wire.replace('_', '-')} holds a secret, and arguments are seen by others: "
                    f"give it as @FILE, or as @- from standard input"
                )
    return given


def _has_secret(field: Any, value: Any, given: dict[str, Any]) -> bool:
    found = field.codec.decode(value, given)
    return any(
        True
        for one in (found if isinstance(found, list) else [found])
        if hasattr(one, "secrets")
        for _ in one.secrets()
    )


class _Json:
    def __init__(self, value: Any, from_file: bool) -> None:
        self.value, self.from_file = value, from_file


def _json(text: str) -> _Json:
    """JSON, or with the extra YAML, in an argument or in a file."""
    from_file = text.startswith("@")
    if from_file:
        text = sys.stdin.read() if text == "@-" else read_file(Path(text[1:]))
    try:
        return _Json(json.loads(text), from_file)
    except (ValueError, RecursionError):
        raise argparse.ArgumentTypeError("it is not JSON") from None


def _descriptions(model: Any) -> dict[str, str]:
    """What the docstring of a model says of each attribute, without its type."""
    lines = re.findall(
        r"^ {4,8}(\w+): [\w\[\], |]*?(?<!\|)(?:\. | (?=[A-Z`])|$)(.*)$", model.__doc__ or "", re.M
    )
    return dict(lines)
