"""What can go wrong in kinship arithmetic, as one small tree."""

from collections.abc import Iterable


class KinshipError(Exception):
    """Base of every error raised by `jusan.kinship`."""


class MarkerError(KinshipError):
    """A marker, its allele table or its mutation model is not usable."""


class PedigreeError(KinshipError):
    """A pedigree contradicts itself (missing parent, wrong sex, own ancestor)."""


class GenotypeError(KinshipError):
    """A genotype names an allele or a marker that the tables do not know."""


class HypothesisError(KinshipError):
    """Hypotheses cannot be compared with each other."""


class ImpossibleFamilyError(HypothesisError):
    """The results of a family cannot occur in its own pedigree."""


class TooLargeError(KinshipError):
    """The exact sum would not fit into memory; the message says which marker and why."""


class FileFormatError(KinshipError):
    """A file is refused for its structure; the message names file, line, field and expectation."""


class ClusterError(KinshipError):
    """A cluster does not answer, or is lost on the way."""


def impossible_family(marker: str, persons: Iterable[str]) -> ImpossibleFamilyError:
    """The error for a family whose own results cannot occur in its pedigree."""
    said = ", ".join(map(repr, persons))
    return ImpossibleFamilyError(
        f"marker {marker}: the results of {said} are impossible in this family, "
        "check the pedigree first"
    )
