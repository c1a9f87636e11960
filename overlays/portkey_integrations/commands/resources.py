"""`portkey-integrations integrations`, `models`, `workspaces`, `providers` and `virtual-keys`."""

from __future__ import annotations

import argparse
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from portkey_integrations_api import api
from portkey_integrations_api.models.workspace_access_update import WorkspaceAccessUpdate

from .. import operations
from ..client import AsyncPortkey
from ..pages import everything
from ..secret import printable
from .options import Parser, add_common, add_fields, add_secret, fields_of, read_secret
from .output import cell, confirmed, show_json, show_table

RESOURCES = tuple(one.name.replace("_", "-") for one in iter_modules(api.__path__))
VERBS = {"retrieve": "get"}
"""Operations that people know under another verb."""
COLUMNS = ("slug", "name", "ai_provider_id", "integration_id", "workspace_name", "type", "enabled", "status")
LIMITS = ("usage_limits", "rate_limits")
"""What a table shows of an item, where one has it; JSON shows all."""
PAGES = ("current_page", "page_size")
NAMED = ("id", "enabled")
GRANTS = (
    ("grant", "Give a workspace access, and leave the others", "gave {workspace} access to {slug}"),
    (
        "revoke",
        "Take access from a workspace, and leave the others",
        "took access to {slug} from {workspace}",
    ),
)
OK, FAILED = 0, 1


def add_verbs(parser: Parser, resource: str) -> None:
    """The verbs of a resource: its operations, and what people do with them."""
    verbs = parser.add_subparsers(required=True, metavar="VERB", parser_class=Parser)
    package = import_module(f"{api.__name__}.{resource.replace('-', '_')}")
    for module in iter_modules(package.__path__, f"{package.__name__}."):
        _add_operation(verbs, import_module(module.name))
    if resource in ("integrations", "virtual-keys"):
        verb = _add(verbs, "rotate-key", "Replace the key", _rotate, done="rotated the key of {slug}")
        verb.set_defaults(resource=resource)
        add_secret(verb, "key", "the new key", required=True)
    for name in ("enable", "disable") if resource == "models" else ():
        text, done = f"{name.capitalize()} models, and leave the others", f"{name}d {{models}} in {{slug}}"
        verb = _add(verbs, name, text, _of_models, method=name, done=done)
        verb.add_argument("models", nargs="+", metavar="MODEL")
    for name, text, done in GRANTS if resource == "workspaces" else ():
        verb = _add(verbs, name, text, _of_workspaces, method=name, done=done)
        verb.add_argument("workspace", metavar="WORKSPACE", help="its slug, or its id")
        if name == "grant":
            add_fields(verb, WorkspaceAccessUpdate, but=NAMED)


def _add(verbs: Any, name: str, text: str, run: Any, slug: bool = True, **defaults: Any) -> Any:
    verb = verbs.add_parser(name, help=f"{text[0].lower()}{text[1:]}", description=f"{text}.")
    verb.set_defaults(run=run, **defaults)
    if slug:
        verb.add_argument("slug", metavar="SLUG", help="its slug, or its id")
    add_common(verb)
    return verb


def _add_operation(verbs: Any, module: ModuleType) -> None:
    operation, function = module.OPERATION, module.__name__.rpartition(".")[2]
    word, describe = function.partition("_")[0], getattr(operations, function)
    about = {"slug": bool(operation.path_names), "operation": operation, "describe": describe, "word": word}
    verb = _add(verbs, VERBS.get(word, word), (module.__doc__ or "").partition(":")[0], _call, **about)
    for name in operation.query:
        if name not in PAGES:
            required = name in describe.__code__.co_varnames
            verb.add_argument(f"--{name.replace('_', '-')}", dest=name, metavar="TEXT", required=required)
    if operation.body is not None:
        required = operation.method == "POST"
        add_fields(verb, operation.body.type, required=required, but=tuple(operation.query))
    if word == "delete":
        verb.add_argument("--yes", action="store_true", help="do not ask")


async def _call(client: AsyncPortkey, arguments: argparse.Namespace) -> int:
    operation, given = arguments.operation, vars(arguments)
    sent = {
        name: given[name] for name in (*operation.path_names, *operation.query) if given.get(name) is not None
    }
    if arguments.word == "delete" and not confirmed(f"Delete {' '.join(sent.values())}?", arguments.yes):
        return FAILED
    if operation.body is not None:
        sent |= fields_of(arguments, operation.body.type, but=tuple(operation.query))
    if operation.query.keys() >= {*PAGES}:
        items = [item.to_dict() async for item in everything(client, arguments.describe, **sent)]
        return _show({"total": len(items), "data": items}, items, arguments.json)
    answer = (await client.send(arguments.describe(**sent))).to_dict()
    if arguments.word == "list":
        return _show(answer, next(one for one in answer.values() if isinstance(one, list)), arguments.json)
    if operation.method == "GET" and not arguments.json:
        show_table(("field", "value"), ((name, value) for name, value in answer.items() if cell(value)))
        return OK
    return _said(arguments, answer, f"{arguments.word}d {answer.get('slug') or arguments.slug}")


def _show(answer: Any, items: list[dict[str, Any]], as_json: bool) -> int:
    if as_json:
        show_json(answer)
        return OK
    columns = [name for name in COLUMNS + LIMITS if any(item.get(name) not in (None, []) for item in items)]
    columns = columns if "slug" in columns or not items else ["id", *columns]
    show_table(columns, ([item.get(name) for name in columns] for item in items))
    return OK


def _said(arguments: argparse.Namespace, answer: dict[str, Any], done: str) -> int:
    show_json(answer) if arguments.json else print(printable(done))
    return OK


async def _of_models(client: AsyncPortkey, arguments: argparse.Namespace) -> int:
    method = getattr(client.integrations.models, arguments.method)
    answer = await method(slug=arguments.slug, models=arguments.models)
    done = arguments.done.format(models=", ".join(arguments.models), slug=arguments.slug)
    return _said(arguments, answer.to_dict(), done)


async def _of_workspaces(client: AsyncPortkey, arguments: argparse.Namespace) -> int:
    fields = fields_of(arguments, WorkspaceAccessUpdate, but=NAMED) if arguments.method == "grant" else {}
    method = getattr(client.integrations.workspaces, arguments.method)
    answer = await method(slug=arguments.slug, workspace=arguments.workspace, **fields)
    return _said(arguments, answer.to_dict(), arguments.done.format_map(vars(arguments)))


async def _rotate(client: AsyncPortkey, arguments: argparse.Namespace) -> int:
    key, slug = read_secret(arguments, "key") or "", arguments.slug
    if arguments.resource == "integrations":
        answer = (await client.integrations.rotate_key(slug=slug, new_key=key))._asdict()
    else:
        answer = (await client.virtual_keys.update(slug=slug, key=key)).to_dict()
    return _said(arguments, answer, arguments.done.format(slug=slug))
