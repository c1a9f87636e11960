"""Options of the command line, read from the generated operations and models; secrets are never arguments."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

from portkey_integrations_api.types import DecodeError, Model

from ..errors import InvalidArgumentError
from .output import told

KEY_LIKE = re.compile(
    r"((sk|pk|pa|rk|gsk|xai|hf|r8)[-_]([\w-]{40,}|[\w-]*(?=[a-zA-Z]*\d)(?=\d*[a-zA-Z])[a-zA-Z\d]{16,})"
    r"|AIza|Bearer |eyJ\w{16}).*"
)
SOURCES = {"env": ("NAME", "a variable"), "file": ("FILE", "a file"), "stdin": (None, "standard input")}
LARGEST = 1 << 20


class Parser(argparse.ArgumentParser):
    """Refuses arguments that look like keys, and repeats none that it does not know."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **settings)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        for one in args or ():
            if KEY_LIKE.fullmatch(one.partition("=")[2] if one.startswith("--") else one):
                self.error(f"an argument looks like a key, and others can see arguments: {_instead('key')}")
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            names = [one.partition("=")[0] for one in unknown if one.startswith("-")]
            self.error(f"there is no {' '.join(names) or 'place for so many arguments'}")
        return found, unknown

    def format_help(self) -> str:
        places = "".join(f" {one.metavar}" for one in self._get_positional_actions())
        self.usage = f"%(prog)s{places} [OPTION...]"
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        told(f"{self.prog}: {message}. See --help.")
        self.exit(2)


class _Refused(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        parser.error(f"a secret is never an argument, which others can see: {_instead(self.dest)}")


def _instead(name: str) -> str:
    return "use " + ", ".join(f"--{name.replace('_', '-')}-{source}" for source in SOURCES)


def add_secret(parser: argparse.ArgumentParser, name: str, what: str, required: bool = False) -> None:
    """The options `--NAME-env`, `--NAME-file` and `--NAME-stdin`, of which one may be given."""
    option = f"--{name.replace('_', '-')}"
    group = parser.add_mutually_exclusive_group(required=required)
    for source, (metavar, place) in SOURCES.items():
        about: Any = {"metavar": metavar} if metavar else {"action": "store_true"}
        group.add_argument(f"{option}-{source}", help=f"{what}, from {place}", **about)
    parser.add_argument(option, nargs="?", action=_Refused, dest=name, help=argparse.SUPPRESS)


def add_common(parser: argparse.ArgumentParser) -> None:
    """What every command takes that calls the API."""
    parser.add_argument("--json", action="store_true", help="print JSON, all of it")
    parser.add_argument(
        "--base-url", metavar="URL", help="where the API is; else the variable PORTKEY_BASE_URL"
    )
    add_secret(parser, "api_key", "the API key")


def read_secret(arguments: argparse.Namespace, name: str) -> str | None:
    """The secret that the options of `add_secret` name; None where none is given."""
    env, file, stdin = (getattr(arguments, f"{name}_{source}") for source in SOURCES)
    return secret_at(env, file, stdin) if env or file or stdin else None


def secret_at(
    env: str | None = None, file: str | None = None, stdin: bool = False, folder: Path = Path()
) -> str:
    """What a variable, a file of a folder or the standard input holds, without the end of its line.

    Raises:
        InvalidArgumentError: It is not there, or not a text, or empty.
    """
    named = "***" if env and KEY_LIKE.fullmatch(env) else env  # a key, where its name should be
    place = f"the variable {named}" if env else f"the file {file}" if file else "standard input"
    text = os.environ.get(env, "") if env else read_text(folder / file) if file else sys.stdin.read(LARGEST)
    if not (text := text.rstrip("\r\n")):
        raise InvalidArgumentError(f"{place} is {'empty' if not env or env in os.environ else 'not set'}")
    return text


def read_text(file: Path) -> str:
    """The text of a file; raises InvalidArgumentError where there is none."""
    try:
        with file.open(encoding="utf-8") as opened:
            return opened.read(LARGEST)
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InvalidArgumentError(f"the file {file} cannot be read: {said}") from None


def add_fields(
    parser: argparse.ArgumentParser, model: Any, required: bool = False, but: tuple[str, ...] = ()
) -> None:
    """An option for each field of a request's model."""
    said = dict(
        re.findall(r"^ {4,8}(\w+): [\w\[\], |]*?(?<!\|)(?:\. | (?=[A-Z`])|$)(.*)$", model.__doc__ or "", re.M)
    )
    nullable = []
    for field in model.FIELDS:
        if field.alias_of or field.wire in but:
            continue
        option, accepts = f"--{field.wire.replace('_', '-')}", field.codec.accepts
        help_text = said.get(field.name, "").replace("%", "%%")
        about: Any = {"help": help_text or None, "dest": field.wire}
        if required and field.required:
            about |= {"required": True, "help": f"{help_text} Needed.".lstrip()}
        if accepts(None):
            nullable.append(field.wire)
        if field.secret:
            add_secret(parser, field.wire, (about["help"] or field.wire).rstrip("."))
        elif accepts(True) and not accepts({}):
            parser.add_argument(option, action=argparse.BooleanOptionalAction, **about)
        else:
            plain = str if accepts("") else int if accepts(1) else None
            about["type"] = plain or _Json
            parser.add_argument(option, metavar={str: "TEXT", int: "N", None: "JSON|@FILE"}[plain], **about)
    if nullable:
        about = {"metavar": "FIELD", "help": "make a field null; may be repeated"}
        parser.add_argument("--clear", action="append", choices=nullable, default=[], **about)


def fields_of(arguments: argparse.Namespace, model: Any, but: tuple[str, ...] = ()) -> dict[str, Any]:
    """The fields that are given; raises InvalidArgumentError where an argument holds a secret."""
    given: dict[str, Any] = dict.fromkeys(arguments.clear) if "clear" in arguments else {}
    for field in model.FIELDS:
        if field.alias_of or field.wire in but:
            continue
        value = read_secret(arguments, field.wire) if field.secret else getattr(arguments, field.wire)
        if isinstance(value, _Json):
            value.check(field, given)
            value = value.value
        given |= {} if value is None else {field.wire: value}
    return given


class _Json:
    """JSON, given as an argument or in a file."""

    def __init__(self, text: str) -> None:
        self._is_argument = not text.startswith("@")
        try:
            if not self._is_argument:
                text = sys.stdin.read() if text == "@-" else read_text(Path(text[1:]))
            self.value: Any = json.loads(text)
        except InvalidArgumentError as error:
            raise argparse.ArgumentTypeError(str(error)) from None
        except (ValueError, RecursionError):
            raise argparse.ArgumentTypeError("it is not JSON") from None

    def check(self, field: Any, given: dict[str, Any]) -> None:
        """Raises InvalidArgumentError for a secret in an argument; what is not valid is told later."""
        with contextlib.suppress(DecodeError):
            decoded: Any = field.codec.decode(self.value, given) if self._is_argument else None
            held: list[Any] = decoded if isinstance(decoded, list) else [decoded]
            if any([*one.secrets()] for one in held if isinstance(one, Model)):
                said = "may hold a secret, and others can see arguments: use @FILE, or @- for standard input"
                raise InvalidArgumentError(f"{field.wire} {said}")
