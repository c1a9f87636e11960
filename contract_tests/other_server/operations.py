"""The twenty operations, in memory, by the switches of a `Freedom`."""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .answers import Answers
from .contract import Contract, Route
from .freedom import Freedom
from .refusals import Refusal
from .things import Access, Integration, Key, Organisation, Provider, Workspace, World, now

SLUG = re.compile(r"[A-Za-z0-9_-]+")
NUMBER = re.compile(r"[0-9]{1,400}")
BUILT_IN_MODELS = ("gpt-4o", "gpt-4o-mini")
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-0123456789"
AZURE_BY_KEY = {"azure_auth_mode": "default"}
UNDERSTOOD: Mapping[str, Mapping[str, str]] = {
    "azure-openai": AZURE_BY_KEY,
    "azure-ai": AZURE_BY_KEY,
    "bedrock": {"aws_auth_type": "accessKey"},
    "sagemaker": {"aws_auth_type": "accessKey"},
    "vertex-ai": {"vertex_auth_type": "basic"},
}
"""What a virtual key has no field for."""
MODEL_FIELDS = ("slug", "name", "enabled", "is_custom", "is_finetune", "base_model_slug", "pricing_config")


@dataclass
class Call:
    """A request of a key that is known, on a path that is there."""

    route: Route
    key: Key
    slug: str
    query: Mapping[str, str]
    read_body: Callable[[], dict[str, Any]]
    body: dict[str, Any]

    @property
    def organisation(self) -> Organisation:
        return self.key.organisation


class Operations:
    def __init__(self, world: World, freedom: Freedom, contract: Contract) -> None:
        self._world = world
        self._free = freedom
        self._contract = contract
        self._show = Answers(freedom, contract)

    def answer(self, call: Call) -> dict[str, Any]:
        """The answer to a call.

        Raises:
            Refusal: It is answered with 4xx, and nothing has changed.
        """
        steps: dict[str, Callable[[], Any]] = {
            "scope": lambda: self._check_scope(call),
            "resource": lambda: self._named(call),
            "body": lambda: self._check_body(call),
        }
        order = sorted(steps, key=lambda name: name != self._free.told_first)
        found = {name: steps[name]() for name in order}
        does: Callable[..., dict[str, Any]] = getattr(self, f"_{call.route.operation}")
        answer = does(call, found["resource"]) if call.slug else does(call)
        if call.route.method != "GET" and self._free.touched_by_what_hangs_on_it:
            self._touch(call, found["resource"])
        return answer

    def _touch(self, call: Call, written: Integration | Provider | None) -> None:
        """A write is an update of what the resource hangs on, too, and of what hangs on it."""
        integration = written.integration if isinstance(written, Provider) else written
        if integration is None and "integration_id" in call.body:
            integration = call.organisation.integration(call.body["integration_id"])
        for one in (integration, *call.organisation.providers):
            if one is not None and (one is integration or getattr(one, "integration", None) is integration):
                one.updated_at = now()

    # Integrations

    def _listIntegrations(self, call: Call) -> dict[str, Any]:  # noqa: N802 - the contract's own name
        kind, asked = call.query.get("type", "all"), self._query_workspace(call)
        if kind not in ("all", "workspace", "organisation"):
            raise Refusal(400, "type is none of all, workspace and organisation.")
        page = self._page(call, 100)
        own = call.key.workspace
        if asked is not None and own is None and call.organisation.workspace(asked) is None:
            if self._free.filter_by_unknown_workspace == "refused":
                raise Refusal(self._free.unknown_workspace, "There is no such workspace.")
            return self._listed([], page)
        of = own or (call.organisation.workspace(asked) if asked else None)

        def let_through(one: Integration) -> bool:
            if one.workspace is None:
                seen = self._free.enabled_for_a_workspace == "read and listed" and own is not None
                return kind != "workspace" and (
                    of is None or (seen and asked is None and one.enabled_for(of))
                )
            return kind != "organisation" and of in (None, one.workspace)

        found = [one for one in call.organisation.integrations if let_through(one)]
        return self._listed(
            found, page, lambda one: self._show.integration(one, call.organisation, in_list=True)
        )

    def _createIntegration(self, call: Call) -> dict[str, Any]:  # noqa: N802
        body = call.body
        workspace = self._own_or_named(call, body.get("workspace_id"), needed=False)
        one = Integration("", body["ai_provider_id"], body["name"], workspace)
        self._write_integration(one, body)
        self._check_creatable(one)
        one.slug = body.get("slug") or self._new_slug(one.name, lambda slug: not self._slug_taken(call, slug))
        if self._slug_taken(call, one.slug):
            raise Refusal(409, "There is an integration with this slug.")
        if self._free.built_in_models == "two":
            one.models = {
                slug: {"slug": slug, "enabled": True, "is_custom": False} for slug in BUILT_IN_MODELS
            }
        made = []
        if workspace is not None:
            one.access[workspace.id] = Access(enabled=True)
            if body.get("create_default_provider", True):
                made.append(self._new_provider(call, one, workspace, body.get("default_provider_slug")))
        call.organisation.integrations.append(one)
        call.organisation.providers += made
        if self._free.created == "all":
            return self._show.integration(one, call.organisation, in_list=False)
        return self._show.with_extras({"id": one.id, "slug": one.slug})

    def _retrieveIntegration(self, call: Call, one: Integration) -> dict[str, Any]:  # noqa: N802
        return self._show.integration(one, call.organisation, in_list=False)

    def _updateIntegration(self, call: Call, one: Integration) -> dict[str, Any]:  # noqa: N802
        changed = Integration(
            one.slug, one.ai_provider_id, one.name, one.workspace, unknown=dict(one.unknown)
        )
        for name in ("key", "description", "configurations", "secret_mappings", "pricing_adjustments"):
            setattr(changed, name, getattr(one, name))
        self._write_integration(changed, call.body)
        self._check_creatable(changed)
        self._adopt(one, changed)
        if self._free.updated == "all":
            return self._show.integration(one, call.organisation, in_list=False)
        return {}

    def _deleteIntegration(self, call: Call, one: Integration) -> dict[str, Any]:  # noqa: N802
        used = [each for each in call.organisation.providers if each.integration is one]
        if used and self._free.integration_in_use == "held":
            raise Refusal(409, "The integration has providers.")
        for each in used:
            call.organisation.providers.remove(each)
        call.organisation.integrations.remove(one)
        return self._deleted(one.slug)

    # Models

    def _listIntegrationModels(self, call: Call, one: Integration) -> dict[str, Any]:  # noqa: N802
        return self._show.models(one)

    def _updateIntegrationModels(self, call: Call, one: Integration) -> dict[str, Any]:  # noqa: N802
        sent = call.body["models"]
        if self._free.model_twice == "refused" and len({each["slug"] for each in sent}) < len(sent):
            raise Refusal(400, "models names one twice.")
        for model in sent:
            one.models[model["slug"]] = self._written_model(one.models.get(model["slug"]), model)
        one.allow_all_models = call.body.get("allow_all_models", one.allow_all_models)
        return self._show.models(one) if self._free.updated == "all" else {}

    def _deleteIntegrationModels(self, call: Call, one: Integration) -> dict[str, Any]:  # noqa: N802
        named = call.query.get("slugs")
        slugs = None if named is None else named.split(",")
        if slugs is None and self._free.model_removal_by_body == "taken":
            try:
                slugs = call.read_body().get("models")
            except Refusal:
                slugs = None
        if (
            not isinstance(slugs, list)
            or not all(isinstance(each, str) and each for each in slugs)
            or not slugs
        ):
            raise Refusal(400, "slugs names no model.")
        for slug in slugs:
            if one.models.get(slug, {}).get("is_custom"):
                del one.models[slug]
            elif slug in one.models:
                one.models[slug]["enabled"] = False
        return self._deleted(*slugs)

    def _written_model(self, stored: dict[str, Any] | None, sent: dict[str, Any]) -> dict[str, Any]:
        names = (*MODEL_FIELDS, "configurations")
        new = {name: sent[name] for name in names if name in sent}
        if self._free.unknown_fields == "stored":
            new |= {
                name: value
                for name, value in sent.items()
                if self._may_be_stored(name, value, "IntegrationModel")
            }
        before = stored or {}
        if self._free.model_fields == "merged":
            new = {**before, **new}
        custom = self._free.model_of_unsaid_kind == "custom" and sent["slug"] not in BUILT_IN_MODELS
        new.setdefault("is_custom", before.get("is_custom", custom))
        return new

    # Workspace access

    def _listIntegrationWorkspaces(self, call: Call, one: Integration) -> dict[str, Any]:  # noqa: N802
        return self._show.workspaces(one, call.organisation, call.key.workspace)

    def _updateIntegrationWorkspaces(self, call: Call, one: Integration) -> dict[str, Any]:  # noqa: N802
        body, organisation = call.body, call.organisation
        access, default = dict(one.access), one.default
        if "global_workspace_access" in body:
            if one.workspace is not None and self._free.default_of_a_workspaces_own == "refused":
                raise Refusal(403, "The integration is of one workspace.")
            default = self._written_access(default, body["global_workspace_access"])
        override = body.get(
            "override_existing_workspace_access", body.get("override_existing_workspaces_access", False)
        )
        if override:
            access = {}
        sent: dict[str, dict[str, Any]] = {}
        for entry in body.get("workspaces", []):
            workspace = organisation.workspace(entry["id"])
            if workspace is None or (one.workspace and workspace is not one.workspace):
                raise Refusal(self._free.unknown_workspace, "There is no such workspace.")
            access[workspace.id] = self._written_access(one.access.get(workspace.id), entry)
            sent[workspace.id] = entry
        before = {each.id for each in organisation.workspaces if one.enabled_for(each)}
        kept = (one.access, one.default)
        one.access, one.default = access, default
        try:
            self._follow_access(call, one, before, sent)
        except Refusal:
            one.access, one.default = kept
            raise
        return (
            self._show.workspaces(one, organisation, call.key.workspace)
            if self._free.updated == "all"
            else {}
        )

    def _follow_access(
        self, call: Call, one: Integration, before: set[str], sent: Mapping[str, Mapping[str, Any]]
    ) -> None:
        """Makes the providers of new access, and removes those whose access is gone."""
        made: list[Provider] = []
        slug_of_all = call.body.get("default_provider_slug")
        for workspace in call.organisation.workspaces:
            own = [
                each
                for each in call.organisation.providers
                if each.integration is one and each.workspace is workspace
            ]
            entry = sent.get(workspace.id, {})
            wanted = entry.get("create_default_provider", call.body.get("create_default_provider", True))
            again = workspace.id in before
            named = workspace.id in sent or "global_workspace_access" in call.body
            if not one.enabled_for(workspace) or own or not wanted or not named:
                continue
            if again and self._free.provider_when_access_is_given_again == "not made":
                continue
            slug = entry.get("default_provider_slug") or slug_of_all
            if slug and slug == slug_of_all and self._provider_slug_taken(call, workspace, slug, made):
                slug = None if made else slug  # one name for several workspaces is for the first of them
            made.append(self._new_provider(call, one, workspace, slug, made))
        call.organisation.providers += made
        if self._free.taken_away == "providers removed":
            call.organisation.providers[:] = [
                each
                for each in call.organisation.providers
                if each.integration is not one or one.enabled_for(each.workspace)
            ]

    def _written_access(self, stored: Access | None, sent: Mapping[str, Any]) -> Access:
        before = stored or Access(enabled=False)
        keeps = self._free.access_without_limits == "kept"
        limits: dict[str, list[dict[str, Any]] | None] = {}
        for name, old in (("usage_limits", before.usage_limits), ("rate_limits", before.rate_limits)):
            new = sent.get(name, old if keeps else None)
            if name in sent and new and old and name == "usage_limits":
                new = [self._merged_usage(old[0], new[0])]
            limits[name] = new or None
        return Access(sent["enabled"], **limits)

    # Providers

    def _listProviders(self, call: Call) -> dict[str, Any]:  # noqa: N802
        page = self._page(call, 50)
        workspace = self._own_or_named(call, self._query_workspace(call), needed=True)
        found = [one for one in call.organisation.providers if one.workspace is workspace]
        return self._listed(found, page, lambda one: self._show.provider(one, in_list=True))

    def _createProvider(self, call: Call) -> dict[str, Any]:  # noqa: N802
        body = call.body
        workspace = self._own_or_named(call, body.get("workspace_id"), needed=True)
        assert workspace is not None
        one = call.organisation.integration(body["integration_id"])
        if one is None:
            raise Refusal(self._free.unknown_integration, "There is no such integration.")
        if not one.enabled_for(workspace):
            raise Refusal(self._free.no_access, "The workspace may not use the integration.")
        provider = self._new_provider(call, one, workspace, body.get("slug"), name=body["name"], taken=409)
        self._write_use(provider, body)
        call.organisation.providers.append(provider)
        if self._free.created == "all":
            return {"id": provider.id, **self._show.provider(provider, in_list=False)}
        return {"id": provider.id, "slug": provider.slug}

    def _retrieveProvider(self, call: Call, one: Provider) -> dict[str, Any]:  # noqa: N802
        return self._show.provider(one, in_list=False)

    def _updateProvider(self, call: Call, one: Provider) -> dict[str, Any]:  # noqa: N802
        self._write_use(one, call.body)
        one.updated_at = now()
        if self._free.updated == "all":
            return {"id": one.id, **self._show.provider(one, in_list=False)}
        return {"id": one.id, "slug": one.slug}

    def _deleteProvider(self, call: Call, one: Provider) -> dict[str, Any]:  # noqa: N802
        call.organisation.providers.remove(one)
        return self._deleted(one.slug)

    # Virtual keys

    def _listVirtualKeys(self, call: Call) -> dict[str, Any]:  # noqa: N802
        page, of = self._page(call, 50), call.key.workspace
        asked = self._query_workspace(call)
        if of is None and asked is not None and self._free.virtual_keys_of == "workspace asked for":
            of = call.organisation.workspace(asked)
            if of is None:
                return self._listed([], page)
        found = [one for one in call.organisation.providers if of in (None, one.workspace)]
        return self._listed(
            found, page, lambda one: self._show.virtual_key(one, call.organisation, in_list=True)
        )

    def _createVirtualKey(self, call: Call) -> dict[str, Any]:  # noqa: N802
        body = call.body
        workspace = self._own_or_named(call, body.get("workspace_id"), needed=True)
        assert workspace is not None
        one = Integration("", body["provider"], body["name"], workspace, made_by_virtual_key=True)
        self._write_behind(one, body, UNDERSTOOD.get(one.ai_provider_id, {}))
        self._check_creatable(one)
        one.slug = self._new_slug(one.name, lambda slug: not self._slug_taken(call, slug))
        one.access[workspace.id] = Access(enabled=True)
        provider = self._new_provider(call, one, workspace, None, name=body["name"])
        self._write_use(provider, body)
        call.organisation.integrations.append(one)
        call.organisation.providers.append(provider)
        said = {"id": provider.id, "slug": provider.slug}
        answer = {"success": True, "data": said, **said, "object": "virtual-key"}
        return self._show.with_extras(answer)

    def _retrieveVirtualKey(self, call: Call, one: Provider) -> dict[str, Any]:  # noqa: N802
        return self._show.virtual_key(one, call.organisation, in_list=False)

    def _updateVirtualKey(self, call: Call, one: Provider) -> dict[str, Any]:  # noqa: N802
        behind = one.integration
        changed = Integration(behind.slug, behind.ai_provider_id, behind.name, behind.workspace)
        changed.unknown = behind.unknown
        for name in ("key", "description", "configurations", "secret_mappings", "pricing_adjustments"):
            setattr(changed, name, getattr(behind, name))
        self._write_behind(changed, call.body, {})
        if (changed.key, changed.configurations) != (behind.key, behind.configurations):
            if call.key.workspace is not None and behind.workspace is None:
                raise Refusal(403, "The credentials are the organisation's.")
            self._check_creatable(changed)
            self._adopt(behind, changed)
        elif "secret_mappings" in call.body:
            self._check_creatable(changed)
            self._adopt(behind, changed)
        self._write_use(one, call.body)
        one.updated_at = now()
        if self._free.updated == "all":
            return self._show.virtual_key(one, call.organisation, in_list=False)
        return {}

    def _deleteVirtualKey(self, call: Call, one: Provider) -> dict[str, Any]:  # noqa: N802
        call.organisation.providers.remove(one)
        behind = one.integration
        goes = behind.made_by_virtual_key and self._free.behind_a_deleted_virtual_key == "deleted"
        if goes and not any(each.integration is behind for each in call.organisation.providers):
            call.organisation.integrations.remove(behind)
        return self._deleted(one.slug)

    # What a request names

    def _named(self, call: Call) -> Integration | Provider | None:
        if not call.slug:
            return None
        on_integration = call.route.template[0] == "integrations"
        return self._integration(call) if on_integration else self._provider(call)

    def _integration(self, call: Call) -> Integration:
        one = call.organisation.integration(call.slug)
        if one is None:
            raise self._unknown(call, lambda organisation: organisation.integration(call.slug))
        workspace = call.key.workspace
        if workspace is None or one.workspace is workspace:
            return one
        reading = call.route.method == "GET"
        if one.workspace is not None or not one.enabled_for(workspace):
            raise Refusal(self._free.another_workspace, "There is no such integration here.")
        way = self._free.enabled_for_a_workspace
        if isinstance(way, int):
            raise Refusal(way, "The integration is the organisation's.")
        if not reading:
            raise Refusal(403, "The integration is the organisation's.")
        return one

    def _provider(self, call: Call) -> Provider:
        workspace = call.key.workspace
        if workspace is None and call.route.template[0] == "providers":
            named = self._query_workspace(call) or self._workspace_in_body(call)
            if named is None and self._free.provider_without_workspace == "refused":
                raise Refusal(400, "workspace_id is needed with an organisation key.")
            workspace = self._own_or_named(call, named, needed=False)
        one = call.organisation.provider(call.slug, workspace)
        if one is not None:
            return one
        if call.organisation.provider(call.slug, None) is not None:
            raise Refusal(self._free.another_workspace, "It is not in this workspace.")
        raise self._unknown(call, lambda organisation: organisation.provider(call.slug, None))

    def _unknown(self, call: Call, find: Callable[[Organisation], object]) -> Refusal:
        if not SLUG.fullmatch(call.slug):
            return Refusal(self._free.impossible_slug, "There is nothing of this name.")
        others = [one for one in self._world.organisations if one is not call.organisation]
        on_integration = call.route.template[0] == "integrations"
        missing = 404 if on_integration else self._free.missing_provider
        status = self._free.another_organisation if any(find(one) for one in others) else missing
        return Refusal(status, "There is nothing of this name.")

    def _own_or_named(self, call: Call, named: str | None, *, needed: bool) -> Workspace | None:
        if call.key.workspace is not None:
            return call.key.workspace
        if named is None:
            if needed:
                raise Refusal(400, "workspace_id is needed with an organisation key.")
            return None
        workspace = call.organisation.workspace(named)
        if workspace is None:
            raise Refusal(self._free.unknown_workspace, "There is no such workspace.")
        return workspace

    def _query_workspace(self, call: Call) -> str | None:
        named = call.query.get("workspace_id")
        if named == "":
            if self._free.empty_workspace_id == "refused":
                raise Refusal(400, "workspace_id is empty.")
            return None
        return named

    def _workspace_in_body(self, call: Call) -> str | None:
        if call.route.body is None:
            return None
        named = self._check_body(call).get("workspace_id")
        return named if isinstance(named, str) else None

    # Checks

    def _check_scope(self, call: Call) -> None:
        missing = [one for one in call.route.scopes[call.key.kind] if one not in call.key.scopes]
        if missing:
            raise Refusal(403, f"The key lacks {missing[0]}.")

    def _check_body(self, call: Call) -> dict[str, Any]:
        if call.route.body is None:
            return {}
        if not call.body:
            body = call.read_body()
            wrong = self._contract.error(call.route.body, body)
            if wrong is not None:
                raise Refusal(400, f"Not valid: {wrong}.")
            mapped = [each["target_field"] for each in body.get("secret_mappings", [])]
            if len(set(mapped)) < len(mapped):
                raise Refusal(400, "secret_mappings fills one field twice.")
            if mapped and self._free.unknown_secret_reference == "refused":
                raise Refusal(400, "secret_mappings names no reference of this organisation.")
            call.body = body
        return call.body

    def _check_creatable(self, one: Integration) -> None:
        as_created: dict[str, Any] = {
            "name": one.name,
            "ai_provider_id": one.ai_provider_id,
            "secret_mappings": one.secret_mappings,
        }
        if one.key:
            as_created["key"] = one.key
        if one.configurations:
            as_created["configurations"] = one.configurations
        wrong = self._contract.error("CreateIntegrationRequest", as_created)
        if wrong is not None:
            raise Refusal(400, f"What comes out could not be created: {wrong}.")

    def _slug_taken(self, call: Call, slug: str) -> bool:
        return any(one.slug == slug for one in call.organisation.integrations)

    def _provider_slug_taken(
        self, call: Call, workspace: Workspace, slug: str, also: Sequence[Provider] = ()
    ) -> bool:
        anywhere = self._free.provider_slug == "one an organisation"
        return any(
            one.slug == slug and (anywhere or one.workspace is workspace)
            for one in (*call.organisation.providers, *also)
        )

    # Writing

    def _write_integration(self, one: Integration, sent: Mapping[str, Any]) -> None:
        one.name = sent.get("name", one.name)
        one.description = sent.get("description", one.description)
        if sent.get("key") != self._show.mask(one.key) or not one.key:
            one.key = sent.get("key", one.key)
        one.secret_mappings = sent.get("secret_mappings", one.secret_mappings)
        one.pricing_adjustments = sent.get("pricing_adjustments", one.pricing_adjustments)
        if "configurations" in sent:
            one.configurations = self._written_configurations(one, sent["configurations"])
        if self._free.unknown_fields == "stored":
            one.unknown |= {
                name: value
                for name, value in sent.items()
                if self._may_be_stored(name, value, "IntegrationDetail")
            }

    def _written_configurations(self, one: Integration, sent: Mapping[str, Any]) -> dict[str, Any]:
        masks, stored = self._contract.masks, one.configurations
        known = self._contract.known_configuration(one.ai_provider_id)
        keeps_all = known is None or self._free.unknown_fields == "stored"
        new = {
            name: value
            for name, value in sent.items()
            if not name.startswith("masked_") and (keeps_all or name in (known or ()))
        }
        for name in masks:
            if name in new and name in stored:
                new[name] = self._written_secret(stored[name], new[name])
        if self._free.configurations == "merged":
            return {**stored, **new}
        return {**{name: value for name, value in stored.items() if name in masks}, **new}

    def _written_secret(self, stored: Any, sent: Any) -> Any:
        """What was sent, and where that is its mask, what was stored."""
        if (
            isinstance(stored, dict)
            and isinstance(sent, dict)
            and all(isinstance(v, str) for v in sent.values())
        ):
            new = {name: self._written_secret(stored.get(name, ""), value) for name, value in sent.items()}
            return {**stored, **new} if self._free.headers == "merged" else new
        return stored if stored and sent == self._show.mask(stored) else sent

    def _write_behind(self, one: Integration, sent: Mapping[str, Any], understood: Mapping[str, Any]) -> None:
        """Writes the integration behind a virtual key."""
        fields = self._contract.camel_case
        written = {
            fields[name]: value
            for name, value in sent.items()
            if name in fields and name not in ("alias", "is_default", "deploymentConfig")
        }
        if sent.get("deploymentConfig"):
            written["azure_deployment_config"] = [
                {"azure_model_slug": each["deploymentName"]}
                | {fields[name]: value for name, value in each.items() if name in fields}
                for each in sent["deploymentConfig"]
            ]
        elif one.ai_provider_id == "azure-openai" and {"apiVersion", "deploymentName"} <= set(sent):
            names = ("azure_api_version", "azure_deployment_name")
            deployment = {name: written.pop(name) for name in names}
            written["azure_deployment_config"] = [{**deployment, "azure_model_slug": sent["deploymentName"]}]
        body: dict[str, Any] = {name: sent[name] for name in ("key",) if name in sent}
        if written or understood:
            body["configurations"] = {**understood, **written}
        if "secret_mappings" in sent:
            body["secret_mappings"] = [
                {**each, "target_field": self._target(each["target_field"])}
                for each in sent["secret_mappings"]
            ]
        way = self._free.configurations
        if way == "replaced" and one.configurations:
            body["configurations"] = {**one.configurations, **body.get("configurations", {})}
        self._write_integration(one, body)

    def _target(self, field: str) -> str:
        name = field.removeprefix("model_config.")
        return field if name == field else f"configurations.{self._contract.camel_case.get(name, name)}"

    def _adopt(self, one: Integration, changed: Integration) -> None:
        names = (
            "name",
            "key",
            "description",
            "configurations",
            "secret_mappings",
            "pricing_adjustments",
            "unknown",
        )
        for name in names:
            setattr(one, name, getattr(changed, name))
        one.updated_at = now()

    def _new_provider(
        self,
        call: Call,
        one: Integration,
        workspace: Workspace,
        slug: str | None,
        also: Sequence[Provider] = (),
        *,
        name: str | None = None,
        taken: int | None = None,
    ) -> Provider:
        if slug is not None and self._provider_slug_taken(call, workspace, slug, also):
            raise Refusal(taken or self._free.provider_slug_taken, "There is a provider with this slug.")

        def free(chosen: str) -> bool:
            return not self._provider_slug_taken(call, workspace, chosen, also)

        return Provider(slug or self._new_slug(name or one.name, free), name or one.name, one, workspace)

    def _write_use(self, one: Provider, sent: Mapping[str, Any]) -> None:
        for name in ("name", "note", "expires_at", "secret_mappings"):
            if name in sent:
                setattr(one, name, sent[name])
        if "usage_limits" in sent:
            new = sent["usage_limits"]
            one.usage_limits = self._merged_usage(one.usage_limits or {}, new) if new else None
        if "rate_limits" in sent:
            one.rate_limits = sent["rate_limits"] or None

    def _merged_usage(self, stored: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
        if self._free.limits == "replaced":
            return dict(sent)
        merged = {**stored, **sent}
        if sent.get("periodic_reset"):
            merged.pop("periodic_reset_days", None)
        elif sent.get("periodic_reset_days"):
            merged.pop("periodic_reset", None)
        return merged

    def _may_be_stored(self, name: str, value: Any, shown_as: str) -> bool:
        """Whether an unknown field may be told again: it names nothing that has a meaning, nor a secret."""
        requests = ("CreateIntegrationRequest", "UpdateIntegrationRequest", "IntegrationModelUpdate")
        known = {field for schema in (*requests, shown_as) for field in self._contract.fields(schema)}
        secret = name in self._contract.masks or name.startswith("masked_")
        return name not in known and not secret and isinstance(value, (str, int, float, bool))

    def _new_slug(self, name: str, free: Callable[[str], bool]) -> str:
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "x"
        if self._free.slug == "name" and free(plain):
            return plain
        while True:
            chosen = {
                "uuid": str(uuid.uuid4()),
                "letters": "".join(secrets.choice(LETTERS) for _ in range(16)),
            }.get(self._free.slug, f"{plain}-{secrets.token_hex(3)}")
            if free(chosen):
                return chosen

    # Answers

    def _page(self, call: Call, default: int) -> tuple[int, int]:
        number, size = call.query.get("current_page", "0"), call.query.get("page_size")
        most = self._free.largest_page
        if not NUMBER.fullmatch(number):
            raise Refusal(400, "current_page is no page.")
        if size is None:
            return int(number), min(default, most)
        if not NUMBER.fullmatch(size) or int(size) == 0:
            raise Refusal(400, "page_size is no size.")
        if int(size) > most and self._free.page_too_large == "refused":
            raise Refusal(400, f"page_size is above {most}.")
        return int(number), min(int(size), most)

    def _listed(
        self,
        found: list[Any],
        page: tuple[int, int],
        shown: Callable[[Any], dict[str, Any]] = dict,
    ) -> dict[str, Any]:
        number, size = page
        items = self._show.ordered(found)[number * size : (number + 1) * size]
        return self._show.with_extras(
            {"object": "list", "total": len(found), "data": [shown(one) for one in items]}
        )

    def _deleted(self, *slugs: str) -> dict[str, Any]:
        return {} if self._free.deleted == "empty" else {"success": True, "deleted": list(slugs)}
