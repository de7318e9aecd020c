"""Pedigree likelihoods from genotypes: numpy only, no database and no web."""
