"""`--fixtures FILE`: the state of an organisation from the file that `portkey-integrations export` writes.

What the file says is carried out by the handlers of the API, in one transaction: their rules hold for it, and
nothing of a file is stored where a part of it is refused.
"""

from __future__ import annotations

import functools
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from . import access, integrations, models_access, workspaces
from .audit import record_command
from .auth import Caller
from .calls import Call, Handler, given
from .contract import Contract, Json, SecretField, contract_file
from .demo import DEMO_ORGANISATION
from .errors import ApiError, OperatorError
from .statements import SessionTransaction
from .storage import Store
from .tables import Integration, Organisation, Workspace

COMMAND = "serve --fixtures"
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# What each of the handlers takes of an integration in the file: the fields of its request.
_STEPS: tuple[tuple[Handler, str, frozenset[str]], ...] = (
    (integrations.create_integration, "CreateIntegrationRequest", frozenset()),
    (
        models_access.update_integration_models,
        "UpdateIntegrationModelsRequest",
        frozenset({"models", "allow_all_models"}),
    ),
    (
        workspaces.update_integration_workspaces,
        "UpdateIntegrationWorkspacesRequest",
        frozenset({"workspaces"}),
    ),
    # After the workspaces, since the providers that it makes may take the slugs that theirs are to have.
    (
        workspaces.update_integration_workspaces,
        "UpdateIntegrationWorkspacesRequest",
        frozenset({"global_workspace_access"}),
    ),
)


class _Loader(_BASE):  # type: ignore[misc]
    """Reads plain words as YAML 1.2 does, like the commands that write such files: `no` is a text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own way


for _tag, _pattern, _first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("merge", "<<", "<"),
    ("int", "[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+",
        "-+.0123456789",
    ),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))


class Fixtures:
    """The integrations of a state file, their secrets in clear; nothing of them is in its `repr`."""

    def __init__(self, file: Path, integrations: list[Json]) -> None:
        self.file = file
        self._integrations = integrations

    def load(self, store: Store, contract: Contract) -> list[str]:
        """Makes them in the organisation `demo`, with the workspaces that they name; all or none.

        One whose slug is there already is left as it is; gives the slugs of those. Raises `OperatorError`
        with the place in the file where something is refused.
        """
        kept = []
        with store.write() as session:
            organisation_id = _organisation_id(session)
            for index, integration in enumerate(self._integrations):
                if _is_there(session, organisation_id, integration["slug"]):
                    kept.append(integration["slug"])
                    continue
                try:
                    _make(session, store, contract, organisation_id, integration)
                except ApiError as error:
                    place = f"integrations[{index}] ({integration['slug']})"
                    raise OperatorError(f"{self.file}: {place}: {error.message}") from error
        return kept


def read_fixtures(file: Path, contract: Contract, *, stand_in_secrets: bool = False) -> Fixtures:
    """The state in a file, whole and valid.

    A secret that it refers to, by variable or file, has to be there; with `stand_in_secrets` one that is not
    gets a stand-in made of its name. Raises `OperatorError` for a file that cannot be read or is not of the
    form, with a line for each place in it.
    """
    try:
        state = yaml.load(file.read_bytes(), _Loader)  # noqa: S506 - it is a safe one
    except OSError as error:
        raise OperatorError(f"{file} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise OperatorError(f"{file}{line}: this is not YAML in UTF-8.") from error
    problems = [f"{place}: {said}" for place, said in _problems(state)]
    if not problems:
        secrets = _Secrets(contract.secret_fields, file.parent, stand_in_secrets, problems)
        found = [secrets.read(one, f"integrations[{i}]") for i, one in enumerate(state["integrations"])]
    if problems:
        raise OperatorError("\n".join(f"{file}: {problem}" for problem in problems))
    return Fixtures(file, found)


def _problems(state: Any) -> Iterator[tuple[str, str]]:
    """Where a state is not of the form, and why; never with the value, which may be a secret by mistake."""
    for error in jsonschema_rs.Draft202012Validator(_form(), mask="it").iter_errors(state):
        place = _spelled(error.instance_path)
        match error.kind.name:
            case _ if "Secret" in error.schema_path:
                said = "must be {env: NAME} or {file: PATH}: the secret itself does not belong in the file"
            case "additionalProperties" | "unevaluatedProperties":
                said = "has a field that is not known: " + ", ".join(error.kind.as_dict()["unexpected"])
            case "anyOf":
                said = "its credentials are not complete"
            case _:
                said = error.message
        yield place, said
    for place, names in _lists_of_names(state):
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            yield place, f"names twice: {', '.join(repeated)}"


def _lists_of_names(state: Any) -> Iterator[tuple[str, list[str]]]:
    def names(holder: Any, field: str, key: str) -> list[str]:
        found = holder.get(field) if isinstance(holder, Mapping) else None
        named = [one.get(key) for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
        return [name for name in named if isinstance(name, str)]

    yield "integrations", names(state, "integrations", "slug")
    integrations = state.get("integrations") if isinstance(state, Mapping) else None
    for index, one in enumerate(integrations if isinstance(integrations, list) else []):
        yield f"integrations[{index}].models", names(one, "models", "slug")
        yield f"integrations[{index}].workspaces", names(one, "workspaces", "id")


class _Secrets:
    """Puts secrets in the place of the references to them."""

    def __init__(
        self, fields: Mapping[str, SecretField], folder: Path, stand_in: bool, problems: list[str]
    ) -> None:
        self._fields = fields
        self._folder = folder
        self._stand_in = stand_in
        self._problems = problems

    def read(self, integration: Json, place: str) -> Json:
        """An integration with its secrets, those of its configurations and of its models' among them."""
        made = self._with_secrets(integration, place)
        if "configurations" in made:
            made["configurations"] = self._with_secrets(made["configurations"], f"{place}.configurations")
        if "models" in made:
            made["models"] = [
                self._model(model, f"{place}.models[{index}]") for index, model in enumerate(made["models"])
            ]
        return made

    def _model(self, model: Json, place: str) -> Json:
        if "configurations" not in model:
            return model
        configurations = self._with_secrets(model["configurations"], f"{place}.configurations")
        return {**model, "configurations": configurations}

    def _with_secrets(self, holder: Json, place: str) -> Json:
        made = dict(holder)
        for name in holder.keys() & self._fields.keys():
            kind, value, at = self._fields[name].kind, holder[name], f"{place}.{name}"
            if kind == "map":
                made[name] = {entry: self._secret(one, f"{at}.{entry}") for entry, one in value.items()}
            elif isinstance(value, Mapping):
                made[name] = self._secret(value, at, is_json=kind == "object")
        return made

    def _secret(self, reference: Mapping[str, str], place: str, *, is_json: bool = False) -> Any:
        name = reference.get("env") or reference["file"]
        try:
            text = os.environ[name] if "env" in reference else (self._folder / name).read_text("utf-8")
        except (KeyError, OSError, UnicodeDecodeError):
            text = ""
        text = text.rstrip("\r\n")
        if not text and self._stand_in:
            return {"stand_in_for": name} if is_json else f"stand-in-for-{name}"
        if not text:
            what = "the variable" if "env" in reference else "the file"
            self._problems.append(f"{place}: {what} {name} is not set, empty or not readable")
        elif is_json:
            try:
                found = json.loads(text)
            except ValueError:
                found = None
            if not isinstance(found, dict):
                self._problems.append(f"{place}: what {name} holds must be a JSON object")
            return found
        return text


def _make(
    session: Session, store: Store, contract: Contract, organisation_id: str, integration: Json
) -> None:
    """Makes one integration with its models and the access to it; raises `ApiError`."""
    named = [grant["id"] for grant in integration.get("workspaces", [])]
    for name in filter(None, [integration.get("workspace_id"), *named]):
        _make_workspace(session, organisation_id, name)
    caller = Caller("", "fixtures", organisation_id, None, contract.scopes("organisation"))
    for handler, schema, wanted in _STEPS:
        fields = contract.fields(schema)
        body = given(integration, *(name for name in fields if not wanted or name in wanted))
        if not body:
            continue
        if "models" in fields:
            body["models"] = [_whole_model(model) for model in body.get("models", [])]
        contract.check(schema, body)
        call = Call(
            contract=contract,
            vault=store.vault,
            transaction=SessionTransaction(session),
            caller=caller,
            path={"slug": integration["slug"]},
            query={},
            raw_body=b"",
            body=body,
        )
        handler(call)
        session.flush()
        for change in dict.fromkeys(call.changes):
            record_command(session, COMMAND, change, organisation_id)


def _whole_model(model: Json) -> Json:
    """A model with the defaults of the form of a state file, as `apply` sends it."""
    fields: Json = _form()["$defs"]["IntegrationModelUpdate"]["properties"]
    return {name: field["default"] for name, field in fields.items() if "default" in field} | model


def _organisation_id(session: Session) -> str:
    organisation = session.scalar(select(Organisation).where(Organisation.name == DEMO_ORGANISATION))
    if organisation is None:
        organisation = Organisation(name=DEMO_ORGANISATION)
        session.add(organisation)
        session.flush()
    return organisation.id


def _is_there(session: Session, organisation_id: str, slug: str) -> bool:
    rows = select(Integration.id).where(
        Integration.organisation_id == organisation_id, Integration.slug == slug
    )
    return session.scalar(rows) is not None


def _make_workspace(session: Session, organisation_id: str, name: str) -> None:
    if access.find_workspace(session, organisation_id, name) is not None:
        return
    if _UUID.fullmatch(name):
        raise ApiError(404, "AB08", f"There is no workspace {name}, and one is made by its slug only.")
    session.add(Workspace(organisation_id=organisation_id, slug=name, name=name))
    session.flush()


@functools.cache
def _form() -> Json:
    """The form of state files: beside the contract when installed, in docs/ in a checkout."""
    contract = contract_file()
    installed = contract.with_name("state.schema.json")
    file = installed if installed.exists() else contract.parent / "docs" / "state.schema.json"
    form: Json = json.loads(file.read_bytes())
    return form


def _spelled(path: list[str | int]) -> str:
    """A place as people write it, e.g. `integrations[0].name`."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
    return steps or "the file"


__all__ = ["Fixtures", "read_fixtures"]
