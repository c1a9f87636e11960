"""The loop that people write today for what `portkey-integrations apply` does, with portkey_ai.

    python official_loop.py URL STATE.json grant|integration

By `grant` there is a call for each workspace of each integration; by `integration`, one for all of them.
The API key is in PORTKEY_API_KEY, the provider's in BENCH_PROVIDER_KEY.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from portkey_ai import Portkey


def main() -> None:
    _, url, file, by = sys.argv
    client = Portkey(api_key=os.environ["PORTKEY_API_KEY"], base_url=url)
    for wanted in json.loads(Path(file).read_bytes())["integrations"]:
        slug = wanted["slug"]
        client.integrations.create(
            name=wanted["name"],
            ai_provider_id=wanted["ai_provider_id"],
            slug=slug,
            key=os.environ["BENCH_PROVIDER_KEY"],
        )
        grants = wanted["workspaces"]
        for some in [grants] if by == "integration" else [[grant] for grant in grants]:
            client.integrations.workspaces.update(slug=slug, workspaces=some)


if __name__ == "__main__":
    main()
