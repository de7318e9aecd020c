"""The seven compartments. A key belongs to one data subject in one compartment."""

from __future__ import annotations

from enum import StrEnum


class Compartment(StrEnum):
    """What kind of knowledge a value is; access and keys are cut along the same lines."""

    IDENTITY = "identity"
    DNA = "dna"
    HEALTH = "health"
    PROTECTION = "protection"
    ALLEGATIONS = "allegations"
    LOCATION = "location"
    MEDIA = "media"


ALL = frozenset(Compartment)
