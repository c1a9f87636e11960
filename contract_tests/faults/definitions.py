"""The catalogue: each fault, what it breaks, when it acts and what it does, read strictly from its files."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from faults.conditions import LISTS, RESOURCES, When
from faults.verbs import VERBS, Verb

CATALOGUE = Path(__file__).with_name("catalogue")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
WORDS = {"name", "requirement", "also", "rate", "when", "do", "rules", "why"}


class CatalogueError(Exception):
    """A catalogue file cannot be read; says where."""


@dataclass(frozen=True)
class Rule:
    """Do this when that."""

    when: When
    do: tuple[Verb, ...]

    @property
    def decides_before(self) -> bool:
        """Whether it acts before the server has answered."""
        return any(one.before for one in self.do)


@dataclass(frozen=True)
class Fault:
    """One way to be wrong."""

    name: str
    family: str
    """The file that it stands in."""
    requirement: str
    also: frozenset[str]
    """Requirements that the same fault breaks too, so that a judge may name them as well."""
    rate: int
    """It acts one time in so many."""
    rules: tuple[Rule, ...]
    why: str = ""

    def __str__(self) -> str:
        return self.name


def load_catalogue(folder: Path = CATALOGUE) -> Mapping[str, Fault]:
    """Every fault by its name.

    Raises:
        CatalogueError: A file has a word that means nothing, or a name twice.
    """
    faults: dict[str, Fault] = {}
    for file in sorted(folder.glob("*.yaml")):
        entries = yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - both are safe
        if not isinstance(entries, list):
            raise CatalogueError(f"{file.name}: a list of faults is needed")
        for number, entry in enumerate(entries, start=1):
            name = entry.get("name") if isinstance(entry, dict) else None
            fault = _fault(entry, file.stem, f"{file.name}: {name or f'fault {number}'}")
            if fault.name in faults:
                raise CatalogueError(f"{file.name}: {fault.name}: the name is there already")
            faults[fault.name] = fault
    return faults


def _fault(entry: Any, family: str, place: str) -> Fault:
    if not isinstance(entry, dict):
        raise CatalogueError(f"{place}: a mapping is needed")
    _known(entry, WORDS, place)
    for word in ("name", "requirement"):
        if not isinstance(entry.get(word), str):
            raise CatalogueError(f"{place}: {word} is needed, a text")
    if ("rules" in entry) == ("do" in entry):
        raise CatalogueError(f"{place}: either do, with when, or rules is needed")
    rules = entry.get("rules") or [{"when": entry.get("when", {}), "do": entry["do"]}]
    return Fault(
        entry["name"],
        family,
        entry["requirement"],
        frozenset(entry.get("also", ())),
        int(entry.get("rate", 1)),
        tuple(_rule(rule, f"{place}: rule {number}") for number, rule in enumerate(rules, start=1)),
        str(entry.get("why", "")),
    )


def _rule(rule: Any, place: str) -> Rule:
    _known(rule, {"when", "do"}, place)
    when = _when(rule.get("when", {}), f"{place}: when")
    do = rule.get("do")
    if not isinstance(do, list) or not do:
        raise CatalogueError(f"{place}: do is needed, a list of verbs")
    read = Rule(when, tuple(_verb(one, f"{place}: do") for one in do))
    if read.decides_before and when.needs_answer:
        raise CatalogueError(f"{place}: what acts before the answer cannot wait for its status or content")
    return read


def _when(described: Any, place: str) -> When:
    if not isinstance(described, dict):
        raise CatalogueError(f"{place}: a mapping is needed")
    _known(described, set(inspect.signature(When).parameters), place)
    values: dict[str, Any] = {
        name: tuple(str(one) for one in (value if isinstance(value, list) else [value]))
        if name in LISTS
        else value
        for name, value in described.items()
    }
    _known(dict.fromkeys(values.get("resource", ())), set(RESOURCES), f"{place}: resource")
    return When(**values)


def _verb(described: Any, place: str) -> Verb:
    if isinstance(described, str):
        described = {described: {}}
    if not isinstance(described, dict) or len(described) != 1:
        raise CatalogueError(f"{place}: one verb with its arguments is needed, not {described!r}")
    ((name, arguments),) = described.items()
    _known({name: None}, set(VERBS), place)
    kind = VERBS[name]
    try:
        if isinstance(arguments, dict) and not kind.whole:
            return kind(**arguments)
        return kind(arguments)  # type: ignore[call-arg]
    except (TypeError, ValueError) as error:
        raise CatalogueError(f"{place}: {name}: {error}") from None


def _known(given: Mapping[str, Any], words: set[str], place: str) -> None:
    for word in given:
        if word not in words:
            raise CatalogueError(
                f"{place}: {word!r} means nothing here; there are {', '.join(sorted(words))}"
            )
