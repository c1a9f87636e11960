"""No key and no planted secret in anything that the judge shows."""

from __future__ import annotations

import base64
import json
import random
import shlex
import string
import subprocess
import uuid
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest
from portkey_conformance import masks
from portkey_conformance.disguises import WINDOW
from portkey_conformance.exchanges import MISSING, Exchange, parsed
from portkey_conformance.redaction import Secrets
from portkey_conformance.reproduction import Reproduction, as_curl
from portkey_conformance.target import Key

ADMIN = Key("admin", "PORTKEY_ADMIN_KEY", "pk-admin-key-9876")


@pytest.fixture
def secrets() -> Secrets:
    return Secrets([ADMIN], random.Random(7))  # noqa: S311


def exchange(body: object = MISSING, text: str | None = None) -> Exchange:
    return Exchange(
        operation=None,
        method="POST",
        path="/integrations",
        query=(("workspace_id", "ws 1"),),
        key=ADMIN,
        sent_headers=(("content-type", "application/json"), ("accept", "application/json")),
        sent=body,
        sent_text=text,
        status=200,
        headers=httpx.Headers(),
        text="",
        json=parsed(""),
    )


def test_a_planted_secret_is_found_wherever_it_is_told(secrets: Secrets) -> None:
    secret = secrets.plant()
    assert secrets.told_by(json.dumps({"a": [{"b": f"x{secret}y"}]}))


def test_a_long_enough_piece_of_a_secret_is_found(secrets: Secrets) -> None:
    secret = secrets.plant(length=40)
    assert secrets.told_by(secret[10 : 10 + WINDOW])
    assert not secrets.told_by(secret[:2] + "*****" + secret[-3:])


ENCODED: dict[str, Callable[[str], str]] = {
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 without its padding": lambda text: base64.b64encode(text.encode()).decode().rstrip("="),
    "base64 in a longer text": lambda text: base64.urlsafe_b64encode(f"user:{text}@x".encode()).decode(),
    "base64 of other bytes beside it": lambda text: base64.b64encode(b"\xff\xfe" + text.encode()).decode(),
    "hexadecimal": lambda text: text.encode().hex(),
    "upper hexadecimal": lambda text: f"0{text.encode().hex().upper()}",
    "percent-encoded": lambda text: "".join(f"%{ord(one):02x}" for one in text),
    "escaped as JSON may": lambda text: "".join(f"\\u{ord(one):04X}" for one in text),
    "escaped twice": lambda text: json.dumps("".join(f"\\u{ord(one):04x}" for one in text)),
    "escaped for HTML": lambda text: "".join(f"&#{ord(one)};" for one in text),
    "reversed": lambda text: text[::-1],
    "in lower case": str.lower,
    "in mixed case": str.swapcase,
    "reversed in base64": lambda text: base64.b64encode(text[::-1].encode()).decode(),
}


@pytest.mark.parametrize("encode", ENCODED.values(), ids=ENCODED)
def test_a_secret_and_each_half_of_it_are_found_in_every_disguise(
    encode: Callable[[str], str], secrets: Secrets
) -> None:
    for length in (32, 40, 41):
        secret = secrets.plant(length=length)
        for part in (secret, secret[: length // 2], secret[length // 2 :]):
            shown = json.dumps({"data": {"message": "no"}})[:-3] + f' {encode(part)}"}}'
            assert not secrets.told_by(shown)
            assert secrets.disguised_in(shown), part


def test_a_mask_and_the_names_of_a_run_are_no_disguise(secrets: Secrets) -> None:
    words = random.Random(1)  # noqa: S311
    for _ in range(300):
        secret = secrets.plant(length=words.randrange(10, 200))
        mask = f"{secret[:2]}{secret[-3:]}"
        name = "conf-01ab9f-" + "".join(words.choices(string.ascii_lowercase + string.digits, k=10))
        text = json.dumps(
            {"masked_key": mask, "slug": name, "id": str(uuid.uuid4()), "at": "2026-01-01T00:00"}
        )
        assert not secrets.told_by(text)
        assert secrets.disguised_in(text) is None


def test_a_short_secret_is_found_whole(secrets: Secrets) -> None:
    secret = secrets.plant("q", 10)
    assert secrets.told_by(f"the key {secret} is too short")


def test_uuids_times_and_words_are_never_taken_for_secrets(secrets: Secrets) -> None:
    for _ in range(200):
        secrets.plant()
    assert not secrets.told_by(
        "3C90C3CC-0D44-4B50-8888-8DD25736052A 2026-01-01T00:00:00Z UNAUTHORISED REQUEST"
    )


def test_a_command_names_the_variable_and_never_the_key(secrets: Secrets) -> None:
    secret = secrets.plant()
    command = as_curl(exchange({"name": "n", "key": secret}), "http://h/v1", secrets, {"key": "masked_key"})
    assert '"x-portkey-api-key: $PORTKEY_ADMIN_KEY"' in command
    assert ADMIN.value not in command
    assert secret not in command


def test_a_secret_field_is_hidden_even_where_its_value_was_generated(secrets: Secrets) -> None:
    command = as_curl(exchange({"configurations": {"key": "hunter2"}}), "http://h/v1", secrets, {"key": "m"})
    assert "hunter2" not in command


def test_a_command_is_one_that_a_shell_reads_back(secrets: Secrets) -> None:
    body = {"name": "it's a 'name'; $HOME `x`", "description": "a\nb"}
    words = shlex.split(as_curl(exchange(body), "http://h/v1", secrets, {}))
    assert words[0] == "curl"
    assert json.loads(words[words.index("--data-raw") + 1]) == body
    assert "http://h/v1/integrations?workspace_id=ws%201" in words


def test_a_body_that_is_no_json_is_redacted_as_text(secrets: Secrets) -> None:
    secret = secrets.plant()
    assert secret not in as_curl(exchange(text='{"key": "' + secret), "http://h/v1", secrets, {})


@pytest.mark.parametrize("mask", ["ab*****XYZ", "ab...XYZ", "ab•••XYZ", "*****", "••••••", "a****Z", ""])
def test_a_mask_within_bounds_is_no_trouble(mask: str) -> None:
    assert masks.trouble(mask, "abGHJKLMNPQXYZ") is None


@pytest.mark.parametrize("mask", ["abG*****XYZ", "ab*****QXYZ", "abGHJKLMNPQXYZ", "**GHJK**", None, 7])
def test_a_mask_that_tells_more_is_trouble(mask: object) -> None:
    assert masks.trouble(mask, "abGHJKLMNPQXYZ")


def test_the_mask_of_a_short_secret_shows_nothing() -> None:
    assert masks.trouble("******", "q-GHJKLMN") is None
    assert masks.trouble("q-*****LMN", "q-GHJKLMN")


def test_what_is_said_of_a_bad_mask_does_not_tell_the_secret() -> None:
    said = masks.trouble("abGHJKLMNPQXYZ", "abGHJKLMNPQXYZ")
    assert said is not None
    assert "GHJK" not in said


def test_a_key_sent_elsewhere_than_in_its_header_stays_a_variable(secrets: Secrets) -> None:
    sent = replace(
        exchange(),
        key=None,
        query=(("x-portkey-api-key", ADMIN.value),),
        sent_headers=(("authorization", f"Bearer {ADMIN.value}"),),
    )
    command = as_curl(sent, "http://h/v1", secrets, {})
    assert ADMIN.value not in command
    words = subprocess.run(  # noqa: S602 - our own words, read by a shell
        f"printf '%s\\n' {command}",
        shell=True,
        capture_output=True,
        text=True,
        check=True,
        env={ADMIN.variable: "the-key"},
    ).stdout.splitlines()
    assert "http://h/v1/integrations?x-portkey-api-key=the-key" in words
    assert "authorization: Bearer the-key" in words
    program = Reproduction([sent], "http://h/v1", secrets, {}).as_python()
    assert f'os.environ["{ADMIN.variable}"]' in program
    compile(program, "reproduction", "exec")


@pytest.mark.parametrize(
    ("text", "shown"), [("pk-nobodys", "x-portkey-api-key: pk-nobodys"), ("", "x-portkey-api-key;")]
)
def test_a_key_that_is_nobodys_is_shown_as_it_is(text: str, shown: str, secrets: Secrets) -> None:
    sent = replace(exchange(), key=Key("unknown", "SOME_KEY", text))
    assert shown in shlex.split(as_curl(sent, "http://h/v1", secrets, {}))
