"""How this server shows what it remembers: every form that the contract leaves to it."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from .contract import Contract
from .freedom import Freedom
from .things import Access, Integration, Organisation, Provider, Workspace

SHORTEST_WITH_CLEAR_CHARACTERS = 12
SIGNS = "◆◇○●□■△▲▽▼☆★♠♣♥♦"
ANOTHER_ZONE = timezone(timedelta(hours=5, minutes=30))
USAGE_FIELDS = (
    "type",
    "credit_limit",
    "alert_threshold",
    "periodic_reset",
    "periodic_reset_days",
    "next_usage_reset_at",
)
LEAST = {
    "integration": {"organisation_id", "workspace_id", "type", "workspace_count"},
    "provider": {"id", "workspace_id", "ai_provider_name", "model_config", "reset_usage", "last_reset_at"},
    "virtual-key": {"organisation_id", "workspace_id", "workspace_name", "provider", "tags", "reset_usage"},
    "models": {"object", "total"},
    "workspaces": {"object"},
    "access": {"created_at", "last_updated_at"},
}
"""Optional fields that an answer of the least size goes without, by what it shows."""
DOCUMENTED = {
    "integration": {"workspace_id", "type"},
    "provider": {"id", "workspace_id", "ai_provider_name", "model_config"},
    "virtual-key": {"organisation_id", "workspace_id", "workspace_name", "provider"},
}
"""Optional fields that the official specification, or an answer recorded from the live API, goes without."""


class Answers:
    """Forms of answers, by the switches of a `Freedom`."""

    def __init__(self, freedom: Freedom, contract: Contract) -> None:
        self._free = freedom
        self._contract = contract
        self._salt = secrets.token_bytes(16)

    # Integrations

    def integration(self, one: Integration, organisation: Organisation, *, in_list: bool) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "id": one.id,
            "organisation_id": organisation.id,
            "workspace_id": self._workspace(one.workspace) if one.workspace else None,
            "type": "workspace" if one.workspace else "organisation",
            "ai_provider_id": one.ai_provider_id,
            "name": one.name,
            "status": "active",
            "created_at": self.time(one.created_at, in_list=in_list),
            "last_updated_at": self._updated(one, in_list),
            "slug": one.slug,
            "description": one.description,
            "object": "integration",
        }
        if not in_list:
            shown |= {
                "masked_key": self._mask_or_none(one.key),
                "configurations": self._configurations(one.configurations),
                "global_workspace_access_settings": self._default(one),
                "allow_all_models": one.allow_all_models,
                "workspace_count": sum(one.enabled_for(each) for each in organisation.workspaces),
                "secret_mappings": [self._mapping(each) for each in one.secret_mappings],
                "pricing_adjustments": self._pricing(one.pricing_adjustments),
            }
        finished = self._finished("integration", shown)
        if not in_list:
            self._without_key(finished, "masked_key", one.key, self._free.no_key)
            if not one.configurations:
                self._without_configurations(finished, "configurations")
        return {**one.unknown, **finished}

    def models(self, one: Integration) -> dict[str, Any]:
        models = [self._model(each) for each in self.ordered(list(one.models.values()))]
        return self._finished(
            "models",
            {
                "object": "list",
                "total": len(models),
                "allow_all_models": one.allow_all_models,
                "models": models,
            },
        )

    def workspaces(
        self, one: Integration, organisation: Organisation, own: Workspace | None
    ) -> dict[str, Any]:
        """Access of one's own; that of other workspaces is not for the key of one workspace."""
        written_out = (
            self._free.workspace_default != "told" and one.default is not None and one.default.enabled
        )
        entries = []
        for workspace in self.ordered([each for each in organisation.workspaces if own in (None, each)]):
            access = one.access_of(workspace) if written_out else one.access.get(workspace.id)
            hidden = self._free.entry_taken_away == "left out" and not one.default
            if access is not None and (access.enabled or not hidden):
                entries.append({"id": workspace.slug, **self._access(access)})
        shown = {
            "object": "integration",
            "total": len(entries),
            "workspaces": [self._finished("access", each) for each in entries],
            "global_workspace_access": self._default(one),
        }
        return self._finished("workspaces", shown)

    # Providers and virtual keys

    def provider(self, one: Provider, *, in_list: bool) -> dict[str, Any]:
        shown = {
            "id": one.id,
            "name": one.name,
            "slug": one.slug,
            "workspace_id": self._workspace(one.workspace),
            "integration_id": one.integration.slug,
            "ai_provider_name": self._name_of_provider(one),
            "model_config": self._configurations(one.integration.configurations),
            **self._use(one, in_list),
            "object": "provider",
        }
        finished = self._finished("provider", shown)
        if "model_config" in finished and not one.integration.configurations:
            self._without_configurations(finished, "model_config")
        return finished

    def virtual_key(self, one: Provider, organisation: Organisation, *, in_list: bool) -> dict[str, Any]:
        behind = one.integration
        shown = {
            "id": one.id,
            "organisation_id": organisation.id,
            "workspace_id": self._workspace(one.workspace),
            "workspace_name": one.workspace.name,
            "provider": behind.ai_provider_id,
            "ai_provider_name": self._name_of_provider(one),
            "model_config": self._configurations(behind.configurations),
            "key": "",
            "masked_api_key": self._mask_or_none(behind.key),
            "slug": one.slug,
            "name": one.name,
            "integration_id": behind.slug,
            "secret_mappings": [self._mapping(each) for each in one.secret_mappings],
            "tags": None,
            **self._use(one, in_list),
            "object": "virtual-key",
        }
        finished = self._finished("virtual-key", shown)
        self._without_key(finished, "key", "", self._free.virtual_key_key)
        self._without_key(finished, "masked_api_key", behind.key, self._free.no_key)
        if "model_config" in finished and not behind.configurations:
            self._without_configurations(finished, "model_config")
        return finished

    def status(self, one: Provider) -> str:
        if not one.integration.enabled_for(one.workspace):
            return "exhausted" if self._free.taken_away == "exhausted" else "expired"
        until = moment(one.expires_at)
        return "expired" if until is not None and until <= datetime.now(UTC) else "active"

    def _name_of_provider(self, one: Provider) -> str | None:
        name = one.integration.ai_provider_id
        if self._free.ai_provider_name == "absent":
            return None
        return name.title() if self._free.ai_provider_name == "title" else name

    # Lists

    def ordered(self, things: list[Any]) -> list[Any]:
        """In the server's own order; ``things`` are in the order of their making."""
        if self._free.order == "newest first":
            return things[::-1]
        if self._free.order == "by id":
            return sorted(things, key=lambda one: self._salted(_name_of(one)))
        return sorted(things, key=_name_of) if self._free.order == "by name" else things

    # Parts

    def time(self, value: datetime, *, in_list: bool = False) -> str:
        form = self._free.times
        if in_list and self._free.times_in_lists == "seconds":
            form = "seconds"
        if form == "another zone":
            return value.astimezone(ANOTHER_ZONE).isoformat(timespec="milliseconds")
        utc = value.astimezone(UTC)
        if form == "+00:00":
            return utc.isoformat()
        return utc.isoformat(timespec=form).replace("+00:00", "Z")

    def sent_time(self, text: str | None, *, in_list: bool = False) -> str | None:
        value = moment(text)
        if value is None:
            return text
        try:
            return self.time(value, in_list=in_list)
        except OverflowError:
            return text

    def mask(self, secret: Any) -> str:
        """At most the first 2 and the last 3 characters, of a secret that is long enough."""
        text = secret if isinstance(secret, str) else json.dumps(secret, sort_keys=True)
        if not text:
            return ""
        salted = self._salted(text)
        filler = self._free.filler
        if self._free.mask_length == "by chance":
            filler = filler[0] * (3 + salted[0] % 8)  # type: ignore[assignment]
        if self._free.mask == "digest" or not isinstance(secret, str):
            return "".join(SIGNS[byte % 16] for byte in salted[:10])
        if len(text) < SHORTEST_WITH_CLEAR_CHARACTERS:
            return "*" * len(filler)
        head, tail = {"both ends": (2, 3), "tail": (0, 3), "head": (2, 0), "one": (0, 1)}[self._free.mask]
        return text[:head] + filler + (text[-tail:] if tail else "")

    def _salted(self, text: str) -> bytes:
        return hmac.digest(self._salt, text.encode("utf-8", "surrogatepass"), hashlib.sha256)

    def _mask_or_none(self, secret: str) -> str | None:
        return self.mask(secret) if secret else None

    def _configurations(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        shown = {}
        for name, value in stored.items():
            masked_as = self._contract.masks.get(name)
            if masked_as is None:
                shown[name] = value
            elif (
                isinstance(value, dict) and name == "custom_headers" and self._free.headers_mask == "one each"
            ):
                shown[masked_as] = {header: self.mask(each) for header, each in value.items()}
            else:
                shown[masked_as] = self.mask(value)
        return shown

    def _model(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        shown = {"name": None, "base_model_slug": None, "pricing_config": None, **stored}
        if isinstance(shown["pricing_config"], dict):
            shown["pricing_config"] = self.with_extras(shown["pricing_config"])
        if isinstance(shown.get("configurations"), dict):
            shown["configurations"] = self._configurations(shown["configurations"])
        return self._finished("model", shown)

    def _mapping(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        return self._inside(sent, ("target_field", "secret_reference_id", "secret_key", "value_format"))

    def _pricing(self, sent: dict[str, Any] | None) -> dict[str, Any] | None:
        if not sent or not sent.get("multiplier") or self._free.nulls_inside == "as sent":
            return sent
        fields = tuple(self._contract.fields("PricingMultiplier"))
        return {"multiplier": self._inside(sent["multiplier"], fields)}

    def _inside(self, sent: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
        if self._free.nulls_inside == "left out":
            return {name: value for name, value in sent.items() if value is not None}
        return {**dict.fromkeys(fields), **sent} if self._free.nulls_inside == "filled in" else dict(sent)

    def usage(self, sent: Mapping[str, Any], *, in_list: bool = False) -> dict[str, Any]:
        shown = self._inside(sent, USAGE_FIELDS)
        named = sent.get("next_usage_reset_at")
        has_period = sent.get("periodic_reset") or sent.get("periodic_reset_days")
        if self._free.next_reset == "told" and has_period and (not named or _is_over(named)):
            shown["next_usage_reset_at"] = "2099-01-01T00:00:00Z"
        elif named:
            shown["next_usage_reset_at"] = self.sent_time(named, in_list=in_list)
        return shown

    def _access(self, access: Access) -> dict[str, Any]:
        usage = access.usage_limits
        return {
            "enabled": access.enabled,
            "usage_limits": [self.usage(each) for each in usage] if usage else None,
            "rate_limits": access.rate_limits or (None if self._free.no_rate_limits == "null" else []),
        }

    def _default(self, one: Integration) -> dict[str, Any] | None:
        if one.default is None:
            return {"enabled": False} if self._free.default_at_first == "not enabled" else None
        if self._free.workspace_default == "written out" and one.default.enabled:
            return None
        return self._finished("access", self._access(one.default))

    def _use(self, one: Provider, in_list: bool) -> dict[str, Any]:
        none: list[Any] | None = None if in_list and self._free.no_rate_limits == "null in lists" else []
        return {
            "note": one.note,
            "status": self.status(one),
            "usage_limits": self.usage(one.usage_limits, in_list=in_list) if one.usage_limits else None,
            "rate_limits": one.rate_limits or (None if self._free.no_rate_limits == "null" else none),
            "reset_usage": None,
            "created_at": self.time(one.created_at, in_list=in_list),
            "last_updated_at": self._updated(one, in_list),
            "last_reset_at": None,
            "expires_at": self.sent_time(one.expires_at, in_list=in_list),
        }

    def _updated(self, one: Integration | Provider, in_list: bool) -> str | None:
        if one.updated_at is None and self._free.last_updated_at == "null at first":
            return None
        return self.time(one.updated_at or one.created_at, in_list=in_list)

    def _workspace(self, one: Workspace) -> str:
        return one.id if self._free.workspace_shown == "id" else one.slug

    def _finished(self, kind: str, shown: dict[str, Any]) -> dict[str, Any]:
        """Without the optional fields that are not told, and with some that nobody described."""
        gone = {"all": {}, "documented": DOCUMENTED, "least": LEAST}[self._free.optional_fields].get(
            kind, set()
        )
        absent = self._free.nothing == "absent"
        kept = {
            name: value
            for name, value in shown.items()
            if name not in gone and not (absent and value is None)
        }
        return self.with_extras(kept)

    def with_extras(self, shown: dict[str, Any]) -> dict[str, Any]:
        extra = {
            "x_region": "eu",
            "_links": {"self": None},
            "tier": 3,
            "labels": [{"key": "team", "value": "blue"}],
        }
        return {**extra, **shown} if self._free.extra_fields else shown

    def _without_key(self, shown: dict[str, Any], field: str, key: str, form: str) -> None:
        if key:
            return
        shown.pop(field, None)
        if form != "absent":
            shown[field] = "" if form == "empty" else None

    def _without_configurations(self, shown: dict[str, Any], field: str) -> None:
        shown.pop(field, None)
        if self._free.no_configurations != "absent":
            shown[field] = {} if self._free.no_configurations == "empty" else None


def moment(text: str | None) -> datetime | None:
    """The time that a text names, or None where Python knows no such time."""
    if text is None:
        return None
    try:
        value = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    return value if value.tzinfo is not None else None


def _is_over(text: str) -> bool:
    named = moment(text)
    return named is not None and named <= datetime.now(UTC)


def _name_of(one: Any) -> str:
    return str(one.get("slug") if isinstance(one, dict) else one.slug)
