"""Each verb and each condition, in front of a server that answers by rote."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from portkey_conformance.contract import Contract

from faults.alterations import alteration
from faults.definitions import load_catalogue
from faults.messages import KEY_HEADER, Answer, Question
from faults.proxy import FaultyProxy
from faults.verbs import VERBS

CONTRACT = Contract.load()
KEYS = {"admin": "pk-admin-Key", "read_only": "pk-reader", "workspace": "pk-workspace"}
SECRET = "sk-0123456789abcdefXYZ"
UUID = "0b9ab8ef-6f2a-4c1e-8d0e-2a2f4f6f9a10"


@dataclass
class Rote:
    """A server that keeps integrations by slug and answers what a test gave it, else a plain success."""

    answers: Mapping[str, tuple[int, Any]] = field(default_factory=dict)
    """By `METHOD /path`."""
    asked: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        given = self.answers.get(f"{request.method} {request.url.path.removeprefix('/v1')}")
        if given is not None:
            return httpx.Response(given[0], json=given[1])
        if request.method == "POST":
            sent = json.loads(request.content)
            return httpx.Response(200, json={"id": UUID, "slug": sent.get("slug", "made")})
        return httpx.Response(200, json={"name": "one"} if request.method == "GET" else {})

    @property
    def last(self) -> httpx.Request:
        return self.asked[-1]


@dataclass
class Stage:
    """A proxy with a fault in front of the server."""

    proxy: FaultyProxy
    server: Rote

    def ask(
        self, method: str, path: str, body: Any = None, key: str | None = "admin", raw: bytes | None = None
    ) -> Answer:
        return asyncio.run(self.proxy.answer(question(method, path, body, key, raw)))

    def ask_at_once(self, *asked: Question) -> list[Answer]:
        async def one(each: Question) -> Answer:
            self.proxy.memory.begin(each)
            try:
                return await self.proxy.answer(each)
            finally:
                self.proxy.memory.end(each)

        async def everything() -> list[Answer]:
            return await asyncio.gather(*map(one, asked))

        return asyncio.run(everything())


def question(
    method: str, path: str, body: Any = None, key: str | None = "admin", raw: bytes | None = None
) -> Question:
    plain, _, query = path.partition("?")
    content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
    value = None if key is None else KEYS.get(key, key)
    headers = () if value is None else ((KEY_HEADER, value.encode()),)
    operation = CONTRACT.operation_at(method, plain)
    return Question(method, f"/v1{plain}", query, headers, content, value, operation)


def stage(folder: Path, rules: str, **answers: tuple[int, Any]) -> Stage:
    """A proxy whose fault is written as in the catalogue; answers by `METHOD /path`."""
    fault = {"name": "x", "requirement": "SEC-001", **yaml.safe_load(rules)}
    (folder / "some.yaml").write_text(yaml.safe_dump([fault]))
    server = Rote(answers)
    proxy = FaultyProxy(
        "http://server/v1",
        KEYS,
        load_catalogue(folder)["x"],
        workspaces={"first": "ws-first"},
        transport=httpx.MockTransport(server),
        contract=CONTRACT,
    )
    # Nothing is known before it passed through.
    return Stage(proxy, server)


ONE = "/integrations/one"
READ = f"GET {ONE}"
CREATED = {"name": "n", "slug": "one", "ai_provider_id": "openai", "key": SECRET}

ON_ANSWERS = {
    "set": ("do: [set: {at: /x, to: 1}]", {"a": "b"}, {"a": "b", "x": 1}),
    "set each": ("do: [set: {at: '/l/*/x', to: 1}]", {"l": [{}, {}]}, {"l": [{"x": 1}, {"x": 1}]}),
    "remove": ("do: [remove: /a]", {"a": "b"}, {}),
    "rename": ("do: [rename: {at: /a/b, to: c}]", {"a": {"b": 1}}, {"a": {"c": 1}}),
    "change": ("do: [change: {at: /a, into: upper}]", {"a": "b"}, {"a": "B"}),
    "change null": ("do: [change: {at: /a, into: upper}]", {"a": None}, {"a": None}),
    "change some": (
        "do: [change: {at: '/l/*/a', into: {is: 0}, where: {/b: true}}]",
        {"l": [{"a": 1, "b": True}, {"a": 1, "b": False}]},
        {"l": [{"a": 0, "b": True}, {"a": 1, "b": False}]},
    ),
    "drop": ("do: [drop: {at: /l, where: {/a: null}}]", {"l": [{"a": None}, {"a": 1}]}, {"l": [{"a": 1}]}),
    "text": ("do: [text: '[{body}]']", {"a": 1}, [{"a": 1}]),
    "reply": ("do: [reply: {status: 200, body: {b: {the: slug}}}]", {"a": 1}, {"b": "one"}),
}


@pytest.mark.parametrize(("rules", "answered", "expected"), ON_ANSWERS.values(), ids=ON_ANSWERS)
def test_an_answer_becomes_another(rules: str, answered: Any, expected: Any, tmp_path: Path) -> None:
    on = stage(tmp_path, rules, **{READ: (200, answered)})
    assert on.ask("GET", ONE).json == expected
    assert on.proxy.fired == (answered != expected)


ON_REQUESTS = {
    "set": ("do: [set: {of: request, at: /x, to: {the: workspace, at: first}}]", {}, {"x": "ws-first"}),
    "remove": ("do: [remove: {of: request, at: [/a, /b]}]", {"a": 1, "b": 2, "c": 3}, {"c": 3}),
    "change": ("do: [change: {of: request, at: /a, into: {cut: 2}}]", {"a": "abc"}, {"a": "ab"}),
    "raw": ("do: [raw: '[]']", {"a": 1}, []),
}


@pytest.mark.parametrize(("rules", "sent", "arrives"), ON_REQUESTS.values(), ids=ON_REQUESTS)
def test_a_request_becomes_another(rules: str, sent: Any, arrives: Any, tmp_path: Path) -> None:
    on = stage(tmp_path, rules)
    on.ask("PUT", ONE, sent)
    assert json.loads(on.server.last.content) == arrives
    assert on.proxy.fired == 1


def test_status_header_and_cut_change_an_answer(tmp_path: Path) -> None:
    on = stage(tmp_path, "do: [status: 201, header: {content-type: text/html, x-a: null}, cut: 0.5]")
    answer = on.ask("GET", ONE)
    assert (answer.status, dict(answer.headers)[b"content-type"]) == (201, b"text/html")
    assert answer.body == b'{"name"'


def test_query_and_slug_and_method_change_the_request_line(tmp_path: Path) -> None:
    rules = (
        "do: [query: {page_size: null, current_page: {add: 1}, a: b}, slug: {into: lower}, method: DELETE]"
    )
    on = stage(tmp_path, rules)
    on.ask("GET", "/integrations/ONE?page_size=3&current_page=1&other=2")
    assert on.server.last.method == "DELETE"
    assert on.server.last.url.path == "/v1/integrations/one"
    assert dict(on.server.last.url.params) == {"other": "2", "current_page": "2", "a": "b"}


@pytest.mark.parametrize(
    ("verb", "sent", "arrives"),
    [
        ("admin", None, KEYS["admin"]),
        ("of any case", "PK-ADMIN-KEY", KEYS["admin"]),
        ("that begins so", "pk-reader-and-more", KEYS["read_only"]),
        ("with blanks", "pk-re ader", KEYS["read_only"]),
        ("of which it is the beginning", "pk-worksp", KEYS["workspace"]),
        ("of any case", "pk-nobody", "pk-nobody"),
    ],
)
def test_key_takes_one_key_for_another(verb: str, sent: str | None, arrives: str, tmp_path: Path) -> None:
    on = stage(tmp_path, f"do: [key: {verb}]")
    on.ask("GET", ONE, key=sent)
    assert on.server.last.headers["x-portkey-api-key"] == arrives


def test_key_takes_the_makers_key(tmp_path: Path) -> None:
    on = stage(tmp_path, "{when: {method: GET, resource: foreign}, do: [key: owner]}")
    on.ask("POST", "/integrations", CREATED, key="workspace")
    on.ask("GET", ONE, key="read_only")
    assert on.server.last.headers["x-portkey-api-key"] == KEYS["workspace"]


def test_pretend_and_refuse_answer_without_the_server(tmp_path: Path) -> None:
    on = stage(tmp_path, "{when: {method: DELETE}, do: [pretend: {status: 200, body: {a: 1}}]}")
    assert on.ask("DELETE", ONE).json == {"a": 1}
    on.proxy = stage(tmp_path, "do: [refuse: {status: 403, code: AB03}]").proxy
    refused = on.ask("GET", ONE)
    assert (refused.status, refused.json["data"]["errorCode"]) == (403, "AB03")
    assert on.server.asked == []


def test_refuse_can_come_too_late(tmp_path: Path) -> None:
    on = stage(tmp_path, "{when: {status: 200}, do: [refuse: {status: 403, code: AB03, forwarded: true}]}")
    assert on.ask("PUT", ONE, {}).status == 403
    assert len(on.server.asked) == 1


@pytest.mark.parametrize(("which", "expected"), [("first", "1"), ("before", "2"), ("last", "3")])
def test_stale_answers_what_was_answered_before(which: str, expected: str, tmp_path: Path) -> None:
    on = stage(tmp_path, f"{{when: {{status: 404}}, do: [stale: {which}]}}")
    on.ask("POST", "/integrations", CREATED)
    for number in "123":
        on.server.answers = {READ: (200, {"name": number})}
        on.ask("GET", ONE)
        on.ask("PUT", ONE, {"name": "x"}) if number == "2" else None
    on.server.answers = {READ: (404, {})}
    assert on.ask("GET", ONE).json == {"name": expected}


def test_stale_answers_the_last_list(tmp_path: Path) -> None:
    on = stage(tmp_path, "{when: {status: 404}, do: [stale: last]}")
    first = on.ask("GET", "/integrations?page_size=2")
    on.server.answers = {"GET /integrations": (404, {})}
    assert on.ask("GET", "/integrations?page_size=2").body == first.body
    assert on.ask("GET", "/integrations?page_size=3").status == 404


def test_stale_answers_the_list_before_the_last(tmp_path: Path) -> None:
    on = stage(tmp_path, "do: [stale: before]")
    answers = []
    for number in (1, 2, 3):
        on.server.answers = {"GET /integrations": (200, {"total": number})}
        answers.append(on.ask("GET", "/integrations").json["total"])
    assert answers == [1, 1, 2]


def test_merge_takes_items_of_another_list(tmp_path: Path) -> None:
    def pages(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"total": 2, "data": [f"p{request.url.params['current_page']}"]})

    rules = """
    when: {query: {current_page: 1}}
    do:
      - merge: {query: {current_page: {add: -1}}, over: true}
    """
    on = stage(tmp_path, rules)
    on.proxy._client = httpx.AsyncClient(transport=httpx.MockTransport(pages))
    assert on.ask("GET", "/integrations?current_page=1").json == {"total": 2, "data": ["p0"]}
    assert on.ask("GET", "/integrations?current_page=0").json == {"total": 2, "data": ["p0"]}


def test_send_does_something_more(tmp_path: Path) -> None:
    rules = (
        "{when: {method: DELETE, status: 200}, do: [send: {method: DELETE, path: '/integrations/{other}'}]}"
    )
    on = stage(tmp_path, rules)
    on.ask("POST", "/integrations", {**CREATED, "slug": "two"})
    on.ask("POST", "/integrations", CREATED)
    on.ask("DELETE", ONE)
    assert on.server.last.url.path == "/v1/integrations/two"
    assert on.proxy.fired == 1
    on.ask("DELETE", ONE)
    assert on.proxy.fired == 1, "both are gone, so there is nothing more to do"


def test_send_can_come_first_and_carry_what_was_asked(tmp_path: Path) -> None:
    rules = """
    when: {method: PUT}
    do:
      - send: {method: PUT, path: "/integrations/{slug}", first: true, key: admin,
               body: {note: {the: asked, at: /name}}}
    """
    on = stage(tmp_path, rules)
    on.ask("POST", "/integrations", CREATED)
    on.ask("PUT", ONE, {"name": "b"}, key="read_only")
    assert json.loads(on.server.asked[1].content) == {"note": "b"}
    assert on.server.asked[1].headers["x-portkey-api-key"] == KEYS["admin"]


def test_ask_answers_for_another_resource(tmp_path: Path) -> None:
    on = stage(
        tmp_path, "{when: {resource: unknown, status: 404}, do: [ask: {path: '/integrations/{other}'}]}"
    )
    on.server.answers = {"GET /integrations/none": (404, {})}
    on.ask("POST", "/integrations", CREATED)
    assert on.ask("GET", "/integrations/none").json == {"name": "one"}


def test_wait_waits(tmp_path: Path) -> None:
    on = stage(tmp_path, "do: [wait: 0]")
    assert on.ask("GET", ONE).status == 200


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("{the: secret}", SECRET),
        ("{the: secret, as: base64}", "c2stMDEyMzQ1Njc4OWFiY2RlZlhZWg=="),
        ("{the: secret, as: reversed, in: 'it is {}'}", f"it is {SECRET[::-1]}"),
        ("{the: newest secret}", SECRET),
        ("{the: sent, at: /name}", "n"),
        ("{the: slug}", "one"),
        ("{the: key}", KEYS["admin"]),
        ("{the: number}", 1),
        ("{the: moment}", "2026-01-01T00:00:01Z"),
        ("{the: old secret}", None),
        ("{the: other, at: /name}", None),
        ("{a: {the: slug}, b: {the: old secret}}", {"a": "one"}),
    ],
)
def test_a_value_has_a_source(value: str, expected: Any, tmp_path: Path) -> None:
    on = stage(tmp_path, f"{{when: {{method: GET}}, do: [set: {{at: /x, to: {value}}}]}}")
    on.ask("POST", "/integrations", CREATED)
    assert on.ask("GET", ONE).json.get("x") == expected


def test_a_secret_is_known_before_and_after_its_rotation(tmp_path: Path) -> None:
    on = stage(tmp_path, "{when: {method: GET}, do: [set: {at: /x, to: {the: old secret}}]}")
    on.ask("POST", "/integrations", CREATED)
    on.ask("PUT", ONE, {"key": "sk-new-0123456789"})
    assert on.ask("GET", ONE).json["x"] == SECRET
    assert on.proxy.memory.resources[0].secret == "sk-new-0123456789"


CONDITIONS = {
    "operation": ("{operation: updateIntegration}", True),
    "another operation": ("{operation: [createIntegration, deleteIntegration]}", False),
    "method": ("{method: PUT}", True),
    "path": ("{path: one$}", True),
    "named": ("{named: slug}", True),
    "named otherwise": ("{named: id}", False),
    "key": ("{key: [read_only, admin]}", True),
    "no key": ("{key: none}", False),
    "resource": ("{resource: [known, own]}", True),
    "foreign": ("{resource: foreign}", False),
    "query": ("{query: {a: 1, b: {present: false}}}", True),
    "a number in the query": ("{query: {a: {above: 1}}}", False),
    "header": ("{header: {x-a: {present: false}}}", True),
    "body": ("{body: {/name: {matches: '^o', longer: 1, not: two}}}", True),
    "an item of the body": ("{body: {'/list/*/a': 2}}", True),
    "true is not 1": ("{body: {/flag: 1}}", False),
    "raw": ("{raw: flag}", True),
    "valid": ("{valid: true}", True),
    "json": ("{json: false}", False),
    "unknown": ("{unknown: parameter}", True),
    "sent": ("{sent: {/slug: one}}", True),
    "owner": ("{owner: workspace}", False),
    "busy": ("{busy: false}", True),
    "writes": ("{writes: 0}", True),
    "reads": ("{reads: {above: 0}}", False),
    "status": ("{status: 4xx}", False),
    "answer": ("{answer: {/slug: {present: false}}}", True),
    "call": ("{call: 1}", True),
    "calls": ("{calls: 2}", False),
}


@pytest.mark.parametrize(("when", "acts"), CONDITIONS.values(), ids=CONDITIONS)
def test_a_fault_acts_when_all_holds(when: str, acts: bool, tmp_path: Path) -> None:
    on = stage(tmp_path, f"{{when: {when}, do: [status: 299]}}")
    stage_without = on.proxy._fault
    on.proxy._fault = None
    on.ask("POST", "/integrations", CREATED)
    on.proxy._fault = stage_without
    sent = {"name": "one", "flag": True, "list": [{"a": 1}, {"a": 2}]}
    assert (on.ask("PUT", f"{ONE}?a=1", sent).status == 299) is acts


def test_what_nests_too_deeply_is_handed_on_as_it_is(tmp_path: Path) -> None:
    on = stage(tmp_path, "{when: {body: {/a: 1}}, do: [status: 299]}")
    deep = b"[" * 100_000
    assert on.ask("PUT", ONE, raw=deep).status == 200
    assert on.server.last.content == deep


def test_a_rate_lets_most_requests_pass(tmp_path: Path) -> None:
    on = stage(tmp_path, "{rate: 10, do: [status: 299]}")
    hit = sum(on.ask("GET", ONE).status == 299 for _ in range(300))
    assert 5 < hit < 80
    assert on.proxy.fired == hit


def test_together_is_two_at_once_and_never_one_alone(tmp_path: Path) -> None:
    on = stage(tmp_path, "{when: {operation: createIntegration, together: 0.05}, do: [status: 299]}")
    asked = question("POST", "/integrations", CREATED)
    assert [one.status for one in on.ask_at_once(asked)] == [200]
    assert [one.status for one in on.ask_at_once(asked, asked)] == [299, 299]
    other = question("POST", "/integrations", {**CREATED, "slug": "two"})
    assert [one.status for one in on.ask_at_once(asked, other)] == [200, 200]


def test_what_was_deleted_and_made_again_is_known_as_that(tmp_path: Path) -> None:
    on = stage(
        tmp_path, "{when: {resource: recreated}, do: [set: {at: /name, to: {the: former, at: /name}}]}"
    )
    on.server.answers = {READ: (200, {"name": "old"})}
    on.ask("POST", "/integrations", CREATED)
    on.ask("GET", ONE)
    on.ask("DELETE", ONE)
    on.server.answers = {READ: (200, {"name": "new"})}
    on.ask("POST", "/integrations", CREATED)
    assert on.ask("GET", ONE).json == {"name": "old"}


@pytest.mark.parametrize(
    ("into", "value", "becomes"),
    [
        ("without astral", "a😀", "a\ufffd"),
        ("percent", "a/", "%61%2F"),
        ("32 bits", 2**31, -(2**31)),
        ("float", 2**53 + 1, 2**53),
        ("whole", 1.25, 1),
        ("composed", "e\u0301", "é"),
        ("last twice", [1, 2], [1, 2, 2]),
        ("slug", "a b.c", "a-b-c"),
        ({"masked": [2, 3]}, "abcdefgh", "ab*****fgh"),
        ({"starred": [2, 3]}, "abcdefgh", "ab***fgh"),
        ({"only": ["a"]}, {"a": 1, "b": 2}, {"a": 1}),
        ({"first of": "l"}, {"l": [1, 2]}, {"l": [1]}),
        ([{"cut": 2}, "upper"], "abc", "AB"),
        ("upper", None, None),
        ({"at most": 3}, "no number", "no number"),
    ],
)
def test_an_alteration(into: Any, value: Any, becomes: Any) -> None:
    assert alteration(into)(value) == becomes


def _verbs_here() -> Iterator[str]:
    yield from Path(__file__).read_text(encoding="utf-8").replace("[", " ").replace(",", " ").split()


def test_every_verb_is_tested_here() -> None:
    written = set(_verbs_here())
    assert {name for name in VERBS if f"{name}:" not in written} == set()
