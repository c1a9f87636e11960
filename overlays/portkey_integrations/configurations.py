"""A class for the configuration of each provider that the contract knows, and for each way to sign in.

    configurations=AzureOpenAI(auth=Entra(tenant_id=…, client_id=…, client_secret=…), resource_name=…, …)

They are the models of the contract, so that a plain dict or a model does as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portkey_integrations_api.configurations import *  # noqa: F403 - what it lists is what there is
from portkey_integrations_api.configurations import VIRTUAL_KEY_NAMES, Mode

from .errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portkey_integrations_api.types import Model


def virtual_key_fields(configurations: Model) -> dict[str, Any]:
    """The fields of a virtual key for a configuration, under the names that virtual keys have for them:
    `virtual_keys.create(name=…, provider="bedrock", **virtual_key_fields(Bedrock(…)))`.

    Raises:
        InvalidArgumentError: A virtual key has no field for something in it, or no such way to sign in.
    """
    fields = configurations.to_dict()
    for mode in Mode.__subclasses__():
        if fields.get(mode.FIELD) == mode.VALUE:
            if not (mode.BY_KEY or (mode.NEEDS and VIRTUAL_KEY_NAMES.keys() >= set(mode.NEEDS))):
                raise InvalidArgumentError(f"a virtual key has no {mode.FIELD} {mode.VALUE}")
            del fields[mode.FIELD]
    return _renamed(fields, VIRTUAL_KEY_NAMES)


def _renamed(fields: Mapping[str, Any], names: Mapping[str, tuple[str, Mapping[str, Any]]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for field, value in fields.items():
        if field in names:
            name, inner = names[field]
            made[name] = [_renamed(_as_named(one), inner) for one in value] if inner else value
        else:
            raise InvalidArgumentError(f"a virtual key has no field for {field}")
    return made


def _as_named(deployment: Mapping[str, Any]) -> dict[str, Any]:
    """A deployment without the slug of its model, which a virtual key takes to be its name."""
    known = {"azure_model_slug", "azure_deployment_name"}
    same = len({deployment.get(name) for name in known}) == 1
    return {name: value for name, value in deployment.items() if not (same and name == "azure_model_slug")}
