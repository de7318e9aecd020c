"""Slow proofs that the kinship science is right: `python -m verification`."""
