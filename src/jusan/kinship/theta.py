"""Population substructure: founder alleles are draws from a Polya urn, not independent.

After n draws of which m were allele a, the next is a with chance
(m theta + (1 - theta) p_a) / (1 + (n - 1) theta): Balding and Nichols (1994), Forensic Sci Int
64:125-140. The draws couple every founder of a hypothesis, related or not.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from jusan.kinship.errors import TooLargeError
from jusan.kinship.network import MAX_TABLE, Array, Factor, Variable


def urn_factor(
    variables: Sequence[Variable],
    domains: Sequence[NDArray[np.intp]],
    freqs: Array,
    theta: float,
) -> Factor:
    """One joint table over all founder alleles.

    `domains[i]` are the states that variable i may take, `freqs` (k,) their frequencies. Merging
    unseen alleles into one state is exact for an urn. Raises TooLargeError.
    """
    shape = tuple(len(domain) for domain in domains)
    entries = math.prod(shape)
    if entries > MAX_TABLE or len(shape) > 31:
        raise TooLargeError(
            f"theta above 0 couples {len(shape)} founder alleles: {entries:,} entries "
            f"(limit {MAX_TABLE:,}); drop untyped founders or report theta 0"
        )
    table = np.ones(shape)
    for drawn, domain in enumerate(domains):
        seen = np.zeros(shape[: drawn + 1])
        axis_states = domain.reshape((1,) * drawn + (-1,))
        for earlier in range(drawn):
            before = domains[earlier].reshape(
                tuple(-1 if axis == earlier else 1 for axis in range(drawn + 1))
            )
            seen += axis_states == before
        chance = (seen * theta + (1 - theta) * freqs[axis_states]) / (1 + (drawn - 1) * theta)
        table *= chance.reshape(chance.shape + (1,) * (len(shape) - drawn - 1))
    return Factor(tuple(variables), table)
