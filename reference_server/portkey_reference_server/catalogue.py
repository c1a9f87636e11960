"""The built-in models of a few providers: enough to tell a built-in model from a custom one."""

from __future__ import annotations

from collections.abc import Mapping

BUILT_IN: Mapping[str, tuple[str, ...]] = {
    "anthropic": ("claude-3-5-haiku-latest", "claude-3-5-sonnet-latest", "claude-3-opus-latest"),
    "azure-openai": ("gpt-4", "gpt-4o", "gpt-4o-mini"),
    "bedrock": ("amazon.nova-lite-v1:0", "amazon.nova-pro-v1:0"),
    "openai": ("gpt-4", "gpt-4o", "gpt-4o-mini", "text-embedding-3-small"),
    "vertex-ai": ("gemini-1.5-flash", "gemini-1.5-pro"),
    "voyage": ("voyage-3", "voyage-3-lite"),
}
"""Model slugs by `ai_provider_id`, in the order in which they are listed."""
