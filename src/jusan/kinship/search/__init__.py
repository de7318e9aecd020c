"""Blind search over many profiles: which persons of a database may be kin of these queries.

Importing this package loads neither numba nor Dask; they come with the first search.
"""
