"""`/integrations`: provider credentials of an organisation or of one workspace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Integer, and_, bindparam, delete, false, or_, select

from . import access, counts, grants
from .calls import Call, given, page
from .clock import now
from .contract import Json
from .credentials import Credentials
from .errors import conflict
from .limits import shown_access
from .secret_mappings import checked_mappings
from .slugs import check_length, slug_from
from .statements import Statement, Transaction
from .tables import Integration, Workspace, new_id
from .texts import AnyText


def list_integrations(call: Call) -> Json:
    if call.caller.workspace_id is None and call.query["workspace_id"] is None:
        total, found = _page(call)
    else:
        rows = access.visible_integrations(call.caller)
        match call.query["type"]:
            case "workspace":
                rows = rows.where(Integration.workspace_id.is_not(None))
            case "organisation":
                rows = rows.where(Integration.workspace_id.is_(None))
        if (name := call.query["workspace_id"]) is not None:
            workspace = access.find_workspace(call.session, call.caller.organisation_id, name)
            rows = rows.where(Integration.workspace_id == workspace.id if workspace else false())
        total, found = page(call, rows, Integration.position, *_SUMMARISED)
    return {"object": "list", "total": total, "data": [_summary(integration) for integration in found]}


def list_is_short(call: Call) -> bool:
    """Whether a list is read in a moment: the total is known, and there is little to skip and to read."""
    size: int = call.query["page_size"]
    return (
        call.caller.workspace_id is None
        and call.query["workspace_id"] is None
        and call.query["type"] not in _OF_TYPE
        and size <= _FEW_ROWS
        and call.query["current_page"] * size <= _FEW_ROWS_TO_SKIP
    )


def _page(call: Call) -> tuple[int, Sequence[Any]]:
    """A page of all that the organisation has, or of one type, of which the number is known."""
    sent = call.query["type"]
    total = counts.total(
        call.transaction, Integration, call.caller.organisation_id, in_workspaces=_OF_TYPE.get(sent)
    )
    size: int = call.query["page_size"]
    first: int = call.query["current_page"] * size
    if first >= total:  # also keeps numbers beyond the database's integers out of the statement
        return total, []
    wanted = {"organisation_id": call.caller.organisation_id, "size": min(size, total), "first": first}
    return total, call.transaction.rows(_PAGES[_OF_TYPE.get(sent), first > _FEW_ROWS_TO_SKIP], wanted)


def create_integration(call: Call) -> Json:
    body = call.body
    workspace = access.workspace_to_use(call, body.get("workspace_id"))
    integration = new_integration(
        call,
        name=body["name"],
        slug=body.get("slug"),
        ai_provider_id=body["ai_provider_id"],
        workspace=workspace,
        key=body.get("key"),
        configurations=body.get("configurations") or {},
        secret_mappings=body.get("secret_mappings") or [],
        description=body.get("description"),
        pricing_adjustments=body.get("pricing_adjustments"),
    )
    if workspace is not None:
        grants.open_to_own_workspace(
            call,
            integration,
            workspace,
            with_provider=body.get("create_default_provider") is not False,
            provider_slug=body.get("default_provider_slug"),
        )
    return {"id": integration.id, "slug": integration.slug}


def retrieve_integration(call: Call) -> Json:
    integration = access.integration_seen(call, call.path["slug"])
    credentials = credentials_of(call, integration)
    return {
        **_summary(integration),
        "masked_key": credentials.masked_key,
        "configurations": credentials.masked_configurations,
        "global_workspace_access_settings": shown_access(integration.global_access),
        "allow_all_models": integration.allow_all_models,
        "workspace_count": grants.count_of_workspaces_with_access(call.transaction, integration),
        "secret_mappings": integration.secret_mappings,
        "pricing_adjustments": integration.pricing_adjustments,
    }


def update_integration(call: Call) -> Json:
    integration = access.integration_to_change(call)
    changes = given(call.body, "name", "description", "pricing_adjustments")
    if call.body.get("secret_mappings") is not None:
        changes["secret_mappings"] = checked_mappings(
            call,
            call.body["secret_mappings"],
            ai_provider_id=integration.ai_provider_id,
            workspace_id=integration.workspace_id,
        )
    for name, value in changes.items():
        setattr(integration, name, value)
    change_credentials(call, integration, call.body.get("key"), call.body.get("configurations"))
    integration.last_updated_at = now()
    return {}


def delete_integration(call: Call) -> Json:
    integration = access.integration_to_change(call)
    call.session.execute(delete(Integration).where(Integration.id == integration.id))
    return {}


def new_integration(
    call: Call,
    *,
    name: str,
    slug: str | None,
    ai_provider_id: str,
    workspace: Workspace | None,
    key: str | None,
    configurations: Json,
    secret_mappings: list[Any],
    description: str | None = None,
    pricing_adjustments: Json | None = None,
    made_by_virtual_key: bool = False,
) -> Integration:
    """Stores an integration; raises 409 for a slug that is taken and 400 for mappings that clash."""
    organisation_id = call.caller.organisation_id
    check_length(slug or "", "slug")
    if slug is None:
        slug = slug_from(
            name,
            fallback="integration",
            is_taken=lambda candidate: _is_taken(call.transaction, organisation_id, candidate),
        )
    elif _is_taken(call.transaction, organisation_id, slug):
        raise conflict("There is an integration with this slug already.")
    integration_id = new_id()
    credentials = Credentials(call.contract.secret_fields).updated(
        key, _known(call, ai_provider_id, configurations)
    )
    integration = Integration(
        id=integration_id,
        organisation_id=organisation_id,
        workspace_id=workspace.id if workspace else None,
        slug=slug,
        name=name,
        description=description,
        ai_provider_id=ai_provider_id,
        made_by_virtual_key=made_by_virtual_key,
        sealed_credentials=call.vault.seal(credentials.document(), integration_id),
        secret_mappings=checked_mappings(
            call,
            secret_mappings,
            ai_provider_id=ai_provider_id,
            workspace_id=workspace.id if workspace else None,
        ),
        pricing_adjustments=pricing_adjustments,
    )
    call.session.add(integration)
    call.session.flush()
    call.changed(integration)
    return integration


def credentials_of(call: Call, integration: Any) -> Credentials:
    """What the sealed credentials of an integration hold, given as such or as its row."""
    document = call.vault.open(integration.sealed_credentials, integration.id)
    return Credentials(call.contract.secret_fields, **document)


def change_credentials(call: Call, integration: Integration, key: str | None, sent: Json | None) -> None:
    """Merges a sent key and configuration into the stored ones.

    What comes out must be a configuration that could have been created: raises 400 where it is not.
    """
    if key is None and sent is None:
        return
    known = _known(call, integration.ai_provider_id, sent or {})
    credentials = credentials_of(call, integration).updated(key, known)
    if sent is not None:
        check_could_be_created(
            call,
            integration.ai_provider_id,
            credentials.key,
            credentials.configurations,
            integration.secret_mappings,
        )
    integration.sealed_credentials = call.vault.seal(credentials.document(), integration.id)


def check_could_be_created(
    call: Call, ai_provider_id: str, key: str | None, configurations: Json, secret_mappings: list[Any]
) -> None:
    """Raises 400 for credentials that no integration of the provider could be created with."""
    request = {
        "name": "any",
        "ai_provider_id": ai_provider_id,
        "configurations": configurations,
        "secret_mappings": secret_mappings,
    }
    call.contract.check("CreateIntegrationRequest", request if key is None else {**request, "key": key})


def _known(call: Call, ai_provider_id: str, configurations: Json) -> Json:
    """The fields that the contract gives the provider's configuration; all, where it is free-form."""
    fields = call.contract.configuration_fields(ai_provider_id)
    if fields is None:
        return configurations
    return {name: value for name, value in configurations.items() if name in fields}


_SAME_NAME = Statement(
    select(Integration.position)
    .where(
        Integration.organisation_id == bindparam("organisation_id", type_=AnyText()),
        or_(
            Integration.slug == bindparam("name", type_=AnyText()),
            Integration.id == bindparam("name", type_=AnyText()),
        ),
    )
    .limit(1)
)


def _is_taken(transaction: Transaction, organisation_id: str, slug: str) -> bool:
    """Whether a slug would name two things; an id is a name, too."""
    return bool(transaction.rows(_SAME_NAME, {"organisation_id": organisation_id, "name": slug}))


_OF_TYPE = {"workspace": True, "organisation": False}
_FEW_ROWS = 200
_FEW_ROWS_TO_SKIP = 20_000
_SUMMARISED = (
    Integration.id,
    Integration.organisation_id,
    Integration.workspace_id,
    Integration.ai_provider_id,
    Integration.name,
    Integration.created_at,
    Integration.last_updated_at,
    Integration.slug,
    Integration.description,
)


def _pages(in_workspaces: bool | None, *, far: bool) -> Statement:
    """A page; one that is `far` passes what is before it in the index, where PostgreSQL would look at each
    row.
    """
    wanted = Integration.organisation_id == bindparam("organisation_id", type_=AnyText())
    if in_workspaces is not None:
        of_none = Integration.workspace_id.is_(None)
        wanted = and_(wanted, ~of_none if in_workspaces else of_none)
    size, first = bindparam("size", type_=Integer()), bindparam("first", type_=BigInteger())
    if far:
        positions = select(Integration.position).where(wanted).order_by(Integration.position)
        rows = select(*_SUMMARISED).where(Integration.position.in_(positions.limit(size).offset(first)))
        return Statement(rows.order_by(Integration.position))
    rows = select(*_SUMMARISED).where(wanted).order_by(Integration.position)
    return Statement(rows.limit(size).offset(first))


_PAGES = {
    (in_workspaces, far): _pages(in_workspaces, far=far)
    for in_workspaces in (None, True, False)
    for far in (False, True)
}


def _summary(integration: Any) -> Json:
    """What a list tells of an integration, from its row or from those columns of it."""
    return {
        "id": integration.id,
        "organisation_id": integration.organisation_id,
        "workspace_id": integration.workspace_id,
        "type": "organisation" if integration.workspace_id is None else "workspace",
        "ai_provider_id": integration.ai_provider_id,
        "name": integration.name,
        "status": "active",
        "created_at": integration.created_at,
        "last_updated_at": integration.last_updated_at,
        "slug": integration.slug,
        "description": integration.description,
        "object": "integration",
    }
