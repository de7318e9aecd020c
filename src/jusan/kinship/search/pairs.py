"""Blind search of pairs: every query against every person, several relationships at once."""

from collections.abc import Callable, Sequence

from jusan.kinship.catalogue import pair_hypotheses, pair_pedigree
from jusan.kinship.pedigrees import Sex
from jusan.kinship.search.codes import Codebook
from jusan.kinship.search.hits import Hit, best_hits, rescore
from jusan.kinship.search.policy import SearchPolicy
from jusan.kinship.search.recipes import Engine, PairRecipe, Query
from jusan.kinship.search.scan import Best, Candidate

#: Tables made at once, 48 KB each at 24 markers: more queries take another pass over the database.
_LANES_A_PASS = 2048


def search_pairs(
    engine: Engine,
    codebook: Codebook,
    queries: Sequence[Query],
    relationships: Sequence[str],
    policy: SearchPolicy,
    *,
    ln_min: float,
    top: int,
    query_is_elder: bool = True,
    told: Callable[[Query], None] | None = None,
) -> list[Hit]:
    """Hits of each query, in the order of the queries, best first, at most `top` each.

    The query is the elder in relationships with a direction ("the query is the person's mother"),
    or the younger with `query_is_elder=False`. A person with the query's own id is passed over.
    Hits have ln LR >= `ln_min` under the policy. The codebook's markers carry the policy's
    mutation. Raises HypothesisError, GenotypeError.
    """
    out: list[Hit] = []
    step = max(1, _LANES_A_PASS // len(relationships))
    for start in range(0, len(queries), step):
        recipe = PairRecipe(
            codebook,
            queries[start : start + step],
            relationships,
            ln_min - policy.ln_slack,
            max(policy.rescored, top) + 1,  # one place more: the query itself may be there
            query_is_elder,
        )
        lanes = engine(recipe)
        for number, query in enumerate(recipe.queries):
            mine = lanes[number * len(relationships) :][: len(relationships)]
            out += _hits(recipe, query, mine, policy, ln_min, top)
            if told:
                told(query)
    return out


def _hits(
    recipe: PairRecipe,
    query: Query,
    lanes: Sequence[Best],
    policy: SearchPolicy,
    ln_min: float,
    top: int,
) -> list[Hit]:
    claims = [
        (relationship, candidate)
        for relationship, best in zip(recipe.relationships, lanes, strict=True)
        for candidate in best.result()
        if candidate.person != query.id
    ]
    claims.sort(key=lambda claim: (claim[1].order, claim[0]))
    return best_hits(
        claims,
        lambda claim: _rescored(recipe, query, *claim, policy),
        ln_fast=lambda claim: claim[1].ln_lr,
        ln_min=ln_min,
        ln_slack=policy.ln_slack,
        top=top,
    )


def _rescored(
    recipe: PairRecipe,
    query: Query,
    relationship: str,
    candidate: Candidate,
    policy: SearchPolicy,
) -> Hit | None:
    """The hit under the policy; None where sex or genotypes make the relationship impossible."""
    book = recipe.codebook
    elder, younger = ("query", "person") if recipe.query_is_elder else ("person", "query")
    sexes: dict[str, Sex] = {"query": query.sex, "person": candidate.sex}
    claim = pair_pedigree(relationship, sex_a=sexes[elder], sex_b=sexes[younger])
    if {claim["A"].sex, sexes[elder]} == {"M", "F"}:
        return None
    hypotheses = pair_hypotheses(
        relationship, elder, younger, sex_a=sexes[elder], sex_b=sexes[younger]
    )
    genotypes = {"query": query.profile, "person": book.decode(candidate.row[0])}
    answer = rescore(book.markers, genotypes, hypotheses, theta=policy.theta, links=policy.links)
    if answer.ln_lr is None:
        return None
    own = book.encode([query.profile])
    return Hit(
        query=query.id,
        person=candidate.person,
        relationship=relationship,
        place=candidate.place,
        markers_compared=int((book.typed(own) & book.typed(candidate.row)).sum()),
        ln_lr=answer.ln_lr,
        ln_lr_fast=candidate.ln_lr,
        left_out=answer.left_out,
    )
