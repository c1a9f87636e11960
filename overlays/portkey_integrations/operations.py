"""The operations as functions: each takes what the generated function takes, and gives the call to send.

Arguments are keyword only; those of a body are the fields of the model that the signature names. UNSET, or
leaving one out, does not send it; None sends null. Every function raises InvalidArgumentError for an argument
that is unknown, missing or of the wrong kind.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from portkey_integrations_api import operations

from .call import Call
from .errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portkey_integrations_api.models import Acknowledgement
    from portkey_integrations_api.operations import Described

P = ParamSpec("P")
T = TypeVar("T")


def _checked(describe: Callable[P, Described[T]]) -> Callable[P, Call[T]]:
    @wraps(describe)
    def checked(*args: P.args, **kwargs: P.kwargs) -> Call[T]:
        return Call(*describe(*args, **kwargs))

    return checked


list_integrations = _checked(operations.list_integrations)
create_integration = _checked(operations.create_integration)
retrieve_integration = _checked(operations.retrieve_integration)
update_integration = _checked(operations.update_integration)
delete_integration = _checked(operations.delete_integration)
list_integration_models = _checked(operations.list_integration_models)
update_integration_models = _checked(operations.update_integration_models)
list_integration_workspaces = _checked(operations.list_integration_workspaces)
update_integration_workspaces = _checked(operations.update_integration_workspaces)
list_providers = _checked(operations.list_providers)
create_provider = _checked(operations.create_provider)
retrieve_provider = _checked(operations.retrieve_provider)
update_provider = _checked(operations.update_provider)
delete_provider = _checked(operations.delete_provider)
list_virtual_keys = _checked(operations.list_virtual_keys)
create_virtual_key = _checked(operations.create_virtual_key)
retrieve_virtual_key = _checked(operations.retrieve_virtual_key)
update_virtual_key = _checked(operations.update_virtual_key)
delete_virtual_key = _checked(operations.delete_virtual_key)


def delete_integration_models(*, slug: str, slugs: str | Iterable[str]) -> Call[Acknowledgement]:
    """Remove custom models, and disable built-in ones (operation deleteIntegrationModels).

    Args:
        slug: The integration.
        slugs: The models: slugs, or one text with commas between them.
    """
    if not isinstance(slugs, str):
        slugs = list(slugs)
        if any("," in one for one in slugs):
            raise InvalidArgumentError("slugs has a slug with a comma, which separates them when sent")
        slugs = ",".join(slugs)
    return Call(*operations.delete_integration_models(slug=slug, slugs=slugs))
