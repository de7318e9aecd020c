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
    refuse_large(len(draws), tuple(sizes.values()))
    along = [
        states.reshape([-1 if v == variable else 1 for v in variables])
        for variable, states in draws
    ]
    table = urn_chances([(states, freqs[states]) for states in along], theta)
    return Factor(variables, np.broadcast_to(table, tuple(sizes.values())))


def refuse_large(draws: int, sizes: Sequence[int]) -> None:
    """Raises TooLargeError if a table over the values of all draws would not fit."""
    entries = math.prod(sizes)
    if entries > MAX_TABLE or len(sizes) > 31:
        raise TooLargeError(
            f"theta above 0 couples {draws} founder alleles: {entries:,} entries "
            f"(limit {MAX_TABLE:,}); drop untyped founders or report theta 0"
        )


def urn_chances(draws: Sequence[tuple[NDArray[np.intp], Array]], theta: float) -> Array:
    """Chance of all draws; each is the states that it may be and their frequencies, one shape,
    laid along axes of its own so that all of them broadcast."""
    table = np.ones(())
    for count, (states, freqs) in enumerate(draws):
        again = sum(((states == before) * theta for before, _ in draws[:count]), np.zeros(()))
        table = table * ((again + (1 - theta) * freqs) / (1 + (count - 1) * theta))
    return table
