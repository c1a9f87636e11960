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
from .options import Parser, add_common, add_fields, add_secret, fields_of, read_secret
from .output import cell, confirmed, show_json, show_table

RESOURCES = tuple(one.name.replace("_", "-") for one in iter_modules(api.__path__))
VERBS = {"retrieve": "get"}
"""Operations that people know under another verb."""
COLUMNS = ("slug", "name", "ai_provider_id", "integration_id", "workspace_name", "type", "enabled", "status")
LIMITS = ("usage_limits", "rate_limits")
"""What a table shows of an item, where one has it; JSON shows all."""
PAGES = ("current_page", "page_size")
GRANT = ("id", "enabled")
OK, FAILED = 0, 1


def add_verbs(parser: Parser, resource: str) -> None:
    """The verbs of a resource: its operations, and what people do with them."""
    verbs = parser.add_subparsers(required=True, metavar="VERB", parser_class=Parser)
    package = import_module(f"{api.__name__}.{resource.replace('-', '_')}")
    for module in iter_modules(package.__path__, f"{package.__name__}."):
        _add_operation(verbs, import_module(module.name))
    if resource in ("integrations", "virtual-keys"):
        verb = _add(verbs, "rotate-key", "Replace the key", _rotate, resource=resource)
        add_secret(verb, "key", "the new key", required=True)
    for name, enabled in (("enable", True), ("disable", False)) if resource == "models" else ():
        verb = _add(
            verbs, name, f"{name.capitalize()} models, and leave the others", _switch, enabled=enabled
        )
        verb.add_argument("models", nargs="+", metavar="MODEL")
    for name, enabled in (("grant", True), ("revoke", False)) if resource == "workspaces" else ():
        text = f"{'Give a workspace' if enabled else 'Take a workspace its'} access, and leave the others"
        verb = _add(verbs, name, text, _grant, enabled=enabled)
        verb.add_argument("workspace", metavar="WORKSPACE", help="its slug, or its id")
        if enabled:
            add_fields(verb, WorkspaceAccessUpdate, but=GRANT)


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
    return _said(arguments, answer, f"{arguments.word}d", answer.get("slug"))


def _show(answer: Any, items: list[dict[str, Any]], as_json: bool) -> int:
    if as_json:
        show_json(answer)
        return OK
    columns = [name for name in COLUMNS + LIMITS if any(item.get(name) not in (None, []) for item in items)]
    columns = columns if "slug" in columns or not items else ["id", *columns]
    show_table(columns, ([item.get(name) for name in columns] for item in items))
    return OK


def _said(arguments: argparse.Namespace, answer: dict[str, Any], done: str, slug: str | None = None) -> int:
    show_json(answer) if arguments.json else print(done, slug or arguments.slug)
    return OK


async def _rotate(client: AsyncPortkey, arguments: argparse.Namespace) -> int:
    of_integration = arguments.resource == "integrations"
    update: Any = operations.update_integration if of_integration else operations.update_virtual_key
    answer = await client.send(update(slug=arguments.slug, key=read_secret(arguments, "key")))
    return _said(arguments, answer.to_dict(), "rotated the key of")


async def _switch(client: AsyncPortkey, arguments: argparse.Namespace) -> int:
    models = [{"slug": one, "enabled": arguments.enabled} for one in arguments.models]
    answer = await client.send(operations.update_integration_models(slug=arguments.slug, models=models))
    done = f"{'enabled' if arguments.enabled else 'disabled'} {', '.join(arguments.models)} in"
    return _said(arguments, answer.to_dict(), done)


async def _grant(client: AsyncPortkey, arguments: argparse.Namespace) -> int:
    fields = fields_of(arguments, WorkspaceAccessUpdate, but=GRANT) if arguments.enabled else {}
    access: Any = {"id": arguments.workspace, "enabled": arguments.enabled, **fields}
    answer = await client.send(
        operations.update_integration_workspaces(slug=arguments.slug, workspaces=[access])
    )
    done = f"{'gave' if arguments.enabled else 'took from'} {arguments.workspace} access to"
    return _said(arguments, answer.to_dict(), done)
