"""What saves a loop or a second look, each thin over the operations.

What takes several requests is written once, as a generator that gives each call to send and takes its answer;
the synchronous and the asynchronous client drive it.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from . import operations
from .errors import ConflictError, InvalidArgumentError, KeyNotRotatedError, NotFoundError
from .secret import Secret, asked, ends_of

AnswerT = TypeVar("AnswerT")

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any, NotRequired, TypeAlias, TypedDict, Unpack

    from portkey_integrations_api.models import (
        Acknowledgement,
        Integration,
        IntegrationDetail,
        RateLimit,
        UsageLimits,
        WorkspaceAccess,
    )
    from portkey_integrations_api.models.create_integration_request import CreateIntegrationRequestFields
    from portkey_integrations_api.types import SecretText, Unset

    from .call import Call
    from .resources import AsyncSender, Sender

    Flow: TypeAlias = Generator[Call[Any], Any, AnswerT]

    class Access(TypedDict):
        """How a workspace may use an integration; fields of WorkspaceAccessUpdate."""

        usage_limits: NotRequired[Sequence[Mapping[str, Any] | UsageLimits] | Unset | None]
        rate_limits: NotRequired[Sequence[Mapping[str, Any] | RateLimit] | Unset | None]
        reset_usage: NotRequired[bool | Unset]
        create_default_provider: NotRequired[bool | Unset]
        default_provider_slug: NotRequired[str | Unset]


class Ensured(NamedTuple):
    """An integration as it is now, and whether it was made for that."""

    created: bool
    integration: IntegrationDetail


class Rotation(NamedTuple):
    """The masks of a key before and after it was changed, None where they were not read or there is none.

    `verified` is True where the mask has changed, None where it was not read or is the same.
    """

    before: str | None
    after: str | None
    verified: bool | None


class Grant(NamedTuple):
    """The access that a workspace has to an integration."""

    integration: Integration
    access: WorkspaceAccess


def ensure(**fields: Unpack[CreateIntegrationRequestFields]) -> Flow[Ensured]:
    """Create the integration `slug`, or change the one that is there; then read it.

    The arguments are those of `create`, with a `slug`. Of one that is there, what `update` can change is
    written, the key included; the rest only counts where it is created.

    Raises:
        InvalidArgumentError: There is no slug, or what is there belongs to another provider.
    """
    from portkey_integrations_api.models import UpdateIntegrationRequest

    slug = fields.get("slug")
    if not isinstance(slug, str) or "ai_provider_id" not in fields:
        del fields  # a traceback that shows locals would show the secrets in them
        raise InvalidArgumentError("ensure needs slug and ai_provider_id")
    create = tried(operations.create_integration, **fields)  # may lack a credential that only a new one needs
    writable = {field.wire for field in UpdateIntegrationRequest.FIELDS}
    changes: Any = {name: value for name, value in fields.items() if name in writable}
    update = tried(operations.update_integration, slug=slug, **changes)
    provider = fields["ai_provider_id"]
    del fields, changes
    if isinstance(update, Exception):
        raise update
    look, created = operations.retrieve_integration(slug=slug), False
    try:
        found: IntegrationDetail = yield look
    except NotFoundError:
        if isinstance(create, Exception):
            raise create from None
        try:
            yield create
            created = True
        except ConflictError:  # another was faster
            pass
        found = yield look
    if created:
        return Ensured(True, found)
    if found.ai_provider_id != provider:
        raise InvalidArgumentError(f"{slug} belongs to {found.ai_provider_id}, which no update changes")
    yield update
    return Ensured(False, (yield look))


def rotate_key(*, slug: str, new_key: SecretText, verify: bool = True) -> Flow[Rotation]:
    """Change the key of an integration, and look whether its mask has changed.

    A mask shows a few characters, or none: one that changes tells that another key is stored, not that the
    provider takes it. One that stays the same tells nothing, since two keys may look alike; one that shows
    other characters than the new key has is told of.

    Args:
        slug: The integration, by slug or id.
        new_key: A text, or what gives it when it is asked, which it is once.
        verify: Read the integration before and after.

    Raises:
        KeyNotRotatedError: The mask afterwards is not that of the new key.
    """
    key = Secret(asked(new_key))
    del new_key
    update = tried(operations.update_integration, slug=slug, key=key.reveal())
    if isinstance(update, Exception):
        raise update
    look = operations.retrieve_integration(slug=slug)
    before: Any = (yield look).masked_key if verify else None
    yield update
    after: Any = (yield look).masked_key if verify else None
    if after and not _may_mask(after, key.reveal()):
        raise KeyNotRotatedError(
            "the key was sent, and the mask afterwards is that of another one", **look.about
        )
    return Rotation(before or None, after or None, True if after and after != before else None)


def grant(*, slug: str, workspace: str, **access: Unpack[Access]) -> Call[Acknowledgement]:
    """Give one workspace access to an integration; other workspaces keep theirs (ACC-003).

    Limits that are not given stay as they are or are cleared, as the server decides; None clears them.
    """
    given: dict[str, Any] = {"id": workspace, "enabled": True, **access}
    return operations.update_integration_workspaces(slug=slug, workspaces=[given])


def revoke(*, slug: str, workspace: str) -> Call[Acknowledgement]:
    """Take the access to an integration from one workspace, with its providers; others keep theirs."""
    taken = [{"id": workspace, "enabled": False}]
    return operations.update_integration_workspaces(slug=slug, workspaces=taken)


def enable(*, slug: str, models: str | Iterable[str]) -> Call[Acknowledgement]:
    """Let a model, or several, of an integration be used; others stay as they are (MOD-002)."""
    return _switched(slug, models, True)


def disable(*, slug: str, models: str | Iterable[str]) -> Call[Acknowledgement]:
    """Let a model, or several, of an integration not be used; others stay as they are (MOD-002)."""
    return _switched(slug, models, False)


def tried(describe: Callable[..., AnswerT], /, *args: Any, **kwargs: Any) -> AnswerT | Exception:
    """What is described, or why it is refused, without the frames that hold what was given.

    Who calls it forgets the arguments before raising: a traceback that shows locals would show their secrets.
    """
    try:
        return describe(*args, **kwargs)
    except (InvalidArgumentError, TypeError) as error:
        error.__context__ = None
        return error.with_traceback(None)


def checked(concurrency: int) -> int:
    """How many at a time; raises InvalidArgumentError for none."""
    if concurrency < 1:
        raise InvalidArgumentError(f"concurrency must be 1 or more, not {concurrency}")
    return concurrency


def _switched(slug: str, models: str | Iterable[str], enabled: bool) -> Call[Acknowledgement]:
    named = [models] if isinstance(models, str) else list(models)
    if not named:
        raise InvalidArgumentError("models names none")
    written = [{"slug": model, "enabled": enabled} for model in named]
    return operations.update_integration_models(slug=slug, models=written)


def _may_mask(mask: str, key: str) -> bool:
    """Whether the clear characters of a mask are those that a key begins and ends with."""
    first, last = ends_of(mask)
    return key.startswith(first) and key.endswith(last)


def run(sender: Sender, described: Call[AnswerT] | Flow[AnswerT]) -> AnswerT:
    """Send a call, or what a flow asks for until it has its result."""
    if not isinstance(described, Generator):
        return sender.send(described)
    flow = described
    step, given = flow.send, None
    while True:
        try:
            call = step(given)
        except StopIteration as done:
            result: AnswerT = done.value
            return result
        try:
            step, given = flow.send, sender.send(call)
        except Exception as error:
            step, given = flow.throw, error


async def run_async(sender: AsyncSender, described: Call[AnswerT] | Flow[AnswerT]) -> AnswerT:
    """As `run`, awaited."""
    if not isinstance(described, Generator):
        return await sender.send(described)
    flow = described
    step, given = flow.send, None
    while True:
        try:
            call = step(given)
        except StopIteration as done:
            result: AnswerT = done.value
            return result
        try:
            step, given = flow.send, await sender.send(call)
        except Exception as error:
            step, given = flow.throw, error
