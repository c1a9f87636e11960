"""Recordings as tools write them, and files that are none."""

from __future__ import annotations

import base64
import codecs
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from portkey_conformance.cli import conform
from portkey_conformance.passive.entries import Broken, Entry
from portkey_conformance.passive.har import entries_of
from portkey_conformance.passive.judging import Reading, judge_recording
from portkey_conformance.passive.logs import read_log

from passive_tests.judging import contract, failed, judged, judged_entries, written

BASE = "https://portkey.example/control/v1"
KEY = "pk-live-4fJ8sLq0ZmXcVbN2"
SECRET = "sk-proj-GH7JKqLM4NPzQRs2TVwX9YZb"
IDENTITY = "0b0c9d7e-4a35-4f0e-9f2d-1c7d6a1b2c3d"
DETAIL: dict[str, Any] = {
    "id": IDENTITY,
    "organisation_id": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
    "ai_provider_id": "openai",
    "name": "Alpha",
    "status": "active",
    "created_at": "2026-01-02T03:04:05Z",
    "last_updated_at": None,
    "slug": "alpha",
    "description": None,
    "object": "integration",
    "masked_key": "sk*****YZb",
    "allow_all_models": True,
}
JSON_HEADERS = [{"name": "Content-Type", "value": "application/json; charset=utf-8"}]


def entry(
    method: str = "GET",
    path: str = "/integrations/alpha",
    answer: Any = None,
    status: int = 200,
    sent: Any = None,
    **more: Any,
) -> dict[str, Any]:
    """An entry of a HAR."""
    headers = [
        {"name": "X-Portkey-API-Key", "value": KEY},
        {"name": ":authority", "value": "portkey.example"},
    ]
    request: dict[str, Any] = {"method": method, "url": BASE + path, "headers": headers, "bodySize": 0}
    if sent is not None:
        request["postData"] = {"mimeType": "application/json", "text": json.dumps(sent)}
    text = json.dumps(DETAIL if answer is None else answer)
    return {
        "pageref": "page_1",
        "startedDateTime": more.pop("started", "2026-02-03T04:05:06.789Z"),
        "time": 12.5,
        "request": {**request, **more.pop("request", {})},
        "response": {
            "status": status,
            "headers": JSON_HEADERS,
            "content": {"size": len(text), "mimeType": "application/json", "text": text},
            **more.pop("response", {}),
        },
        "cache": {},
        "timings": {},
        "comment": "as recorded",
    }


def har(*entries: Any) -> dict[str, Any]:
    pages = [{"id": "page_1", "startedDateTime": "2026-02-03T04:05:00Z", "title": "one", "pageTimings": {}}]
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": "x", "version": "1"},
            "pages": pages,
            "entries": list(entries),
        }
    }


WRONG = {**DETAIL, "created_at": "noon"}


def content(**fields: Any) -> dict[str, Any]:
    return {"content": {"size": 10, "mimeType": "application/json", **fields}}


def in_base64(raw: bytes) -> dict[str, Any]:
    return content(text=base64.b64encode(raw).decode(), encoding="base64")


@pytest.mark.parametrize(
    "response",
    [
        in_base64(json.dumps(WRONG).encode()),
        in_base64(gzip.compress(json.dumps(WRONG).encode())),
        {**content(text=json.dumps(WRONG)), "headers": {"content-type": "application/json"}},
        {**content(text=json.dumps(WRONG)), "status": "200"},
        {**content(text=json.dumps(WRONG), size=-1, compression=40), "bodySize": -1},
    ],
    ids=["base64", "gzip in base64", "headers as an object", "a status as text", "sizes unknown"],
)
def test_an_answer_is_read_however_it_was_written_down(response: dict[str, Any]) -> None:
    assert failed(judged(har(entry(response=response)))) == {"PRO-003"}


@pytest.mark.parametrize(
    "response",
    [
        content(),
        content(text=""),
        content(text="", size=0),
        content(text="not base64!", encoding="base64"),
        in_base64(b"\x1f\x8bcut off"),
        in_base64(b"\x8b\x03\x80brotli, for instance\xff"),
        content(text=json.dumps(DETAIL)[:40], size=900),
        content(text=json.dumps(DETAIL)[:40]),
        content(text="[" * 5000),
        {"content": None},
        {"status": 304, "content": {}},
        {"headers": [], "content": {"text": json.dumps(DETAIL), "mimeType": "x-unknown"}},
        {"headers": None, "content": {"text": json.dumps(DETAIL)}},
    ],
)
def test_an_answer_that_was_not_recorded_wholly_is_no_finding(response: dict[str, Any]) -> None:
    assert failed(judged(har(entry(response=response)))) == set()


def test_an_answer_that_is_whole_and_no_json_is_a_finding() -> None:
    text = "<html>Bad gateway</html>"
    page = {"headers": [{"name": "content-type", "value": "text/html"}], **content(text=text)}
    assert failed(judged(har(entry(response=page)))) == {"PRO-001"}


def test_an_entry_without_an_answer_and_a_broken_one_are_counted() -> None:
    cases: list[Any] = [
        entry(response={"status": 0, "content": {}}),
        {},
        None,
        "text",
        {"request": {}, "response": {}},
        entry(request={"url": 7}),
        entry(request={"url": "http://[broken"}),
        entry(response={"status": "none"}),
        entry(response={"status": True}),
        entry(request={"headers": "none", "postData": "none"}, started="never"),
        entry(),
    ]
    told = judged(har(*cases))
    assert failed(told) == set()
    notes = " ".join(told["notes"])
    assert "1 entry without an answer" in notes
    assert "7 entries broken" in notes
    assert "1 entry to other hosts or paths" in notes


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-8"),
    ],
)
def test_a_file_is_read_with_any_byte_order_mark(mark: bytes, encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "x.har"
    file.write_bytes(mark + json.dumps(har(entry())).encode(encoding))
    assert conform(["--har", str(file), "--report", str(tmp_path / "report")]) == 0


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "not JSON"),
        (b"PK\x03\x04\xff\xff", "not text in UTF-8"),
        (b'{"log": {"entries": [', "was it cut off?"),
        (b"[]", "no log.entries"),
        (b'{"log": {"entries": {}}}', "no log.entries"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_file_that_is_no_har_ends_with_2_in_one_sentence(
    raw: bytes, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.har"
    file.write_bytes(raw)
    assert conform(["--har", str(file), "--report", str(tmp_path / "report")]) == 2
    shown = capsys.readouterr().err
    assert told in shown
    assert len(shown.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--har", "/no/such/file"], 2),
        (["--log", "/no/such/file"], 2),
        (["--har", "{har}", "--log", "-"], 2),
        (["--har", "{har}", "http://127.0.0.1:9/v1"], 2),
        (["--har", "{har}", "--read-only"], 2),
        (["--har", "{har}", "--base-url", "ftp://x"], 2),
        (["--complete", "http://127.0.0.1:9/v1"], 2),
        (["--har", "{har}", "--base-url", "https://other.example/v1"], 3),
        (["--har", "{har}", "--base-url", f"{BASE}/"], 0),
        (["--har", "{har}", "--only", "PRO"], 0),
    ],
)
def test_the_command_line_ends_with(arguments: list[str], code: int, tmp_path: Path) -> None:
    file = tmp_path / "x.har"
    file.write_text(json.dumps(har(entry())))
    given = [one.replace("{har}", str(file)) for one in arguments]
    assert conform([*given, "--report", str(tmp_path / "report")]) == code


def test_a_recording_of_something_else_ends_with_3(tmp_path: Path) -> None:
    file = tmp_path / "x.har"
    file.write_text(json.dumps(har(entry(request={"url": "https://elsewhere.example/chat/completions"}))))
    assert conform(["--har", str(file), "--report", str(tmp_path / "report")]) == 3


def test_the_base_url_is_what_most_of_the_requests_have_in_common() -> None:
    others = [
        entry(request={"url": "https://app.example/integrations", "headers": []}),
        entry(request={"url": f"{BASE}/providers/integrations"}),
        entry(path="/integrations"),
    ]
    told = judged(har(*others, entry(), entry(started="2026-02-03T04:05:07Z")))
    assert told["base_url"] == BASE
    assert any("https://app.example" in note for note in told["notes"])


def test_neither_a_key_nor_a_secret_is_in_any_report() -> None:
    body = {"name": "Alpha", "slug": "alpha", "ai_provider_id": "openai", "key": SECRET}
    shown = {
        **WRONG,
        "key": "sk-somebody-elses-0123456789",
        "hint": SECRET,
        "masked_key": "fullkey0123456789",
    }
    entries = [
        entry("POST", "/integrations", {"id": IDENTITY, "slug": "alpha"}, sent=body),
        entry(answer=shown, started="2026-02-03T04:05:07Z"),
        entry("PUT", answer={}, sent={"name": {"key": SECRET}}, started="2026-02-03T04:05:08Z"),
        entry(path=f"/integrations?x-portkey-api-key={KEY}&page_size=0", started="2026-02-03T04:05:09Z"),
        entry(path="/integrations?api_key=pk-another-0123456789", started="2026-02-03T04:05:10Z"),
    ]
    told = judged(har(*entries))
    assert {"SEC-001", "SEC-002", "PRO-003", "ERR-003"} <= failed(told)
    text = written(told)
    for secret in (KEY, SECRET, "sk-somebody-elses", "fullkey0123456789", "pk-another"):
        assert secret not in text
    assert "$KEY_1" in text
    assert any("API key stands in the URL of entry 4" in note for note in told["notes"])


def test_a_secret_that_was_sent_as_something_else_too_is_not_looked_for() -> None:
    body = {"name": SECRET, "slug": "alpha", "ai_provider_id": "openai", "key": SECRET}
    made = entry("POST", "/integrations", {"id": IDENTITY, "slug": "alpha"}, sent=body)
    told = judged(har(made, entry(answer={**DETAIL, "name": SECRET}, started="2026-02-03T04:05:07Z")))
    assert failed(told) == set()


def test_that_no_key_is_needed_is_told_only_where_keys_were_recorded() -> None:
    keyless = entry(request={"headers": [{"name": "accept", "value": "*/*"}]}, started="2026-02-03T04:05:07Z")
    assert failed(judged(har(keyless))) == set()
    assert failed(judged(har(entry(), keyless))) == {"AUT-001"}
    signed = entry(
        request={"headers": [{"name": "Authorization", "value": "Bearer x"}]}, started="2026-02-03T04:05:07Z"
    )
    assert failed(judged(har(entry(), signed))) == set()


def lines(*recorded: Any) -> str:
    return "".join(json.dumps(one) + "\n" for one in recorded)


LOGGED = {
    "started": "2026-02-03T04:05:06.789Z",
    "duration": 0.0125,
    "method": "GET",
    "url": f"{BASE}/integrations/alpha",
    "request_headers": {"x-portkey-api-key": KEY},
    "status": 200,
    "response_headers": {"content-type": "application/json"},
    "response_body": WRONG,
}


@pytest.mark.parametrize(
    "line",
    [
        LOGGED,
        {**LOGGED, "response_body": json.dumps(WRONG), "started": 1770091506.789, "duration": None},
        entry(answer=WRONG),
        {
            "@timestamp": 1770091506789,
            "req": {
                "method": "get",
                "url": "/control/v1/integrations/alpha",
                "headers": {"host": "portkey.example"},
            },
            "res": {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": WRONG},
            "responseTime": 12,
        },
        {
            "request_method": "GET",
            "request_uri": "/control/v1/integrations/alpha",
            "http_host": "portkey.example",
            "status": "200",
            "response_body": json.dumps(WRONG),
        },
    ],
    ids=["documented", "text and seconds", "an entry of a HAR", "nested", "flat"],
)
def test_a_line_of_a_log_is_read(line: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text(lines(line))
    told = judged_entries(list(read_log(str(file))))
    assert failed(told) == {"PRO-003"}
    assert told["base_url"].endswith("/control/v1")


def test_a_log_is_read_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n" + lines(LOGGED) + '{"cut": "of\n'))
    assert conform(["--log", "-", "--report", str(tmp_path / "report")]) == 1
    report = json.loads((tmp_path / "report" / "report.json").read_text())
    assert any("1 entry broken" in note for note in report["notes"])


def test_a_log_that_is_none_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "access.log"
    file.write_text('127.0.0.1 - - "GET / HTTP/1.1" 200\n' * 3)
    assert conform(["--log", str(file), "--report", str(tmp_path / "report")]) == 2
    assert "not a log of JSON lines" in capsys.readouterr().err


def test_what_a_log_leaves_out_is_no_finding(tmp_path: Path) -> None:
    bare = {"method": "GET", "url": f"{BASE}/integrations/alpha", "status": 200}
    cut = {**LOGGED, "response_body": json.dumps(DETAIL)[:50] + "…", "response_headers": {}}
    limited = {**LOGGED, "status": 429, "response_body": None, "response_headers": {"date": "today"}}
    created = {**bare, "method": "POST", "url": f"{BASE}/integrations", "response_body": ""}
    file = tmp_path / "x.jsonl"
    file.write_text(lines(bare, cut, limited, created))
    assert failed(judged_entries(list(read_log(str(file))))) == set()


def test_a_long_log_is_read_line_by_line() -> None:
    read = 0

    def stream() -> Iterator[Entry | Broken]:
        nonlocal read
        for number in range(5000):
            moment = f"2026-02-03T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z"
            read += 1
            yield from entries_of(har(entry(started=moment))) or []

    ahead: list[int] = []

    class Watching:
        def step(self, phase: str, label: str, done: int, total: int) -> None:
            ahead.append(read - done)

    judge_recording(stream(), contract(), Reading(), Watching())
    assert len(ahead) == 5000
    assert max(ahead) < 2500


def test_what_mitmproxy_wrote_is_judged() -> None:
    """By `mitmdump --set hardump=FILE` before a server with two faults; its key and its hosts are made up."""
    (file,) = Path(__file__).with_name("recordings").glob("mitmproxy-*.har")
    recorded = json.loads(file.read_text(encoding="utf-8"))
    told = judged(recorded)
    assert failed(told) == {"PRO-003", "SEC-009"}
    assert told["base_url"] == "http://portkey.example/v1"
    assert told["requests"] == 9
    assert "pk-recorded" not in written(told)
