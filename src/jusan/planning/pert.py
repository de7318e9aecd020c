"""Tabulated quantiles of PERT durations, driven by correlated normal draws.

PERT: a beta distribution on [shortest, longest] with shape parameters
a = 1 + 4 (likely - shortest) / range and b = 1 + 4 (longest - likely) / range
(Malcolm et al. 1959, Operations Research 7). A table of its quantiles at the standard normal's
grid points turns z into days with one interpolation; no inverse beta is solved per draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from jusan.planning.requirements import Duration

Floats = NDArray[np.float64]

_Z = np.linspace(-5.0, 5.0, 2001)
_P = np.array([NormalDist().cdf(float(z)) for z in _Z])
_DENSITY_POINTS = 8001


@dataclass(frozen=True, slots=True)
class PertTable:
    """Quantiles of one duration at the grid points of z, in days."""

    days: Floats

    @classmethod
    def of(cls, duration: Duration, scale: float = 1.0) -> PertTable:
        """Table of a duration, all of whose values are multiplied by `scale`."""
        low, high = duration.shortest * scale, duration.longest * scale
        if high <= low:
            return cls(np.full_like(_Z, low))
        span = duration.longest - duration.shortest
        a = 1.0 + 4.0 * (duration.likely - duration.shortest) / span
        b = 1.0 + 4.0 * (duration.longest - duration.likely) / span
        return cls(low + (high - low) * _unit_quantiles(a, b))

    def draw(self, z: Floats) -> Floats:
        """Days for standard normal z of any shape."""
        result: Floats = np.interp(z, _Z, self.days)
        return result

    def left(self, z: Floats, spent: float) -> Floats:
        """Days still to come, given that `spent` days have passed without an end.

        z is moved to the part of the distribution that remains: p -> F(s) + (1 - F(s)) p. A step
        that has outlasted its longest duration is due at once.
        """
        passed = float(np.interp(spent, self.days, _P, left=0.0, right=1.0))
        p = passed + (1.0 - passed) * np.interp(z, _Z, _P)
        remaining: Floats = np.maximum(np.interp(p, _P, self.days) - spent, 0.0)
        return remaining


def _unit_quantiles(a: float, b: float) -> Floats:
    """Quantiles of Beta(a, b) at the grid's probabilities, by integrating its density."""
    x = np.linspace(0.0, 1.0, _DENSITY_POINTS)
    density = x ** (a - 1.0) * (1.0 - x) ** (b - 1.0)
    cumulative = np.concatenate(([0.0], np.cumsum((density[1:] + density[:-1]) / 2.0)))
    result: Floats = np.interp(_P, cumulative / cumulative[-1], x)
    return result


def correlated_normals(rng: np.random.Generator, draws: int, children: int, rho: float) -> Floats:
    """Gaussian copula: z = sqrt(rho) common + sqrt(1 - rho) own, shape (draws, children)."""
    common = rng.standard_normal((draws, 1))
    own = rng.standard_normal((draws, children))
    result: Floats = np.sqrt(rho) * common + np.sqrt(1.0 - rho) * own
    return result
