"""What a proof found: how far a number is from what it must be, and how far it may be."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One number: `off` from the truth by so much, where `allowed` is the most."""

    what: str
    off: float
    allowed: float

    @property
    def holds(self) -> bool:
        """Whether it is near enough; a number that is none never is."""
        return self.off <= self.allowed
