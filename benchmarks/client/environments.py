"""The interpreters that contenders run in: one with the client as it installs, one with the other peers."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FOLDER = ROOT / "build" / "bench-client"
OUR_SOURCES = ("generated/python", "overlays", "pyproject.toml")
SHOWN = (
    "portkey-integrations",
    "httpx",
    "attrs",
    "portkey-ai",
    "pydantic",
    "aiohttp",
    "openapi-python-client",
)


@dataclass(frozen=True)
class Environments:
    """The interpreter with the client, raw httpx and the stock output, and the one with all other peers."""

    client: str
    peers: str | None

    def versions(self) -> dict[str, str]:
        """What was measured, by the names of the packages that the table is about."""
        found = {"Python": sys.version.split()[0]}
        for python in filter(None, (sys.executable, self.peers, self.client)):
            command = [python, "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"]
            for one in json.loads(_run(command)):
                name = one["name"].lower().replace("_", "-")
                if name in SHOWN:
                    found[name] = one["version"]
        return {name: found[name] for name in ("Python", *SHOWN) if name in found}


def this_one() -> Environments:
    """No environments: this interpreter, for the contenders that it has."""
    return Environments(sys.executable, None)


def made() -> Environments:
    """The environments, made or renewed where what they are made of has changed."""
    client, peers = FOLDER / "client", FOLDER / "peers"
    _environment(client, HERE / "requirements-client.txt")
    _environment(peers, HERE / "requirements-peers.txt")
    _when_changed(client / ".ours", [ROOT / name for name in OUR_SOURCES], lambda: _install_ours(client))
    _when_changed(client / ".stock", [ROOT / "openapi.yaml"], lambda: _install_stock(client))
    return Environments(str(_python(client)), str(_python(peers)))


def _environment(folder: Path, requirements: Path) -> None:
    def make() -> None:
        print(f"making {folder.relative_to(ROOT)} from {requirements.name} …", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        pip = [str(_python(folder)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, "-r", str(requirements)])

    _when_changed(folder / ".requirements", [requirements], make)


def _install_ours(folder: Path) -> None:
    """The wheel, as users have it: from an editable install, imports would take another way."""
    wheels = FOLDER / "wheel"
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(ROOT)])
    (wheel,) = wheels.glob("portkey_integrations-*.whl")
    pip = [str(_python(folder)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "--no-deps", "--force-reinstall", str(wheel)])
    _run([str(_python(folder)), "-m", "pip", "check"])
    wheel.unlink()


def _install_stock(folder: Path) -> None:
    """What openapi-python-client makes with nothing set, beside the packages of the environment."""
    (packages,) = folder.glob("lib/python*/site-packages")
    config = FOLDER / "stock.yaml"
    config.write_text("post_hooks: []\n", encoding="utf-8")
    package = packages / "stock_client"
    generator = Path(sys.executable).with_name("openapi-python-client")
    options = ["--path", str(ROOT / "openapi.yaml"), "--config", str(config), "--meta", "none", "--overwrite"]
    _run([str(generator), "generate", *options, "--output-path", str(package)])
    _run([str(_python(folder)), "-m", "compileall", "-q", str(package)])


def _when_changed(stamp: Path, sources: list[Path], make: Callable[[], None]) -> None:
    digest = hashlib.sha256()
    for source in sources:
        files = sorted(source.rglob("*")) if source.is_dir() else [source]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.read_bytes())
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != digest.hexdigest():
        stamp.unlink(missing_ok=True)
        make()
        stamp.write_text(digest.hexdigest(), encoding="utf-8")


def _python(folder: Path) -> Path:
    return folder / "bin" / "python"


def _run(command: list[str]) -> str:
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own commands
    if result.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{result.stdout}{result.stderr}")
    return result.stdout
