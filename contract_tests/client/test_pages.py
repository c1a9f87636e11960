"""Lists are walked to their end: lazily, each item once, and never for ever."""

from __future__ import annotations

import asyncio
import copy
import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import httpx
import pytest
from hypothesis import given, settings, strategies as st
from portkey_integrations import AsyncPortkey, Portkey, RepeatedPageError
from portkey_integrations_api.models import IntegrationList, IntegrationModelList

URL = "http://127.0.0.1:1/v1"
Writer = Callable[[list[str], int], None]


def integration(slug: str) -> dict[str, Any]:
    return {
        "id": f"00000000-0000-4000-8000-{int(slug.lstrip('i')):012}",
        "slug": slug,
        "name": slug,
        "ai_provider_id": "openai",
        "status": "active",
        "created_at": "2026-01-01T00:00:00Z",
        "object": "integration",
    }


class Server:
    """A list that others may write to before each request; it counts the requests."""

    def __init__(
        self,
        slugs: Sequence[str],
        *,
        write: Writer = lambda slugs, request: None,
        largest: int = 100,
        reads_number: bool = True,
        total: int | None = None,
    ) -> None:
        self.slugs = list(slugs)
        self.asked: list[dict[str, str]] = []
        self._write = write
        self._largest = largest
        self._reads_number = reads_number
        self._total = total

    def __call__(self, request: httpx.Request) -> httpx.Response:
        query = dict(request.url.params)
        self.asked.append(query)
        assert len(self.asked) < 200, "an endless walk"
        self._write(self.slugs, len(self.asked))
        size = min(int(query.get("page_size", 100)), self._largest)
        start = int(query.get("current_page", 0)) * size if self._reads_number else 0
        data = [integration(slug) for slug in self.slugs[start : start + size]]
        total = len(self.slugs) if self._total is None else self._total
        return httpx.Response(200, json={"object": "list", "total": total, "data": data})

    def client(self) -> Portkey:
        return Portkey(
            api_key="k" * 20, base_url=URL, http_client=httpx.Client(transport=httpx.MockTransport(self))
        )

    def walked(self, **query: Any) -> list[str]:
        return [one.slug for one in self.client().integrations.list(**query)]

    def walked_async(self, **query: Any) -> list[str]:
        async def walk() -> list[str]:
            http = httpx.AsyncClient(transport=httpx.MockTransport(self))
            client = AsyncPortkey(api_key="k" * 20, base_url=URL, http_client=http)
            return [one.slug async for one in client.integrations.list(**query)]

        return asyncio.run(walk())


def slugs(count: int) -> list[str]:
    return [f"i{number}" for number in range(count)]


@pytest.fixture(params=[Server.walked, Server.walked_async], ids=["sync", "async"])
def walked(request: pytest.FixtureRequest) -> Callable[..., list[str]]:
    walk: Callable[..., list[str]] = request.param
    return walk


@pytest.mark.parametrize("count", [0, 1, 4, 5, 6, 20])
def test_a_walk_gives_every_item_and_asks_for_no_page_past_the_end(
    walked: Callable[..., list[str]], count: int
) -> None:
    server = Server(slugs(count))
    assert walked(server, page_size=5) == slugs(count)
    assert len(server.asked) == max(1, -(-count // 5))


def test_every_request_of_a_walk_has_the_arguments_that_were_given(walked: Callable[..., list[str]]) -> None:
    server = Server(slugs(3))
    walked(server, page_size=2, workspace_id="ws-a")
    assert server.asked == [
        {"page_size": "2", "workspace_id": "ws-a"},
        {"page_size": "2", "workspace_id": "ws-a", "current_page": "1"},
    ]


def test_a_walk_from_a_later_page_begins_there(walked: Callable[..., list[str]]) -> None:
    assert walked(Server(slugs(7)), page_size=3, current_page=1) == slugs(7)[3:]


def test_a_server_that_lowers_the_page_size_is_walked_to_the_end(walked: Callable[..., list[str]]) -> None:
    assert walked(Server(slugs(25), largest=10), page_size=1000) == slugs(25)
    assert walked(Server(slugs(25), largest=10), page_size=1000, current_page=1) == slugs(25)[10:]


def test_a_page_is_fetched_when_it_is_reached() -> None:
    server = Server(slugs(9))
    items = iter(server.client().integrations.list(page_size=3))
    assert len(server.asked) == 1
    taken = [next(items).slug for _ in range(4)]
    assert (taken, len(server.asked)) == (slugs(4), 2)


@settings(deadline=None, max_examples=150, database=None)
@given(data=st.data(), size=st.integers(1, 4), count=st.integers(0, 9))
def test_whatever_others_write_a_walk_ends_and_gives_no_item_twice(
    data: st.DataObject, size: int, count: int
) -> None:
    new = iter(range(1000, 2000))

    def write(now: list[str], request: int) -> None:
        for _ in range(data.draw(st.integers(0, 3))):
            removes: bool = data.draw(st.booleans())
            if now and removes:
                now.pop(data.draw(st.integers(0, len(now) - 1)))
            elif request < 8:
                now.insert(data.draw(st.integers(0, len(now))), f"i{next(new)}")

    server = Server(slugs(count), write=write)
    try:
        seen = server.walked(page_size=size)
    except RepeatedPageError:
        return  # said, rather than a list with holes
    assert len(seen) == len(set(seen))


@settings(deadline=None, max_examples=100, database=None)
@given(inserted=st.lists(st.integers(0, 3), max_size=6), size=st.integers(1, 4), count=st.integers(0, 9))
def test_where_others_only_add_nothing_is_missed(inserted: list[int], size: int, count: int) -> None:
    new = iter(range(1000, 2000))

    def write(now: list[str], request: int) -> None:
        for _ in range(inserted[request - 1] if request <= len(inserted) else 0):
            now.insert(0, f"i{next(new)}")

    try:
        seen = Server(slugs(count), write=write).walked(page_size=size)
    except RepeatedPageError:
        return
    assert set(slugs(count)) <= set(seen)
    assert len(seen) == len(set(seen))


def test_a_server_that_does_not_read_the_page_number_is_told_of(walked: Callable[..., list[str]]) -> None:
    server = Server(slugs(20), reads_number=False)
    with pytest.raises(RepeatedPageError, match=r"page 1 .* though there are 20"):
        walked(server, page_size=5)
    assert len(server.asked) == 2


def test_a_list_that_always_grows_before_the_walk_ends_it(walked: Callable[..., list[str]]) -> None:
    new = iter(range(1000, 9000))

    def write(now: list[str], request: int) -> None:
        now.insert(0, f"i{next(new)}")

    server = Server(slugs(5), write=write)
    with pytest.raises(RepeatedPageError):
        walked(server, page_size=1)
    assert len(server.asked) < 6


def test_an_empty_page_ends_a_walk_whatever_the_total_says(walked: Callable[..., list[str]]) -> None:
    server = Server(slugs(4), total=99)
    assert walked(server, page_size=3) == slugs(4)
    assert len(server.asked) == 3


def test_items_without_an_id_are_told_apart_by_their_slug() -> None:
    keys = [
        {"slug": slug, "name": "same", "status": "active", "object": "virtual-key"}
        for slug in ("a", "b", "a")
    ]
    answers = iter([{"total": 3, "data": keys[:2]}, {"total": 3, "data": keys[2:]}])
    http = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, json=next(answers))))
    client = Portkey(api_key="k" * 20, base_url=URL, http_client=http)
    assert [one.slug for one in client.virtual_keys.list()] == ["a", "b"]


def test_the_page_that_was_asked_for_is_there_as_the_model_of_the_contract() -> None:
    found = Server(slugs(9)).client().integrations.list(page_size=3)
    page = found.page()
    assert type(page) is IntegrationList
    assert isinstance(found, IntegrationList)
    assert (found.total, [one.slug for one in found.data]) == (9, slugs(3))
    assert found.to_dict() == page.to_dict()
    assert found == page
    assert (str(found), repr(found)) == (str(page), repr(page))
    assert found == Server(slugs(9)).client().integrations.list(page_size=3)
    assert pickle.loads(pickle.dumps(found)) == page  # noqa: S301
    assert copy.deepcopy(found) == page


def test_pages_are_given_one_by_one() -> None:
    server = Server(slugs(7))
    assert [len(page.data) for page in server.client().integrations.list(page_size=3).pages()] == [3, 3, 1]
    assert len(server.asked) == 3


def test_awaiting_a_list_gives_its_page_alone() -> None:
    server = Server(slugs(7))

    async def ask() -> Iterator[IntegrationList]:
        http = httpx.AsyncClient(transport=httpx.MockTransport(server))
        client = AsyncPortkey(api_key="k" * 20, base_url=URL, http_client=http)
        listed = client.integrations.list(page_size=3)
        assert server.asked == []
        return iter([await listed, await listed.page(), await anext(aiter(listed.pages()))])

    assert [type(page) for page in asyncio.run(ask())] == [IntegrationList] * 3
    assert len(server.asked) == 3


def test_a_list_without_pages_is_one_page() -> None:
    asked: list[httpx.Request] = []
    body = {"total": 9, "models": [{"slug": "gpt-4o", "enabled": True}, {"slug": "o3", "enabled": False}]}

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json=body)

    http = httpx.Client(transport=httpx.MockTransport(handler))
    found = Portkey(api_key="k" * 20, base_url=URL, http_client=http).integrations.models.list(slug="a")
    assert [model.slug for model in found] == ["gpt-4o", "o3"]
    assert isinstance(found.page(), IntegrationModelList)
    assert len(asked) == 1
