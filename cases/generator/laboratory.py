"""Tubes and genotype tables, with the exchanged labels of A-T2 and A-T3 planted."""

from __future__ import annotations

from .genetics import FREQUENCIES, MARKERS
from .output import Files
from .pedigrees import Truth
from .story import Story

SAMPLE = ["tube", "donor", "material", "taken_at", "taken_by", "witness", "site", "seal",
          "legal_basis", "batch", "replaces"]  # fmt: skip
PROFILE = ["Sample Name", "Marker", "Allele 1", "Allele 2"]


FREQUENCY = ["marker", "allele", "freq"]
AWAY, HOME = "profiles_host_1.txt", "profiles_relatives_1.txt"
AGAIN, LATE = "profiles_host_2.txt", "profiles_relatives_2.txt"
Row = dict[str, str]


def files(story: Story, truth: Truth) -> Files:
    """Tubes, what was typed from them, and the table of frequencies; the story learns the tubes."""
    bench = _Bench(story, truth)
    cast = story.cast
    exchange = cast.exchanged()
    for key in cast.order("tubes", [*cast.children, *cast.mothers]):
        bench.take(key, AWAY, "06-04", exchange.get(key, key))
    for key in cast.order("tubes at home", cast.relatives):
        if key != cast.late:
            bench.take(key, HOME, "06-16", key)
    for key in exchange:
        bench.take(key, AGAIN, "sampled_again", key)
    bench.take(cast.late, LATE, "late_sample", cast.late)
    rows = [
        {"marker": m, "allele": a, "freq": f"{f:.4f}"}
        for m, alleles in FREQUENCIES.items() for a, f in alleles.items()
    ]  # fmt: skip
    return bench.files() | {"laboratory/frequencies.csv": (FREQUENCY, rows)}


class _Bench:
    """Takes tubes in the order in which they get their numbers."""

    def __init__(self, story: Story, truth: Truth) -> None:
        self.story, self.truth = story, truth
        self.samples: list[Row] = []
        self.profiles: dict[str, list[Row]] = {}

    def take(self, key: str, batch: str, day: str, material: str) -> None:
        """A tube with somebody's label; ``material`` says whose cells are in it."""
        story, home, count = self.story, batch in (HOME, LATE), len(self.samples)
        tube = f"{'UT' if home else 'NM'}-{count + 401:04d}"
        before = story.tubes.setdefault(key, [])
        orphanage = key == story.cast.orphan().key
        self.samples.append({
            "tube": tube, "donor": story.ref(key), "material": "buccal",
            "taken_at": f"{story.day(day)}T09:{count % 60:02d}:00+0{5 if home else 3}:00",
            "taken_by": "Nurse G. Akanova" if home else "Dr Hadi Salman",
            "witness": "" if home else "Judge Karim Adel",
            "site": "P-LAB" if home else "P-ORPHANAGE" if orphanage else "P-PRISON",
            "seal": f"SL-{77000 + count}", "legal_basis": "LB-01" if home else "LB-02",
            "batch": story.cast.file(batch), "replaces": before[0] if before else "",
        })  # fmt: skip
        before.append(tube)
        self.profiles.setdefault(batch, []).extend(self._typed(tube, material))

    def _typed(self, tube: str, key: str) -> list[Row]:
        """Lines of the genotype table for one tube whose material is ``key``'s."""
        own, y = self.truth.profiles[key], self.truth.y.get(key, "")
        alleles = [(m, *sorted(own[m], key=float)) for m in MARKERS]
        alleles += [("AMEL", "X", "Y" if y else "X"), ("DYS391", y, y)]
        return [dict(zip(PROFILE, (tube, *line), strict=True)) for line in alleles]

    def files(self) -> Files:
        """samples.csv and the genotype tables."""
        out: Files = {"laboratory/samples.csv": (SAMPLE, self.samples)}
        for name, rows in self.profiles.items():
            out[f"laboratory/{self.story.cast.file(name)}"] = (PROFILE, rows)
        return out
