"""A folder read with the project's own importers and sciences, without a database.

Who somebody is comes from the officers' answers in the folder; who should be whom comes from
``expected.toml``. What is weighed, flagged and planned is what the product makes of the files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from jusan.clearance.facts import BATCH
from jusan.core.claims.drafts import MentionDraft
from jusan.identification import labpolicy
from jusan.identification.lineages import Relative
from jusan.identification.reading.laboratory import frequency_table
from jusan.identification.weighing import Question, weigh
from jusan.kinship.formats import genemapper
from jusan.kinship.loci import Marker
from jusan.kinship.profiles import Genotype
from jusan.matching.biography import Biography
from jusan.planning.events import Event
from jusan.planning.guards import Facts
from jusan.planning.packfile import shipped_plan
from jusan.planning.readiness import Readiness, evaluate_all
from jusan.tracing.importers.lists import parse_list
from tests.cases.folders import Folder

PLAN = shipped_plan("iq_prison")
SEX_MARKERS = ("AMEL", "DYS391")


class Reading:
    """What the files say, by the truth's keys where somebody is meant."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self._parsed: dict[str, dict[str, MentionDraft]] = {}

    # -- lists -----------------------------------------------------------------------------------

    def mentions(self, kind: str) -> dict[str, MentionDraft]:
        """Reference -> the mention that the importer makes of it; the main one without a role."""
        if kind in self._parsed:
            return self._parsed[kind]
        found = self._parsed[kind] = {}
        for name in self.folder.files(kind):
            content = (self.folder.path / "reports" / name).read_bytes()
            for line in parse_list(kind, name, content):
                for place, mention in enumerate(line.mentions):
                    ref = f"{name}#{line.number}"
                    found[ref if place == 0 else f"{ref}:{mention.role}"] = mention
        return found

    @cached_property
    def listed(self) -> dict[str, MentionDraft]:
        """Lines of the host's lists of children."""
        return self.mentions("host_list")

    def host_line(self, key: str) -> MentionDraft:
        """The line by which a child is called."""
        return self.listed[self.folder.lines[key][0]]

    def biography(self, ref: str) -> Biography:
        """A host line as the matching compares it."""
        mention = self.listed[ref]
        birth = value(mention, "birth")
        interval = None
        if birth:
            interval = (date.fromisoformat(birth["earliest"]), date.fromisoformat(birth["latest"]))
        return Biography(
            id=ref, names=texts(mention, "name"), sex=value(mention, "sex"), birth=interval,
            mother=texts(mention, "mother_name"), father=texts(mention, "father_name"),
            register_no=value(mention, "register_no"),
        )  # fmt: skip

    @cached_property
    def stated_mother(self) -> dict[str, str]:
        """Child -> the woman under whose register number it stands."""
        women = {value(m, "register_no"): ref for ref, m in self.mentions("host_mothers").items()}
        keys = {line: key for key, lines in self.folder.lines.items() for line in lines}
        return {
            key: keys[women[number]]
            for key in self.folder.children()
            if (number := value(self.host_line(key), "register_no")) in women
        }

    def said(self, kind: str, key: str, name: str) -> Any:
        """One property of somebody in the lines of a kind."""
        for ref, mention in self.mentions(kind).items():
            if ref in self.folder.lines[key] and value(mention, name) is not None:
                return value(mention, name)
        return None

    def persons(self) -> int:
        """How many human beings the officers made of the host's lines."""
        head = {ref: ref for ref in self.listed}

        def top(ref: str) -> str:
            return ref if head[ref] == ref else top(head[ref])

        for args in self.decisions("judge_same"):
            if args["a"] in head and args["b"] in head:
                head[top(args["b"])] = top(args["a"])
        return len({top(ref) for ref in head})

    def decisions(self, action: str) -> list[dict[str, Any]]:
        """Arguments of the decisions of a kind, with their day and actor."""
        return [args for args in self._decided if args["_action"] == action]

    @cached_property
    def _decided(self) -> list[dict[str, Any]]:
        return [
            json.loads(row["args"])
            | {"_on": row["at"][:10], "_by": row["actor"], "_action": row["action"]}
            for row in self.folder.rows("decisions/decisions.csv")
        ]

    # -- the laboratory --------------------------------------------------------------------------

    @cached_property
    def policy(self) -> labpolicy.Policy:
        """The laboratory's policy."""
        return labpolicy.parse((self.folder.path / "laboratory/policy.toml").read_text("utf-8"))

    @cached_property
    def markers(self) -> list[Marker]:
        """The table of frequencies with the policy's mutation model."""
        text = (self.folder.path / "laboratory/frequencies.csv").read_text("utf-8")
        return frequency_table("frequencies", text).markers(self.policy.mutation)

    @cached_property
    def typed(self) -> dict[str, Mapping[str, Genotype]]:
        """Tube -> genotypes, of every table."""
        known = [*(marker.name for marker in self.markers), *SEX_MARKERS]
        found: dict[str, Mapping[str, Genotype]] = {}
        for batch in self.folder.rows("laboratory/batches.csv"):
            lines = (self.folder.path / "laboratory" / batch["file"]).read_text("utf-8")
            table = genemapper.parse(lines.splitlines(), batch["file"], known_markers=known)
            assert not table.flags
            found |= table.samples
        return found

    @cached_property
    def tubes(self) -> dict[str, list[str]]:
        """Somebody's key -> the tubes under that label, oldest first."""
        keys = {line: key for key, lines in self.folder.lines.items() for line in lines}
        found: dict[str, list[str]] = {}
        for row in sorted(self.folder.rows("laboratory/samples.csv"), key=lambda r: r["taken_at"]):
            found.setdefault(keys[row["donor"]], []).append(row["tube"])
        return found

    def weighed(self, child: str, relatives: Mapping[str, str]) -> dict[str, Any]:
        """A claim from the newest tubes: key of each relative -> what it is to the child."""
        sex = value(self.host_line(child), "sex")
        asked = Question(child, sex, tuple(Relative(k, said) for k, said in relatives.items()))
        genotypes = {key: self.typed[self.tubes[key][-1]] for key in (child, *relatives)}
        return weigh(asked, genotypes, self.markers, self.policy)

    @cached_property
    def kin(self) -> dict[str, dict[str, str]]:
        """Child -> the claimants who are recorded as its kin, and as what they say they are."""
        found: dict[str, dict[str, str]] = {}
        for args in self.decisions("record_kin"):
            if args["relative"].endswith(":claimant"):
                claims = found.setdefault(self._key(args["child"]), {})
                claims.setdefault(self._key(args["relative"]), args["relation"])
        return found

    # -- the clearance ---------------------------------------------------------------------------

    def readiness(self, on: date, keys: Iterable[str] = ()) -> dict[str, Readiness]:
        """States of every requirement on a day: the shipped plan over the folder's events."""
        wanted = list(keys) or self.folder.children()
        facts = [self._facts[key] for key in wanted]
        found = evaluate_all(PLAN, facts, self._events, on)
        return {key: found[self._facts[key].child] for key in wanted}

    @cached_property
    def _facts(self) -> dict[str, Facts]:
        social = {self._key(args["child"]) for args in self.decisions("record_kin")
                  if args["nature"] == "social"}  # fmt: skip
        return {key: self._facts_of(key, key in social) for key in self.folder.children()}

    def _facts_of(self, key: str, social: bool) -> Facts:
        birth = value(self.host_line(key), "birth")
        mother = None if social else self.stated_mother.get(key)
        father = self.said("consular_interviews", key, "father_nationality")
        passports = [
            date.fromisoformat(row["valid_until"])
            for row in self.folder.rows("papers/documents.csv")
            if row["kind"] == "passport" and row["subject"] in self.folder.lines[key]
        ]
        extracts = self.mentions("registry_extracts")
        return Facts(
            child=self.folder.lines[key][0], batch=BATCH,
            parents=(self.folder.lines[mother][0],) if mother else (),
            relatives=tuple(self._claimant(relative) for relative in self.kin[key]),
            born_from=date.fromisoformat(birth["earliest"]),
            born_to=date.fromisoformat(birth["latest"]),
            born_abroad=self.said("consular_interviews", key, "born_where") != "home",
            mother_living=mother is not None, mother_in_custody=mother is not None,
            parent_reachable=mother is not None,
            mother_citizenship="citizen" if mother else "unknown",
            father_citizenship="unknown" if father == "unknown" else "citizen",
            passport_expires=max(passports, default=None),
            home_papers=any(ref in self.folder.lines[key] for ref in extracts), kin_known=True,
        )  # fmt: skip

    @cached_property
    def _events(self) -> list[Event]:
        events = []
        for row in self.folder.rows("clearance/events.csv"):
            if row["requirement"] in PLAN.by_id:
                events.append(_event(row, len(events)))
        for args in self.decisions("decide_nationality"):
            events.append(Event(
                requirement="H.nationality", scope_id=args["child"], kind="granted",
                at=date.fromisoformat(args["_on"]), by=args["_by"], ref=args["legal_basis"],
            ))  # fmt: skip
        return events

    def _claimant(self, key: str) -> str:
        return next(line for line in self.folder.lines[key] if line.endswith(":claimant"))

    def _key(self, ref: str) -> str:
        return next(key for key, lines in self.folder.lines.items() if ref in lines)


def _event(row: Mapping[str, str], number: int) -> Event:
    scope = {"state": "state", "mission": BATCH}.get(PLAN[row["requirement"]].scope, row["scope"])
    until = row["valid_until"]
    return Event(
        requirement=row["requirement"], scope_id=scope, kind=row["kind"],
        at=date.fromisoformat(row["at"][:10]),
        valid_until=date.fromisoformat(until) if until else None, by=row["by"],
        reason=row["reason"], ref=row["document"], outcome=row["outcome"], seq=number,
    )  # fmt: skip


def value(mention: MentionDraft, name: str) -> Any:
    """What was understood of a property, the first that was."""
    found = (c.normalised for c in mention.claims if c.property == name and c.normalised)
    text = next(found, None)
    return None if text is None else json.loads(text)


def texts(mention: MentionDraft, name: str) -> tuple[str, ...]:
    """Every form of a name."""
    return tuple(
        json.loads(c.normalised)["text"]
        for c in mention.claims
        if c.property == name and c.normalised
    )
