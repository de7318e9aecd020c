"""What can go wrong in kinship arithmetic, as one small tree."""


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


class TooLargeError(KinshipError):
    """The exact sum would not fit into memory; the message says which marker and why."""


class FileFormatError(KinshipError):
    """A file is refused for its structure; the message names file, line, field and expectation."""


class ClusterError(KinshipError):
    """A cluster does not answer, or is lost on the way."""
