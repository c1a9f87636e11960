"""Generates `generated/python/portkey_integrations_api` from `openapi.yaml`, or checks that it is current.

    python codegen/generate.py           write it
    python codegen/generate.py --check   compare only; exit code 1 where something differs

It works offline. The same contract and the locked tools give the same bytes on every machine.
"""

from __future__ import annotations

import argparse
import contextlib
import filecmp
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml
from configurations import Configurations
from expressions import Expressions
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PACKAGE = ROOT / "generated" / "python" / "portkey_integrations_api"
WIDTH = "110"


class GenerationError(Exception):
    """The generator could not read all of the contract."""


def generate(contract_file: Path, package: Path) -> None:
    """Writes the package; raises GenerationError for an error or a warning of the generator."""
    contract = yaml.safe_load(contract_file.read_text(encoding="utf-8"))
    config = Config.from_sources(
        ConfigFile.load_from_path(HERE / "config.yaml"),
        meta_type=MetaType.NONE,
        document_source=contract_file,
        file_encoding="utf-8",
        overwrite=True,
        output_path=package,
    )
    data = GeneratorData.from_dict(contract, config=config)
    if isinstance(data, GeneratorError):
        raise GenerationError(_said([data]))
    # Said before the templates meet what the parser left out.
    unread = [
        *data.errors,
        *(one for tag in data.endpoint_collections_by_tag.values() for one in tag.parse_errors),
    ]
    if unread:
        raise GenerationError(_said(unread))
    project = Project(openapi=data, config=config)
    stock = PackageLoader("openapi_python_client")
    project.env.loader = ChoiceLoader(
        [FileSystemLoader(HERE / "templates"), stock, PrefixLoader({"stock": stock})]
    )
    expressions = Expressions(contract)
    project.env.globals.update(contract=contract, digest=_digest(contract))
    project.env.filters.update(
        alias_of=expressions.alias_of,
        annotation=expressions.annotation,
        argument=expressions.argument,
        codec=expressions.codec,
        component=str,
        described=expressions.described,
        given_as_is=expressions.given_as_is,
        holds_secrets=expressions.holds_secrets,
        in_contract_order=expressions.in_contract_order,
        is_body=expressions.is_body,
        is_secret=expressions.is_secret,
        limits=expressions.limits,
        taken_as_is=expressions.taken_as_is,
        reflowed=lambda text: re.sub(r"(?<!\n)\n(?!\n)", " ", text),
    )
    with contextlib.redirect_stdout(io.StringIO()):
        problems = project.build()
    if problems:
        raise GenerationError(_said(problems))
    (package / "py.typed").touch()
    _configurations(project, Configurations(contract, list(data.models), expressions), package)
    _format(package)


def differences(made: Path, committed: Path) -> Iterator[str]:
    """Each file of two trees that is not the same in both."""
    names = {file.relative_to(tree) for tree in (made, committed) for file in _files(tree)}
    for name in sorted(names):
        if not (committed / name).exists():
            yield f"{name} is missing"
        elif not (made / name).exists():
            yield f"{name} is not generated"
        elif not filecmp.cmp(made / name, committed / name, shallow=False):
            yield f"{name} differs"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare only")
    parser.add_argument("--contract", type=Path, default=ROOT / "openapi.yaml")
    parser.add_argument("--package", type=Path, default=PACKAGE, help="where the generated package is")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / PACKAGE.name
        try:
            generate(options.contract, made)
        except GenerationError as failure:
            print(
                f"openapi-python-client cannot read all of {options.contract.name}:\n{failure}",
                file=sys.stderr,
            )
            return 1
        found = list(differences(made, options.package))
        if not options.check:
            for file in _files(options.package):
                file.unlink()
            shutil.copytree(made, options.package, dirs_exist_ok=True)
            print(f"{len(found)} files changed in {options.package.name}")
            return 0
    for line in found:
        print(f"{options.package.name}/{line}")
    if found:
        print(
            f"The generated client is not what {options.contract.name} yields. To mend it, run: make generate"
        )
    return 1 if found else 0


def _configurations(project: Project, configurations: Configurations, package: Path) -> None:
    """The modules that the generator has no notion of."""
    providers = configurations.providers()
    known = [provider.model for provider in providers]
    given: dict[str, object] = {
        "providers": providers,
        "modes": configurations.modes(),
        "models": [str(model.class_info.name) for model in project.openapi.models if model not in known],
        "virtual_key_names": configurations.virtual_key_names(),
        "conditions": {"createIntegration": configurations.conditions()},
    }
    given["endpoints"] = [
        (tag, endpoint)
        for tag, found in project.openapi.endpoint_collections_by_tag.items()
        for endpoint in found.endpoints
    ]
    for name in ("configurations.py", "conditions.py", "operations.py"):
        text = project.env.get_template(f"{name}.jinja").render(**given)
        (package / name).write_text(text, encoding="utf-8")


def _digest(contract: object) -> str:
    """SHA-256 of what the contract says, whatever its layout: no sentence of it changes unseen."""
    return hashlib.sha256(json.dumps(contract, sort_keys=True, default=str).encode()).hexdigest()


def _files(tree: Path) -> Iterator[Path]:
    return (file for file in tree.rglob("*") if file.is_file() and "__pycache__" not in file.parts)


def _format(package: Path) -> None:
    """Removes what the templates import in vain, and formats; by ruff, whatever settings are around."""
    ruff = [sys.executable, "-m", "ruff"]
    common = ["--isolated", "--no-cache", "--quiet", "--line-length", WIDTH, "--target-version", "py311"]
    rules = ["--select", "F401,I,UP,PIE790,TC005", "--ignore", "UP046,UP047", "--fix"]
    subprocess.run([*ruff, "check", *rules, *common, str(package)], check=True)  # noqa: S603
    subprocess.run([*ruff, "format", *common, str(package)], check=True)  # noqa: S603


def _said(problems: object) -> str:
    lines = []
    for problem in problems:  # type: ignore[attr-defined]
        lines.append(" ".join(str(part) for part in (problem.header, problem.detail) if part))
        if (data := getattr(problem, "data", None)) is not None:
            lines.append(f"  {data}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
