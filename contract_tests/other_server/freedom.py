"""What the contract leaves to a server, one switch each."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_type_hints


@dataclass(frozen=True)
class Freedom:
    """Every choice that a server has. The defaults are those that the reference server does not take."""

    # Requests
    unknown_fields: Literal["ignored", "stored"] = "stored"
    repeated_parameter: Literal["first", "last"] = "last"
    repeated_json_key: Literal["last", "refused"] = "refused"
    body_not_json: Literal[400, 415] = 415
    content_type: Literal["passed over", "looked at"] = "looked at"
    largest_body: Literal[150_000, 1_000_000, 20_000_000] = 150_000
    told_first: Literal["scope", "resource", "body"] = "body"
    head_and_options: Literal["answered", "refused"] = "refused"
    trailing_slash: Literal["passed over", "redirected", "unknown"] = "redirected"
    missing_method: Literal[404, 405] = 404
    empty_workspace_id: Literal["absent", "refused"] = "refused"
    unknown_secret_reference: Literal["taken", "refused"] = "taken"
    model_twice: Literal["last", "refused"] = "refused"
    model_removal_by_body: Literal["taken", "refused"] = "taken"

    # The form of answers
    extra_fields: Literal[True, False] = True
    optional_fields: Literal["all", "documented", "least"] = "documented"
    nothing: Literal["null", "absent"] = "absent"
    nulls_inside: Literal["as sent", "left out", "filled in"] = "filled in"
    no_rate_limits: Literal["null", "empty", "null in lists"] = "null in lists"
    times: Literal["milliseconds", "microseconds", "seconds", "+00:00", "another zone"] = "another zone"
    times_in_lists: Literal["alike", "seconds"] = "seconds"
    ai_provider_name: Literal["id", "title", "absent"] = "title"
    last_updated_at: Literal["null at first", "as created"] = "as created"
    touched_by_what_hangs_on_it: Literal[True, False] = True
    text: Literal["escaped", "utf-8"] = "utf-8"
    charset: Literal[True, False] = True
    language: Literal["English", "German"] = "German"
    error_form: Literal["nested", "flat"] = "nested"
    trace_id: Literal[True, False] = True
    workspace_shown: Literal["id", "slug"] = "slug"
    no_configurations: Literal["empty", "null", "absent"] = "absent"
    created: Literal["id and slug", "all"] = "all"
    updated: Literal["empty", "all"] = "all"
    deleted: Literal["empty", "an object"] = "an object"
    next_reset: Literal["not told", "told"] = "told"

    # Secrets
    mask: Literal["both ends", "tail", "head", "one", "digest"] = "tail"
    filler: Literal["*****", "••••", "...", "xxxxxxxxxx"] = "••••"
    mask_length: Literal["the same", "by chance"] = "by chance"
    headers_mask: Literal["one each", "one for all"] = "one for all"
    no_key: Literal["empty", "null", "absent"] = "null"
    virtual_key_key: Literal["empty", "null", "absent"] = "absent"

    # Lists and slugs
    order: Literal["oldest first", "newest first", "by name", "by id"] = "newest first"
    largest_page: Literal[7, 40, 100, 1000] = 7
    page_too_large: Literal["lowered", "refused"] = "lowered"
    slug: Literal["name and suffix", "name", "uuid", "letters"] = "letters"
    provider_slug: Literal["one a workspace", "one an organisation"] = "one an organisation"
    provider_slug_taken: Literal[400, 409] = 400
    impossible_slug: Literal[400, 404] = 400

    # Updates
    configurations: Literal["merged", "replaced"] = "replaced"
    headers: Literal["merged", "replaced"] = "merged"
    limits: Literal["merged", "replaced"] = "merged"
    access_without_limits: Literal["kept", "cleared"] = "cleared"
    model_fields: Literal["merged", "replaced"] = "replaced"
    model_of_unsaid_kind: Literal["custom", "built in"] = "custom"
    built_in_models: Literal["none", "two"] = "two"

    # Access
    workspace_default: Literal["told", "written out", "both"] = "written out"
    default_at_first: Literal["null", "not enabled"] = "not enabled"
    taken_away: Literal["providers removed", "exhausted", "expired"] = "expired"
    entry_taken_away: Literal["shown", "left out"] = "left out"
    provider_when_access_is_given_again: Literal["made where there is none", "not made"] = "not made"
    integration_in_use: Literal["deleted", "held"] = "deleted"
    behind_a_deleted_virtual_key: Literal["kept", "deleted"] = "deleted"
    default_of_a_workspaces_own: Literal["taken", "refused"] = "refused"

    # Others
    another_workspace: Literal[403, 404] = 404
    another_organisation: Literal[403, 404] = 403
    unknown_workspace: Literal[400, 403, 404] = 400
    filter_by_unknown_workspace: Literal["empty", "refused"] = "refused"
    unknown_integration: Literal[400, 403, 404] = 400
    no_access: Literal[400, 403, 404] = 400
    enabled_for_a_workspace: Literal["read and listed", "read", 403, 404] = 404
    missing_provider: Literal[403, 404] = 403
    provider_without_workspace: Literal["found", "refused"] = "found"
    virtual_keys_of: Literal["workspace asked for", "every workspace"] = "every workspace"

    # Now and then
    too_many: Literal[0, 300] = 300
    retry_after: Literal["seconds", "date"] = "seconds"
    slow: Literal[True, False] = False


EVERY_OTHER_WAY = Freedom()


def mixed(seed: int) -> Freedom:
    """A choice at random, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    kinds: dict[str, Any] = get_type_hints(Freedom)
    return Freedom(**{name: chance.choice(get_args(kind)) for name, kind in kinds.items()})


def preset(text: str) -> Freedom:
    """``other``, or ``mixed:SEED``."""
    if text == "other":
        return EVERY_OTHER_WAY
    name, _, seed = text.partition(":")
    if name != "mixed" or not seed.isdigit():
        raise ValueError(f"{text!r} is not a preset: other, or mixed:SEED.")
    return mixed(int(seed))
