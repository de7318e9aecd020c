"""The part of a Familias project for disaster victims: unidentified persons and families.

Headings stand in brackets, as many as they are deep; below them are lines `name= value`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jusan.kinship.errors import FileFormatError, KinshipError
from jusan.kinship.loci import Marker, canonical_marker
from jusan.kinship.pedigrees import Individual, Pedigree, Sex
from jusan.kinship.profiles import Genotype
from jusan.kinship.ratios import Hypothesis

Numbered = Sequence[tuple[int, str]]
Profiles = dict[str, dict[str, Genotype]]
_SEXES: dict[str, Sex] = {"Male": "M", "Female": "F"}


@dataclass(frozen=True, slots=True)
class DviFamily:
    """A reference family: its typed persons and its pedigrees (usually one of a missing person)."""

    name: str
    genotypes: Mapping[str, Mapping[str, Genotype]]
    pedigrees: tuple[Hypothesis, ...]


@dataclass(slots=True)
class _Node:
    title: str
    line: int
    depth: int
    values: list[tuple[int, str, str]] = field(default_factory=list)
    below: list["_Node"] = field(default_factory=list)


def read_dvi(
    lines: Numbered, name: str, markers: Sequence[Marker]
) -> tuple[Profiles, tuple[DviFamily, ...]]:
    """Genotypes of the unidentified, and the families. Raises FileFormatError."""
    reader = _Dvi(name, {marker.name: marker for marker in markers})
    top = reader.tree(lines)
    unidentified: Profiles = {}
    families: list[DviFamily] = []
    for node in top.below:
        if node.title.lower() == "unidentified persons":
            unidentified, _ = reader.persons(node)
        elif node.title.lower() == "reference families":
            families += [reader.family(below) for below in node.below]
            reader.counted(node, "nFamilies", len(families))
    return unidentified, tuple(families)


class _Dvi:
    """Reads the nodes of one file; every fault names the file and the line."""

    def __init__(self, name: str, markers: Mapping[str, Marker]) -> None:
        self.name, self.markers = name, markers

    def fault(self, line: int, what: str) -> FileFormatError:
        return FileFormatError(f"{self.name}, line {line}: {what}")

    def tree(self, lines: Numbered) -> _Node:
        """Headings as nodes, up to the next heading of depth one."""
        top = _Node("DVI", lines[0][0], 1)
        stack = [top]
        for number, raw in lines[1:]:
            line = raw.strip()
            heading = re.fullmatch(r"(\[+)([^\[\]]*)\]+", line)
            if heading is None:
                key, sign, value = line.partition("=")
                if sign:
                    stack[-1].values.append((number, key.strip(), value.strip().strip('"')))
                elif line and stack[-1].title != "Notes":
                    raise self.fault(number, f"{line[:40]!r}, expected name= value or a heading")
                continue
            depth = len(heading[1])
            if depth == 1:
                break
            if depth > stack[-1].depth + 1:
                raise self.fault(number, f"heading {line[:40]!r} skips a level")
            while stack[-1].depth >= depth:
                stack.pop()
            node = _Node(heading[2].strip(), number, depth)
            stack[-1].below.append(node)
            stack.append(node)
        return top

    def counted(self, node: _Node, key: str, found: int) -> None:
        stated = [value for _, name, value in node.values if name == key]
        if stated != [str(found)]:
            said = stated[0] if stated else "nothing"
            raise self.fault(node.line, f"{node.title}: {key} says {said}, {found} were found")

    def one(self, node: _Node, key: str) -> str:
        found = [value for _, name, value in node.values if name == key]
        if len(found) != 1 or not found[0]:
            raise self.fault(node.line, f"{node.title}: expected one {key}=")
        return found[0]

    def part(self, node: _Node, title: str) -> _Node:
        found = [below for below in node.below if below.title == title]
        if len(found) != 1:
            raise self.fault(node.line, f"{node.title}: expected one part {title!r}")
        return found[0]

    def persons(self, node: _Node) -> tuple[Profiles, dict[str, Sex]]:
        profiles: Profiles = {}
        sexes: dict[str, Sex] = {}
        for below in node.below:
            person = self.one(below, "Name")
            if person in sexes:
                raise self.fault(below.line, f"person {person!r} is given twice")
            gender = [value for _, name, value in below.values if name == "Gender"]
            sexes[person] = _SEXES.get(gender[0], "U") if gender else "U"
            profiles[person] = self.profile(self.part(below, "DNA data"), person)
        self.counted(node, "nPersons", len(sexes))
        return profiles, sexes

    def profile(self, node: _Node, person: str) -> dict[str, Genotype]:
        rows = [row for row in node.values if row[1] != "nSystems"]
        out: dict[str, Genotype] = {}
        for place in range(0, len(rows), 3):
            group = rows[place : place + 3]
            if [key for _, key, _ in group] != ["SystemName", "Allele1", "Allele2"]:
                raise self.fault(rows[place][0], "expected SystemName, Allele1 and Allele2")
            marker = self.markers.get(canonical_marker(group[0][2]))
            if marker is None:
                raise self.fault(group[0][0], f"{group[0][2]!r} is not in the file's database")
            if marker.name in out:
                raise self.fault(group[0][0], f"{person!r}: marker {marker.name} is given twice")
            for line, key, value in group[1:]:
                if value not in marker.alleles:
                    raise self.fault(line, f"{key} {value!r} is not in the table of {marker.name}")
            out[marker.name] = (group[1][2], group[2][2])
        self.counted(node, "nSystems", len(out))
        return out

    def family(self, node: _Node) -> DviFamily:
        profiles, sexes = self.persons(self.part(node, "Persons"))
        part = self.part(node, "Pedigrees")
        pedigrees = [self.pedigree(below, sexes) for below in part.below]
        self.counted(part, "nPedigrees", len(pedigrees))
        return DviFamily(self.one(node, "Name"), profiles, tuple(pedigrees))

    def pedigree(self, node: _Node, known: Mapping[str, Sex]) -> Hypothesis:
        pairs = list(self._pairs(node))
        self.counted(node, "nRelations", len(pairs))
        people = dict.fromkeys([*known, *(person for pair in pairs for person in pair[1:])])
        sexes = _sexes(dict(known), [(parent, child) for _, parent, child in pairs], list(people))
        fathers: dict[str, str] = {}
        mothers: dict[str, str] = {}
        for line, parent, child in pairs:
            if sexes[parent] == "U":
                raise self.fault(line, f"the sex of parent {parent!r} cannot be told")
            side = fathers if sexes[parent] == "M" else mothers
            if side.setdefault(child, parent) != parent:
                raise self.fault(line, f"{child!r} has two parents of one sex")
        try:
            rows = [Individual(p, fathers.get(p), mothers.get(p), sexes[p]) for p in people]
            return Hypothesis(self.one(node, "Name"), Pedigree.of(rows))
        except KinshipError as error:
            raise self.fault(node.line, f"pedigree: {error}") from error

    def _pairs(self, node: _Node) -> Iterator[tuple[int, str, str]]:
        rows = [row for row in node.values if row[1] in ("Parent", "Child")]
        for place in range(0, len(rows), 2):
            pair = rows[place : place + 2]
            if [key for _, key, _ in pair] != ["Parent", "Child"]:
                raise self.fault(rows[place][0], "expected Parent= followed by Child=")
            yield pair[0][0], pair[0][2], pair[1][2]


def _sexes(
    sexes: dict[str, Sex], pairs: Sequence[tuple[str, str]], people: Sequence[str]
) -> dict[str, Sex]:
    """Sexes with those of unlisted parents told from whom they have children with."""
    out: dict[str, Sex] = {person: sexes.get(person, "U") for person in people}
    for _ in people:
        for parent, child in pairs:
            others = {p for p, c in pairs if c == child and p != parent}
            known = {out[other] for other in others} - {"U"}
            if out[parent] == "U" and len(known) == 1:
                out[parent] = "F" if known == {"M"} else "M"
    return out
