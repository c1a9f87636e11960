"""`portkey-integrations integrations`, `models`, `workspaces`, `providers` and `virtual-keys`."""

from __future__ import annotations

import argparse
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from portkey_integrations_api import api
from portkey_integrations_api.models.workspace_access_update import WorkspaceAccessUpdate
from portkey_integrations_api.types import Operation

from .. import AsyncPortkey, operations
from ..pages import everything
from .options import Parser, add_common, add_fields, add_query, add_secret, fields_of, read_secret
from .output import confirmed, show_json, show_table

RESOURCES = tuple(one.name.replace("_", "-") for one in iter_modules(api.__path__))
VERBS = {"retrieve": "get"}
"""Verbs of operations that people know under another name."""
COLUMNS = (
    "slug", "name", "ai_provider_id", "provider", "integration_id", "workspace_id", "enabled", "status",
    "usage_limits", "rate_limits",
)  # fmt: skip
"""What a table shows of an item, where it has it; JSON shows all."""
GRANT = ("id", "enabled")
OK, FAILED = 0, 1


def add_verbs(parser: Parser, resource: str) -> None:
    """The verbs of a resource: its operations, and what people do with them."""
    verbs = parser.add_subparsers(required=True, metavar="VERB", parser_class=Parser)
    package = f"{api.__name__}.{resource.replace('-', '_')}"
    for module in iter_modules(import_module(package).__path__):
        _add_operation(verbs, import_module(f"{package}.{module.name}"))
    match resource:
        case "integrations" | "virtual-keys":
            verb = _verb(verbs, "rotate-key", "Replace the key", _rotate, resource=resource)
            add_secret(verb, "key", "the new key", required=True)
        case "models":
            for name, enabled in (("enable", True), ("disable", False)):
                verb = _verb(
                    verbs,
                    name,
                    f"{name.capitalize()} models, and leave the others as they are",
                    _switch,
                    enabled=enabled,
                )
                verb.add_argument("models", nargs="+", metavar="MODEL")
        case "workspaces":
            verb = _verb(
                verbs,
                "grant",
                "Give a workspace access, and leave the others as they are",
                _grant,
                enabled=True,
            )
            verb.add_argument("workspace", metavar="WORKSPACE")
            add_fields(verb, WorkspaceAccessUpdate, but=GRANT)
            verb = _verb(verbs, "revoke", "Take access away from a workspace", _grant, enabled=False)
            verb.add_argument("workspace", metavar="WORKSPACE")


def _verb(verbs: Any, name: str, text: str, run: Any, slug: bool = True, **defaults: Any) -> Any:
    verb = verbs.add_parser(name, help=f"{text[0].lower()}{text[1:]}", description=f"{text}.")
    verb.set_defaults(run=run, **defaults)
    add_common(verb)
    if slug:
        verb.add_argument("slug", metavar="SLUG", help="its slug, or its id")
    return verb


def _add_operation(verbs: Any, module: ModuleType) -> None:
    operation, function = module.OPERATION, module.__name__.rpartition(".")[2]
    word = function.partition("_")[0]
    verb = _verb(
        verbs,
        VERBS.get(word, word),
        (module.__doc__ or "").partition(":")[0],
        _call,
        slug=bool(operation.path_names),
        operation=operation,
        describe=getattr(operations, function),
        word=word,
    )
    add_query(verb, operation, getattr(operations, function))
    if operation.body is not None:
        add_fields(verb, operation.body.type, required=operation.method == "POST")
    if word == "delete":
        verb.add_argument("--yes", action="store_true", help="do not ask")


async def _call(client: AsyncPortkey, arguments: argparse.Namespace) -> int:
    operation: Operation[Any, Any] = arguments.operation
    sent = {name: getattr(arguments, name) for name in operation.path_names}
    sent |= {name: value for name in operation.query if (value := getattr(arguments, name, None)) is not None}
    if operation.body is not None:
        sent |= fields_of(arguments, operation.body.type)  # type: ignore[attr-defined]
    if arguments.word == "delete" and not confirmed(f"Delete {' '.join(sent.values())}?", arguments.yes):
        return FAILED
    if "current_page" in operation.query:
        items = [item.to_dict() async for item in everything(client, arguments.describe, **sent)]
        return _show_items({"total": len(items), "data": items}, items, arguments.json)
    answer = (await client.send(arguments.describe(**sent))).to_dict()
    for items in (answer.get("models"), answer.get("workspaces")):
        if isinstance(items, list):
            return _show_items(answer, items, arguments.json)
    if arguments.json:
        show_json(answer)
    elif operation.method == "GET":
        show_table(("field", "value"), answer.items())
    else:
        print(f"{arguments.word}d {answer.get('slug', sent.get('slug'))}")
    return OK


def _show_items(answer: Any, items: list[dict[str, Any]], as_json: bool) -> int:
    if as_json:
        show_json(answer)
        return OK
    columns = [name for name in COLUMNS if any(item.get(name) not in (None, []) for item in items)]
    columns = columns if "slug" in columns or not items else ["id", *columns]
    show_table(columns, ([item.get(name) for name in columns] for item in items))
    return OK


async def _rotate(client: AsyncPortkey, arguments: argparse.Namespace) -> int:
    update = (
        operations.update_integration
        if arguments.resource == "integrations"
        else operations.update_virtual_key
    )
    return await _write(
        client,
        arguments,
        update(slug=arguments.slug, key=read_secret(arguments, "key") or ""),
        "rotated the key of",
    )


async def _switch(client: AsyncPortkey, arguments: argparse.Namespace) -> int:
    models = [{"slug": one, "enabled": arguments.enabled} for one in arguments.models]
    done = f"{'enabled' if arguments.enabled else 'disabled'} {', '.join(arguments.models)} in"
    return await _write(
        client, arguments, operations.update_integration_models(slug=arguments.slug, models=models), done
    )


async def _grant(client: AsyncPortkey, arguments: argparse.Namespace) -> int:
    fields = fields_of(arguments, WorkspaceAccessUpdate, but=GRANT) if arguments.enabled else {}
    access = {"id": arguments.workspace, "enabled": arguments.enabled, **fields}
    done = f"{'gave' if arguments.enabled else 'took from'} {arguments.workspace} access to"
    return await _write(
        client,
        arguments,
        operations.update_integration_workspaces(slug=arguments.slug, workspaces=[access]),
        done,
    )


async def _write(client: AsyncPortkey, arguments: argparse.Namespace, call: Any, done: str) -> int:
    answer = await client.send(call)
    show_json(answer.to_dict()) if arguments.json else print(f"{done} {arguments.slug}")
    return OK
