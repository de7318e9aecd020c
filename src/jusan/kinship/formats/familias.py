"""Familias project files (.fam), versions 3.2.8 to 3.3.1 and later 3.x, read only.

The file has one value a line and no names for them, so that everything depends on counting: each
value is checked as it is taken, and the file is refused at the first that cannot be what its place
asks for. Alleles of genotypes are numbers of rows of the marker's table.

Mutation models by number: 0 equal, 1 proportional, 2 stepwise, 3 stepwise made stationary (PM),
4 extended stepwise. A direct relation, written `N (Direct)` where a parent stands, says that two
persons are one genotype: identical twins. Files with stored probabilities are refused.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from jusan.kinship.errors import FileFormatError, KinshipError, PedigreeError
from jusan.kinship.formats.case_json import Case
from jusan.kinship.formats.familias_dvi import DviFamily, read_dvi
from jusan.kinship.loci import Marker, Mutation, MutationModel, MutationSpec, canonical_marker
from jusan.kinship.pedigrees import Individual, Pedigree, Sex
from jusan.kinship.profiles import Genotype
from jusan.kinship.ratios import Hypothesis

MAX_BYTES = 20_000_000
_MAX_COUNT = 100_000
_MAX_EXTRA = 1_000
_MODELS: tuple[tuple[MutationModel, bool], ...] = (
    ("equal", False),
    ("proportional", False),
    ("stepwise", False),
    ("stepwise", True),
    ("stepwise", False),
)


@dataclass(frozen=True, slots=True)
class FamFile:
    """A project as read. `hypotheses` are its pedigrees, everybody of the file in each.

    `weak`: persons for whom the project considers drop-out. `families` and `unidentified` come
    from the part for disaster victims, if the file has one.
    """

    version: str
    database: str
    theta: float
    markers: tuple[Marker, ...]
    genotypes: Mapping[str, Mapping[str, Genotype]]
    hypotheses: tuple[Hypothesis, ...]
    weak: tuple[str, ...] = ()
    families: tuple[DviFamily, ...] = ()
    unidentified: Mapping[str, Mapping[str, Genotype]] = field(default_factory=dict)

    def case(self, case_id: str = "familias") -> Case:
        """The project's pedigrees as a case; persons nobody typed are left untyped."""
        typed = {person: profile for person, profile in self.genotypes.items() if profile}
        return Case(case_id, "", self.markers, typed, self.hypotheses, self.theta)


def read(path: str | Path) -> FamFile:
    """Read a project. Raises FileFormatError with file, line, field and expectation."""
    path = Path(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileFormatError(f"{path.name}: larger than {MAX_BYTES:,} bytes")
        document = path.read_bytes()
    except OSError as error:
        raise FileFormatError(f"{path.name}: not readable ({error})") from error
    try:
        text = document.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = document.decode("cp1252", errors="replace")  # the program is a Windows one
    return parse(text, path.name)


def parse(text: str, name: str) -> FamFile:
    """The same from text; `name` is the file name for messages."""
    lines = _Lines(text.splitlines(), name)
    lines.text("banner")
    lines.text("banner")
    version = _version(lines)
    people = _people(lines)
    pedigrees = _pedigrees(lines, people)
    theta, database, markers = _database(lines)
    genotypes = {person.id: _profile(person, markers, name) for person in people}
    rest = lines.rest()
    unidentified, families = read_dvi(rest, name, markers) if rest else ({}, ())
    return FamFile(
        version,
        database,
        theta,
        markers,
        genotypes,
        pedigrees,
        tuple(person.id for person in people if person.weak),
        families,
        unidentified,
    )


class _Lines:
    """The values, one a line, taken in order."""

    def __init__(self, lines: Sequence[str], name: str) -> None:
        self.lines, self.name, self.place = lines, name, 0

    def fault(self, field_name: str, what: str) -> FileFormatError:
        return FileFormatError(f"{self.name}, line {self.place}, field {field_name}: {what}")

    def text(self, field_name: str) -> str:
        self.place += 1
        if self.place > len(self.lines):
            raise self.fault(field_name, "the file ends here")
        return self.lines[self.place - 1].strip().strip('"')

    def peek(self) -> str:
        return self.lines[self.place].strip().strip('"') if self.place < len(self.lines) else ""

    def whole(self, field_name: str, low: int = 0, high: int = _MAX_COUNT) -> int:
        raw = self.text(field_name)
        if not re.fullmatch(r"-?\d{1,9}", raw) or not low <= int(raw) <= high:
            raise self.fault(field_name, f"{raw[:40]!r}, expected a whole number {low} to {high}")
        return int(raw)

    def number(self, field_name: str, low: float = 0.0, high: float = 1.0) -> float:
        raw = self.text(field_name)
        try:
            value = float(raw)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise self.fault(field_name, f"{raw[:40]!r}, expected a number {low:g} to {high:g}")
        return value

    def flag(self, field_name: str) -> bool:
        raw = self.text(field_name)
        if not raw.startswith(("#TRUE#", "#FALSE#")):
            raise self.fault(field_name, f"{raw[:40]!r}, expected #TRUE# or #FALSE#")
        return raw.startswith("#TRUE#")

    def rest(self) -> list[tuple[int, str]]:
        """What follows the database, from [DVI] on, with line numbers."""
        numbered = list(enumerate(self.lines, start=1))[self.place :]
        for place, (_, line) in enumerate(numbered):
            if line.strip() == "[DVI]":
                return numbered[place:]
        return []


def _version(lines: _Lines) -> str:
    raw = lines.text("version")
    match = re.match(r"(\d+)\.(\d+)(?:\.(\d+))?", raw)
    parts = tuple(int(part or 0) for part in match.groups()) if match else ()
    if not parts or not (3, 2, 8) <= parts < (4,):
        raise lines.fault("version", f"{raw[:40]!r}, expected Familias 3.2.8 or a later 3.x")
    return raw


@dataclass(slots=True)
class _Person:
    id: str
    sex: Sex
    weak: bool = False
    rows: list[tuple[int, int, int, int]] = field(default_factory=list)


def _people(lines: _Lines) -> list[_Person]:
    if not re.fullmatch(r"\d+", lines.peek()):
        lines.text("comment")
    people: list[_Person] = []
    for _ in range(lines.whole("number of persons")):
        name = lines.text("name of a person")
        if not name or name in {person.id for person in people}:
            raise lines.fault("name of a person", f"{name!r}, expected a name not given before")
        lines.flag("child")
        weak = "(Consider dropouts)" in lines.text("year of birth")
        lines.flag("has children")
        person = _Person(name, "M" if lines.flag("male") else "F", weak)
        for _ in range(lines.whole("number of genotypes")):
            first = lines.whole("first allele")
            second = lines.whole("second allele")
            person.rows.append((lines.place, first, second, lines.whole("marker")))
        people.append(person)
    return people


def _pedigrees(lines: _Lines, people: Sequence[_Person]) -> tuple[Hypothesis, ...]:
    heading = lines.text("heading")
    if heading != "Known relations":
        raise lines.fault("heading", f"{heading[:40]!r}, expected Known relations")
    members = [Individual(person.id, sex=person.sex) for person in people]
    members += _extras(lines, "extra")
    twins: list[set[str]] = []
    _relations(lines, members, twins)
    out: list[Hypothesis] = []
    for _ in range(lines.whole("number of pedigrees", high=1_000)):
        lines.whole("number of the pedigree")
        name = lines.text("name of the pedigree")
        own = [*members, *_extras(lines, "extra of this pedigree")]
        own_twins = [set(group) for group in twins]
        _relations(lines, own, own_twins)
        place = lines.place
        if not name or name in {hypothesis.name for hypothesis in out}:
            raise lines.fault("name of the pedigree", f"{name!r}, expected a name of its own")
        try:
            _share_parents(own, own_twins)
            groups = [[p.id for p in own if p.id in group] for group in own_twins]
            out.append(Hypothesis(name, Pedigree.of(own, groups)))
        except KinshipError as error:
            raise FileFormatError(f"{lines.name}, line {place}: pedigree {name!r}: {error}") from (
                error
            )
    return tuple(out)


def _extras(lines: _Lines, what: str) -> list[Individual]:
    women = lines.whole("extra females", high=_MAX_EXTRA)
    men = lines.whole("extra males", high=_MAX_EXTRA)
    first = [Individual(f"({what} {n})", sex="F") for n in range(1, women + 1)]
    return first + [Individual(f"({what} {women + n})", sex="M") for n in range(1, men + 1)]


def _relations(lines: _Lines, members: list[Individual], twins: list[set[str]]) -> None:
    """Take the pairs parent, child and write them into `members`, or `twins` if direct."""
    for _ in range(lines.whole("number of relations")):
        if "Direct" in lines.peek():
            _direct(lines, members, twins)
            continue
        parent = members[lines.whole("parent", high=len(members) - 1)]
        place = lines.whole("child", high=len(members) - 1)
        child = members[place]
        earlier = child.father if parent.sex == "M" else child.mother
        if earlier not in (None, parent.id):
            role = "fathers" if parent.sex == "M" else "mothers"
            raise lines.fault("child", f"{child.id!r} has two {role}: {earlier!r}, {parent.id!r}")
        father = parent.id if parent.sex == "M" else child.father
        mother = child.mother if parent.sex == "M" else parent.id
        members[place] = Individual(child.id, father, mother, child.sex)


def _direct(lines: _Lines, members: Sequence[Individual], twins: list[set[str]]) -> None:
    raw = lines.text("identical twin")
    match = re.fullmatch(r"(\d{1,6})\s*\(Direct\)", raw)
    if not match or int(match[1]) >= len(members):
        raise lines.fault(
            "identical twin", f"{raw[:40]!r}, expected 0 to {len(members) - 1} and (Direct)"
        )
    other = members[lines.whole("identical twin", high=len(members) - 1)].id
    group = {members[int(match[1])].id, other}
    if len(group) < 2:
        raise lines.fault("identical twin", f"{other!r} is called their own twin")
    # a twin's twin is of the same group
    for near in [near for near in twins if near & group]:
        twins.remove(near)
        group |= near
    twins.append(group)


def _share_parents(members: list[Individual], twins: Sequence[set[str]]) -> None:
    """The file names the parents of one twin: they are those of the others too.

    Raises PedigreeError if two twins have different ones.
    """
    for group in twins:
        parents: dict[str, str] = {}
        for person in members:
            for role in ("father", "mother") if person.id in group else ():
                parent = getattr(person, role)
                if parent is not None and parents.setdefault(role, parent) != parent:
                    raise PedigreeError(
                        f"identical twins {', '.join(sorted(map(repr, group)))} have two "
                        f"{role}s: {parents[role]!r}, {parent!r}"
                    )
        for place, person in enumerate(members):
            if person.id in group:
                members[place] = replace(
                    person, father=parents.get("father"), mother=parents.get("mother")
                )


def _database(lines: _Lines) -> tuple[float, str, tuple[Marker, ...]]:
    heading = lines.text("stored probabilities")
    if heading.startswith("#TRUE#"):
        raise lines.fault("stored probabilities", "are not supported, expected #FALSE#")
    if not heading.startswith("#FALSE#"):
        raise lines.fault("stored probabilities", f"{heading[:40]!r}, expected #FALSE#")
    match = re.search(r"Theta/Kinship/Fst:\s*([0-9.eE+-]+)", heading)
    theta = 0.0
    if match:
        try:
            theta = float(match[1])
        except ValueError:
            theta = -1.0
        if not 0 <= theta < 1:
            raise lines.fault("Theta/Kinship/Fst", f"{match[1]!r}, expected 0 to below 1")
    size = lines.whole("number of markers", high=10_000)
    name = lines.text("name of the database") if lines.flag("has a name") else ""
    markers: list[Marker] = []
    for _ in range(size):
        marker = _marker(lines)
        if marker.name in {other.name for other in markers}:
            raise lines.fault("marker", f"{marker.name} is given twice")
        markers.append(marker)
    return theta, name, tuple(markers)


def _marker(lines: _Lines) -> Marker:
    name = canonical_marker(lines.text("name of the marker"))
    if not name:
        raise lines.fault("name of the marker", "is empty")
    rates = [lines.number(f"mutation rate of {sex}") for sex in ("females", "males")]
    models = [lines.whole(f"mutation model of {sex}", high=4) for sex in ("females", "males")]
    lines.whole("number of alleles with the silent one")
    ranges = [lines.number(f"mutation range of {sex}", high=10) for sex in ("females", "males")]
    second = [lines.number(f"second mutation rate of {sex}") for sex in ("females", "males")]
    has_silent = lines.flag("silent allele")
    silent = lines.number("frequency of the silent allele")
    count = _count_of_alleles(lines)
    alleles, freqs = [], []
    for _ in range(count):
        alleles.append(lines.text("allele"))
        freqs.append(lines.number(f"frequency of allele {alleles[-1]}"))
    female, male = (_spec(*values) for values in zip(models, rates, second, ranges, strict=True))
    try:
        return Marker(
            name,
            tuple(alleles),
            tuple(freqs),
            silent if has_silent else 0.0,
            None if not any(rates) and not any(second) else Mutation(male, female),
        )
    except KinshipError as error:
        raise FileFormatError(f"{lines.name}, line {lines.place}: {error}") from error


def _count_of_alleles(lines: _Lines) -> int:
    raw = lines.text("number of alleles")
    match = re.match(r"(\d{1,6})(?:\s|$)", raw)
    if not match or not 1 <= int(match[1]) <= 1_000:
        raise lines.fault("number of alleles", f"{raw[:40]!r}, expected a whole number 1 to 1000")
    return int(match[1])


def _spec(model: int, rate: float, rate2: float, span: float) -> MutationSpec:
    name, stationary = _MODELS[model]
    if name != "stepwise":
        return MutationSpec(name, rate)
    return MutationSpec(name, rate, rate2, span, "PM" if stationary and rate > 0 else None)


def _profile(person: _Person, markers: Sequence[Marker], name: str) -> dict[str, Genotype]:
    profile: dict[str, Genotype] = {}
    for line, first, second, position in person.rows:
        where = f"{name}, line {line}: {person.id!r}"
        if position >= len(markers):
            raise FileFormatError(f"{where}: marker {position}, expected 0 to {len(markers) - 1}")
        marker = markers[position]
        if marker.name in profile:
            raise FileFormatError(f"{where}: marker {marker.name} is given twice")
        for allele in (first, second):
            if allele >= len(marker.alleles):
                raise FileFormatError(
                    f"{where}, marker {marker.name}: allele {allele}, "
                    f"expected 0 to {len(marker.alleles) - 1}"
                )
        profile[marker.name] = (marker.alleles[first], marker.alleles[second])
    return profile
