"""`make typed-project`: type-check a project outside the repository that uses the built wheel.

The project is typed_example/uses.py, which pyright and mypy must pass in their strict modes, and MISTAKES,
each of which both must find. pyright needs Node; where it cannot run, that is said.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
MISTAKES = """\
from portkey_integrations import AsyncPortkey, Portkey
from portkey_integrations.configurations import AccessKey, AzureOpenAI, Bedrock, Entra

client, waiting = Portkey(api_key="k"), AsyncPortkey(api_key="k")
client.integrations.create(name=3, ai_provider_id="openai")  # mistake
client.integrations.create(ai_provider_id="openai")  # mistake
client.integrations.create(name="a", ai_provider_id="openai", nme="b")  # mistake
client.integrations.retrieve("a")  # mistake
client.integrations.list(page_size="3")  # mistake
client.integrations.list().totl  # mistake
client.integrations.retrieve(slug="a").nme  # mistake
client.integrations.ensure(slug="a", ai_provider_id="openai")  # mistake
client.integrations.workspaces.grant(slug="a", workspace="w", limits=[])  # mistake
client.virtual_keys.create(name="a", provider="openai", api_version="v")  # mistake
Entra(tenant_id="t", client_id="c")  # mistake
Bedrock(auth=Entra(tenant_id="t", client_id="c", client_secret="s"), region="r")  # mistake
key = AccessKey(access_key_id="i", secret_access_key="s")
AzureOpenAI(auth=key, resource_name="r", deployment_config=[])  # mistake


async def awaited() -> None:
    (await waiting.integrations.retrieve(slug="a")).nme  # mistake
    await waiting.integrations.models.enable(slug="a", models=3)  # mistake
    for _ in waiting.integrations.list():  # mistake
        pass
"""
EXPECTED = {number for number, line in enumerate(MISTAKES.splitlines(), 1) if line.endswith("# mistake")}


def installed(folder: Path) -> Path:
    """A Python that has the wheel, what it depends on, and nothing else."""
    python = folder / "venv" / "bin" / "python"
    venv.create(folder / "venv", with_pip=True)
    pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    builder = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    run([*builder, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)])
    (wheel,) = folder.glob("*.whl")
    run([*pip, "install", str(wheel)])
    return python


def run(command: list[str]) -> None:
    done = subprocess.run(command, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(f"{' '.join(command[:5])} … ended with {done.returncode}")


def mypy(project: Path, python: Path) -> dict[str, set[int]]:
    """The lines with an error, by file."""
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--python-executable",
        str(python),
        "--no-error-summary",
    ]
    told = subprocess.run([*command, "."], cwd=project, capture_output=True, text=True, check=False)  # noqa: S603
    if told.returncode not in (0, 1):
        sys.exit(told.stdout + told.stderr)
    print(told.stdout if "uses.py" in told.stdout else "", end="")
    return _lines([line.split(":")[:2] for line in told.stdout.splitlines() if ": error:" in line])


def pyright(project: Path, python: Path) -> dict[str, set[int]] | None:
    """The same, by pyright; None where it cannot run."""
    config = {"typeCheckingMode": "strict", "reportUnusedExpression": False}
    (project / "pyrightconfig.json").write_text(json.dumps(config))
    command = [sys.executable, "-m", "pyright", "--pythonpath", str(python), "--outputjson"]
    told = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)  # noqa: S603
    try:
        found = json.loads(told.stdout)["generalDiagnostics"]
    except (ValueError, KeyError):
        return None
    errors = [one for one in found if one["severity"] == "error"]
    for one in errors:
        if one["file"].endswith("uses.py"):
            print(f"{one['file']}:{one['range']['start']['line'] + 1}: {one['message']}")
    return _lines([(Path(one["file"]).name, one["range"]["start"]["line"] + 1) for one in errors])


def _lines(found: list[list[str]] | list[tuple[str, int]]) -> dict[str, set[int]]:
    lines: dict[str, set[int]] = {}
    for file, line in found:
        lines.setdefault(file, set()).add(int(line))
    return lines


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="portkey-integrations-") as name:
        project = Path(name) / "project"
        project.mkdir()
        python = installed(Path(name))
        (project / "uses.py").write_text((ROOT / "contract_tests" / "typed_example" / "uses.py").read_text())
        (project / "mistakes.py").write_text(MISTAKES)
        failed = False
        for checker in (mypy, pyright):
            found = checker(project, python)
            if found is None:
                print("typed-project: pyright SKIPPED: it needs Node, and its package from npm")
                continue
            wrong = found.get("uses.py", set())
            missed = EXPECTED - found.get("mistakes.py", set())
            besides = found.get("mistakes.py", set()) - EXPECTED
            print(f"{checker.__name__} strict: {len(wrong)} errors in what is right, ", end="")
            print(f"{len(EXPECTED) - len(missed)} of {len(EXPECTED)} mistakes found")
            for line in sorted(missed | besides):
                print(f"mistakes.py:{line}: {'not found' if line in missed else 'no mistake'}")
            failed = failed or bool(wrong or missed or besides)
    print(f"typed-project {'FAILED' if failed else 'passed'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
