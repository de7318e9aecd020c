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
    draws: Sequence[tuple[Variable, NDArray[np.intp]]], freqs: Array, theta: float
) -> Factor:
    """One joint table over all founder alleles.

    A draw is a variable and the state that it means for each of its values; a typed founder's two
    alleles are two draws of one variable. `freqs` (k,) are the states' frequencies. Merging unseen
    alleles into one state is exact for an urn. Raises TooLargeError.
    """
    variables = tuple(dict.fromkeys(variable for variable, _ in draws))
    sizes = {variable: len(states) for variable, states in draws}
    entries = math.prod(sizes.values())
    if entries > MAX_TABLE or len(variables) > 31:
        raise TooLargeError(
            f"theta above 0 couples {len(draws)} founder alleles: {entries:,} entries "
            f"(limit {MAX_TABLE:,}); drop untyped founders or report theta 0"
        )
    table = np.ones((1,) * len(variables))
    drawn: list[NDArray[np.intp]] = []
    for variable, states in draws:
        along = states.reshape([-1 if v == variable else 1 for v in variables])
        seen = sum(((along == before) * theta for before in drawn), start=np.zeros(()))
        chance = (seen + (1 - theta) * freqs[along]) / (1 + (len(drawn) - 1) * theta)
        table = table * chance
        drawn.append(along)
    return Factor(variables, np.broadcast_to(table, tuple(sizes.values())))
