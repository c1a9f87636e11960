"""A project of a user: every method of both clients, with the types that it relies on."""

from __future__ import annotations

from collections.abc import Callable

from portkey_integrations import UNSET, AsyncPortkey, NotFoundError, Portkey, RateLimitError
from portkey_integrations.configurations import (
    AccessKey,
    AssumedRole,
    AzureOpenAI,
    Bedrock,
    Entra,
    virtual_key_fields,
)
from portkey_integrations_api.models import (
    CreatedIntegration,
    Integration,
    IntegrationDetail,
    IntegrationList,
    IntegrationModel,
    Provider,
    RateLimit,
    UsageLimits,
    VirtualKey,
    WorkspaceAccess,
)


def key_from_a_vault() -> str:
    return "from a vault"


def integrations(client: Portkey, key: Callable[[], str]) -> list[str]:
    made: CreatedIntegration = client.integrations.create(
        name="OpenAI", ai_provider_id="openai", key=key, description=None, slug=UNSET
    )
    azure = AzureOpenAI(
        auth=Entra(tenant_id="t", client_id="c", client_secret=key),
        resource_name="r",
        deployment_config=[
            {"azure_api_version": "v", "azure_deployment_name": "d", "azure_model_slug": "gpt-4o"}
        ],
    )
    client.integrations.create(name="Azure", ai_provider_id="azure-openai", configurations=azure)
    client.integrations.update(slug=made.slug, name="Renamed", configurations={"openai_project": "p"})
    detail: IntegrationDetail = client.integrations.retrieve(slug=made.slug)
    names: list[str] = [detail.name]
    for integration in client.integrations.list(type="organisation", page_size=20):
        item: Integration = integration
        names.append(item.name)
    page: IntegrationList = client.integrations.list().page()
    total: int = client.integrations.list().total
    ensured = client.integrations.ensure(slug="a", name="A", ai_provider_id="openai", key=key)
    verified: bool | None = client.integrations.rotate_key(slug="a", new_key=key).verified
    for grant in client.integrations.iter_grants(concurrency=4, workspace_id="ws-a"):
        names.append(f"{grant.integration.slug} {grant.access.id}")
    client.integrations.delete(slug=made.slug)
    raw: object = detail.raw
    return [*names, str(total), str(page), ensured.integration.slug, str(verified), str(raw)]


def below_integrations(client: Portkey) -> list[bool]:
    models = client.integrations.models
    found: list[IntegrationModel] = models.list(slug="a").models
    models.update(slug="a", models=[{"slug": "mine", "enabled": True}], allow_all_models=False)
    models.enable(slug="a", models=["gpt-4o", "o3"])
    models.disable(slug="a", models="o3")
    models.delete(slug="a", slugs=["mine"])
    workspaces = client.integrations.workspaces
    access: list[WorkspaceAccess] = list(workspaces.list(slug="a"))
    workspaces.update(slug="a", workspaces=[{"id": "ws-a", "enabled": True}])
    workspaces.grant(slug="a", workspace="ws-a", rate_limits=[RateLimit("requests", "rpm", 5)])
    workspaces.revoke(slug="a", workspace="ws-a")
    return [*(model.enabled for model in found), *(one.enabled for one in access)]


def providers_and_virtual_keys(client: Portkey) -> list[str]:
    client.providers.create(
        name="P", integration_id="a", workspace_id="ws-a", usage_limits=UsageLimits(credit_limit=10)
    )
    client.providers.update(slug="p", workspace_id="ws-a", usage_limits={"credit_limit": 20})
    provider: Provider = client.providers.retrieve(slug="p", workspace_id="ws-a")
    slugs = [one.slug for one in client.providers.list(workspace_id="ws-a")]
    client.providers.delete(slug="p", workspace_id="ws-a")
    bedrock = Bedrock(auth=AccessKey(access_key_id="i", secret_access_key=key_from_a_vault), region="r")
    client.virtual_keys.create(name="V", provider="bedrock", **virtual_key_fields(bedrock))
    client.virtual_keys.create(name="V", provider="openai", key="k", apiVersion="v")
    client.virtual_keys.update(slug="v", note=None)
    virtual_key: VirtualKey = client.virtual_keys.retrieve(slug="v")
    slugs += [one.slug for one in client.virtual_keys.list()]
    client.virtual_keys.delete(slug="v")
    return [*slugs, provider.integration_id, virtual_key.name]


async def the_same_awaited(client: AsyncPortkey) -> list[str]:
    role = Bedrock(auth=AssumedRole(role_arn="arn"), region="r")
    made: CreatedIntegration = await client.integrations.create(
        name="B", ai_provider_id="bedrock", configurations=role
    )
    await client.integrations.update(slug=made.slug, key=key_from_a_vault)
    detail: IntegrationDetail = await client.integrations.retrieve(slug=made.slug)
    names = [detail.name]
    async for integration in client.integrations.list(page_size=20):
        item: Integration = integration
        names.append(item.slug)
    page: IntegrationList = await client.integrations.list()
    names += [one.slug for one in (await client.integrations.list().page()).data]
    ensured = await client.integrations.ensure(slug="a", name="A", ai_provider_id="openai", key="k")
    verified: bool | None = (await client.integrations.rotate_key(slug="a", new_key="k")).verified
    async for grant in client.integrations.iter_grants():
        names.append(grant.access.id)
    await client.integrations.delete(slug=made.slug)
    models = client.integrations.models
    found: list[IntegrationModel] = (await models.list(slug="a")).models
    await models.update(slug="a", models=[{"slug": "mine", "enabled": True}])
    await models.enable(slug="a", models="mine")
    await models.disable(slug="a", models=["mine"])
    await models.delete(slug="a", slugs="mine")
    workspaces = client.integrations.workspaces
    access: list[WorkspaceAccess] = [one async for one in workspaces.list(slug="a")]
    await workspaces.update(slug="a", workspaces=[{"id": "ws-a", "enabled": True}])
    await workspaces.grant(slug="a", workspace="ws-a", usage_limits=None)
    await workspaces.revoke(slug="a", workspace="ws-a")
    await client.providers.create(name="P", integration_id="a", workspace_id="ws-a")
    await client.providers.update(slug="p", workspace_id="ws-a", note=None)
    provider: Provider = await client.providers.retrieve(slug="p", workspace_id="ws-a")
    names += [one.slug async for one in client.providers.list(workspace_id="ws-a")]
    await client.providers.delete(slug="p", workspace_id="ws-a")
    await client.virtual_keys.create(name="V", provider="openai", key="k")
    await client.virtual_keys.update(slug="v", note="n")
    virtual_key: VirtualKey = await client.virtual_keys.retrieve(slug="v")
    names += [one.slug async for one in client.virtual_keys.list()]
    await client.virtual_keys.delete(slug="v")
    told = [str(one) for one in (page, ensured.created, verified, found, access, provider, virtual_key)]
    return [*names, *told]


async def main() -> None:
    with Portkey(api_key="k") as client:
        try:
            integrations(client, key_from_a_vault)
            below_integrations(client)
            providers_and_virtual_keys(client)
        except NotFoundError as error:
            print(error.request_id, error.next_step)
        except RateLimitError as error:
            seconds: float | None = error.retry_after
            print(seconds)
    async with AsyncPortkey(api_key="k") as waiting:
        await the_same_awaited(waiting)
