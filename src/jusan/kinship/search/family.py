"""Family search: one peeling with the missing person left open weighs every candidate at once."""

from collections.abc import Mapping

from jusan.kinship.errors import HypothesisError
from jusan.kinship.formats.case_json import Case
from jusan.kinship.pedigrees import Pedigree
from jusan.kinship.profiles import Profile
from jusan.kinship.search.codes import Codebook
from jusan.kinship.search.hits import Hit, best_hits, family_hypotheses, rescore
from jusan.kinship.search.policy import SearchPolicy
from jusan.kinship.search.recipes import Engine, FamilyRecipe
from jusan.kinship.search.scan import Candidate
from jusan.kinship.twins import refuse_conflicts


def search_family(
    engine: Engine,
    codebook: Codebook,
    case: Case,
    policy: SearchPolicy,
    *,
    ln_min: float,
    top: int,
) -> list[Hit]:
    """Candidates for the missing person of a case, best first, at most `top`.

    The family is the pedigree of the case's first hypothesis; theta, linkage, mutation and
    founder inbreeding are the case's own, the policy says how many candidates are rescored. A
    typed member of the family is no candidate. Hits have ln LR >= `ln_min` for "the missing
    person" over "unrelated".
    Raises HypothesisError for a case without a missing person or with an impossible family,
    GenotypeError for identical twins whose results contradict.
    """
    missing, pedigree = missing_of(case)
    if case.founder_tables:
        raise HypothesisError(
            f"{case.id}: founder_tables: a search weighs all candidates under one frequency table; "
            "weigh single candidates with `jusan kinship lr`"
        )
    family = family_of(case)
    refuse_conflicts(pedigree, case.markers, family)
    recipe = FamilyRecipe(
        codebook,
        pedigree,
        family,
        missing,
        ln_min - policy.ln_slack,
        max(policy.rescored, top) + len(family),  # the family's own profiles may be there
        case.founder_inbreeding,
    )
    (best,) = engine(recipe)
    strangers = [candidate for candidate in best.result() if candidate.person not in family]
    return best_hits(
        strangers,
        lambda candidate: _rescored(recipe, case, candidate),
        ln_fast=lambda candidate: candidate.ln_lr,
        ln_min=ln_min,
        ln_slack=policy.ln_slack,
        top=top,
    )


def missing_of(case: Case) -> tuple[str, Pedigree]:
    """The missing person and the family's pedigree."""
    if case.missing is None or not case.hypotheses:
        raise HypothesisError(f'{case.id}: field "missing": expected the id of a person')
    pedigree = case.hypotheses[0].pedigree
    if case.missing not in pedigree:
        raise HypothesisError(
            f'{case.id}: field "missing": {case.missing!r} is not in the pedigree of '
            f"{case.hypotheses[0].name!r}"
        )
    return case.missing, pedigree


def family_of(case: Case) -> dict[str, Mapping[str, tuple[str, str] | tuple[str, None] | None]]:
    """The family's own profiles, without the missing person's."""
    return {person: row for person, row in case.genotypes.items() if person != case.missing}


def _rescored(recipe: FamilyRecipe, case: Case, candidate: Candidate) -> Hit | None:
    book, missing = recipe.codebook, recipe.missing
    sexes = {recipe.pedigree[missing].sex, candidate.sex}
    if sexes == {"M", "F"}:
        return None
    profile: Profile = book.decode(candidate.row[0])
    answer = rescore(
        book.markers,
        {**recipe.genotypes, missing: profile},
        family_hypotheses(recipe.pedigree, missing),
        theta=case.theta,
        links=case.links,
        founder_inbreeding=case.founder_inbreeding,
    )
    if answer.ln_lr is None:
        return None
    typed = {m for row in recipe.genotypes.values() for m, g in row.items() if g is not None}
    return Hit(
        query=case.id,
        person=candidate.person,
        relationship=f"missing person {missing}",
        place=candidate.place,
        markers_compared=sum(g is not None and m in typed for m, g in profile.items()),
        ln_lr=answer.ln_lr,
        ln_lr_fast=candidate.ln_lr,
        left_out=answer.left_out,
    )
