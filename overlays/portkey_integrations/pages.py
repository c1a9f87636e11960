"""All items of a list."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from itertools import count
from typing import Any


async def everything(client: Any, describe: Callable[..., Any], **query: Any) -> AsyncIterator[Any]:
    """All items of a list, page by page, none of them twice."""
    seen: set[str] = set()
    for page in count():
        answer = await client.send(describe(**query, current_page=page))
        new = [item for item in answer.data if item.slug not in seen]
        for item in new:
            seen.add(item.slug)
            yield item
        if not new or len(seen) >= answer.total:
            return
