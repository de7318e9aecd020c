"""Twenty thousand tracing records of fictional persons, with the truth beside them (scenario C).

Independent of the application on purpose, like ``cases/generator``: what is planted here, the
linkage has to find.
"""
