"""Tubes and genotype tables, with the exchanged labels of A-T2 and A-T3 planted."""

from __future__ import annotations

from .cast import Cast
from .genetics import MARKERS
from .pedigrees import Truth

SAMPLE = ["tube", "donor", "material", "taken_at", "taken_by", "witness", "site", "seal",
          "legal_basis", "batch", "replaces"]  # fmt: skip
PROFILE = ["Sample Name", "Marker", "Allele 1", "Allele 2"]


def swapped(cast: Cast) -> dict[str, str]:
    """Label -> whose material is really in the tube, first batch."""
    out: dict[str, str] = {}
    for trap in ("A-T2", "A-T3"):
        if cast.has(trap):
            one, two = cast.traps[trap]
            out |= {one: two, two: one}
    return out


def profile_rows(tube: str, key: str, sex: str, truth: Truth) -> list[list[str]]:
    """Lines of the genotype table for one tube whose material is ``key``'s."""
    rows = [[tube, m, *sorted(truth.profiles[key][m], key=float)] for m in MARKERS]
    rows.append([tube, "AMEL", "X", "X" if sex == "F" else "Y"])
    y = truth.y.get(key, "")
    rows.append([tube, "DYS391", y, y])
    return rows


def tables(
    cast: Cast, truth: Truth, ref: dict[str, str]
) -> tuple[list[dict[str, str]], dict[str, list[list[str]]]]:
    """samples.csv rows, and profile file -> rows."""
    samples: list[dict[str, str]] = []
    files: dict[str, list[list[str]]] = {}
    sexes = {c.key: c.sex for c in cast.children.values()} | dict.fromkeys(cast.mothers, "F")
    sexes |= {r.key: r.sex for r in cast.relatives.values()}
    exchange = swapped(cast)
    orphan, away = cast.orphan().key, ("P-PRISON", "P-ORPHANAGE")
    first: dict[str, str] = {}

    def add(key: str, batch: str, day: str, home: bool, material: str) -> None:
        tube = f"{'UT' if home else 'NM'}-{len(samples) + 401:04d}"
        samples.append({
            "tube": tube, "donor": ref[key], "material": "buccal",
            "taken_at": f"{day}T09:{len(samples) % 60:02d}:00+0{5 if home else 3}:00",
            "taken_by": "Nurse G. Akanova" if home else "Dr Hadi Salman",
            "witness": "" if home else "Judge Karim Adel",
            "site": "P-LAB" if home else away[key == orphan], "seal": f"SL-{77000 + len(samples)}",
            "legal_basis": "LB-01" if home else "LB-02", "batch": batch,
            "replaces": first.get(key, ""),
        })  # fmt: skip
        first.setdefault(key, tube)
        files.setdefault(batch, []).extend(profile_rows(tube, material, sexes[material], truth))

    for key in [*cast.children, *cast.mothers]:
        add(key, "profiles_host_1.txt", "2031-06-04", False, exchange.get(key, key))
    for key in cast.relatives:
        if key != "R10":
            add(key, "profiles_relatives_1.txt", "2031-06-16", True, key)
    for key in exchange:
        add(key, "profiles_host_2.txt", "2031-07-10", False, key)
    add("R10", "profiles_relatives_2.txt", "2031-08-18", True, "R10")
    return samples, files
