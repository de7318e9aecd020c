"""Load requirement packs from YAML, with file, line and node in every fault."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from jusan.planning import benchmark, checks
from jusan.planning.errors import Fault, FileRefused, PackError
from jusan.planning.requirements import Duration, Edge, Pack, Plan, Requirement
from jusan.planning.yamlfile import Lines, Where, read_yaml

PACKS = Path(str(resources.files("jusan.planning"))) / "packs"


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """JSON Schema of a pack, as `pack.schema.json` has it."""
    text = resources.files("jusan.planning").joinpath("pack.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def load_pack(path: Path) -> Pack:
    """One pack of version 2.

    Raises PackError with every structural fault: schema, unknown actor, guard or prerequisite,
    durations out of order, cycles.
    """
    try:
        data, lines = read_yaml(path)
    except FileRefused as error:
        raise PackError(error.faults) from error
    faults = [_schema_fault(error, data, lines) for error in _validate(data)]
    if faults:
        raise PackError(faults)
    pack = _pack(data, lines)
    faults = _unknown_actors(data, lines) + checks.pack_faults(pack)
    if faults:
        raise PackError(faults)
    return pack


def load_plan(path: Path, *, target: str = "", profile: str = "") -> Plan:
    """The pack at `path` and every pack that it `uses` from the same folder, joined.

    A benchmark bundle (version 1) is read too; `profile` picks one of its hosts.
    """
    if benchmark.is_bundle(path):
        return Plan.join(benchmark.load_bundle(path, profile), target)
    packs: dict[str, Pack] = {}
    todo = [path]
    while todo:
        pack = load_pack(todo.pop(0))
        if profile and pack.profile and pack.profile != profile:
            message = f"profile {pack.profile}, expected {profile}"
            raise PackError([Fault(pack.file, 1, "", message)])
        packs[pack.name] = pack
        todo.extend(path.parent / f"{name}.yaml" for name in pack.uses if name not in packs)
    plan = Plan.join(packs.values(), target)
    faults = checks.plan_faults(plan)
    if faults:
        raise PackError(faults)
    return plan


def shipped_plan(name: str, *, target: str = "") -> Plan:
    """A plan from the packs that come with jusan: `iq_prison`, `nes_camp`, `mothers`, `adults`."""
    return load_plan(PACKS / f"{name}.yaml", target=target)


def _validate(data: Any) -> Iterable[ValidationError]:
    return Draft202012Validator(schema()).iter_errors(data)


def _schema_fault(error: ValidationError, data: Any, lines: Lines) -> Fault:
    inner = best_match(error.context or []) or error
    where: Where = tuple(inner.absolute_path)
    field = ".".join(str(part) for part in where[2:] if part) if len(where) > 2 else ""
    return lines.fault(where, _node_at(data, where), f"{field}: {inner.message}".lstrip(": "))


def _node_at(data: Any, where: Where) -> str:
    if len(where) < 2 or where[0] != "requirements":
        return str(where[0]) if where else ""
    entry = data["requirements"][where[1]]
    return str(entry.get("id", "")) if isinstance(entry, dict) else ""


def _unknown_actors(data: Mapping[str, Any], lines: Lines) -> list[Fault]:
    return [
        lines.fault(
            ("requirements", i, "actor"),
            entry["id"],
            f"actor '{entry['actor']}' does not stand under actors",
        )
        for i, entry in enumerate(data["requirements"])
        if entry["actor"] not in data["actors"]
    ]


def _pack(data: Mapping[str, Any], lines: Lines) -> Pack:
    entries = enumerate(data["requirements"])
    return Pack(
        name=data["pack"],
        title=data["title"],
        file=lines.file,
        requirements=tuple(_requirement(i, e, data["actors"], lines) for i, e in entries),
        profile=data.get("profile", ""),
        target=data.get("target", ""),
        uses=tuple(data.get("uses", ())),
        expects=tuple(data.get("expects", ())),
        all_applicable=data.get("alternatives") == "all_applicable",
    )


def _requirement(
    index: int, entry: Mapping[str, Any], actors: Mapping[str, Any], lines: Lines
) -> Requirement:
    return Requirement(
        id=entry["id"],
        label=entry["label"],
        actor=actors.get(entry["actor"], {}),
        document=entry["document"],
        scope=entry["scope"],
        duration=Duration(*entry["duration"]),
        requires=tuple(_edge(edge) for edge in entry.get("requires", ())),
        any_of=tuple(tuple(_edge(e) for e in group) for group in entry.get("any_of", ())),
        when=entry.get("when", "always"),
        valid_d=entry.get("valid_d"),
        revocable=entry.get("revocable", False),
        host_act=entry.get("host_act", False),
        waivable=entry.get("waivable", False),
        decision=entry.get("decision", False),
        outcomes=tuple(entry.get("outcomes", ())),
        p_fail=entry.get("p_fail", 0.0),
        retry_d=entry.get("retry_d"),
        evidence=entry["evidence"],
        source=entry["source"],
        file=lines.file,
        line=lines.of(("requirements", index)),
    )


def _edge(raw: str | Mapping[str, Any]) -> Edge:
    if isinstance(raw, str):
        return Edge(raw)
    return Edge(raw["id"], raw.get("valid", "at_use"), raw.get("outcome") == "any")
