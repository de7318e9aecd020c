"""Reader of benchmark bundles (version 1): one file with home side, hosts and arrival together.

A bundle is kept for comparing forecasts, not for running an operation: one language, every output
needed `at_use`, and all applicable members of an OR group needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jusan.planning.errors import Fault, FileRefused, PackError
from jusan.planning.requirements import Duration, Edge, Pack, Requirement
from jusan.planning.yamlfile import Lines, Where, read_yaml

SECTIONS = ("home", "arrival")


def is_bundle(path: Path) -> bool:
    """Whether a file declares version 1. Unreadable files are left to the pack loader."""
    try:
        data, _ = read_yaml(path)
    except FileRefused:
        return False
    return isinstance(data, dict) and data.get("version") == 1


def load_bundle(path: Path, profile: str = "") -> tuple[Pack, ...]:
    """Home, one host and arrival of a bundle; without a profile the first host is taken.

    Raises PackError for an unknown profile or a malformed node.
    """
    data, lines = read_yaml(path)
    hosts = {
        section["profile"]: key
        for key, section in data.items()
        if isinstance(section, dict) and "profile" in section
    }
    chosen = profile or next(iter(hosts), "")
    if chosen not in hosts:
        expected = ", ".join(sorted(hosts)) or "a section with a profile"
        message = f"profile '{chosen}' not found, expected {expected}"
        raise PackError([lines.fault((), "", message)])
    host = _section(data[hosts[chosen]].get("nodes", []), (hosts[chosen], "nodes"), lines)
    packs = [_pack(chosen, host, lines, target="X.handover")]
    for name in SECTIONS:
        packs.append(_pack(name, _section(data.get(name, []), (name,), lines), lines))
    return tuple(packs)


def _pack(name: str, nodes: tuple[Requirement, ...], lines: Lines, target: str = "") -> Pack:
    return Pack(
        name=name,
        title={"en": name},
        file=lines.file,
        requirements=nodes,
        profile=name if target else "",
        target=target,
        all_applicable=True,
    )


def _section(raw: Any, where: Where, lines: Lines) -> tuple[Requirement, ...]:
    result = []
    for i, entry in enumerate(raw):
        line = lines.of((*where, i))
        try:
            result.append(_requirement(entry, lines.file, line))
        except (KeyError, TypeError, ValueError) as error:
            node = str(entry.get("id", "")) if isinstance(entry, dict) else ""
            message = f"malformed node, expected id, scope and dur ({error!r})"
            raise PackError([Fault(lines.file, line, node, message)]) from error
    return tuple(result)


def _requirement(entry: Mapping[str, Any], file: str, line: int) -> Requirement:
    return Requirement(
        id=entry["id"],
        label={"en": entry["label"]},
        actor={"en": entry.get("actor", "")},
        document={"en": entry.get("doc", "")},
        scope=entry["scope"],
        duration=Duration(*entry["dur"]),
        requires=tuple(Edge(to) for to in entry.get("requires", ())),
        any_of=tuple(tuple(Edge(to) for to in group) for group in entry.get("any_of", ())),
        when=entry.get("when", "always"),
        valid_d=entry.get("valid_d"),
        revocable=entry.get("revocable", False),
        evidence=entry.get("ev", "A"),
        source=str(entry.get("src", "")),
        file=file,
        line=line,
    )
