"""Writes the folder of a fictional operation in the layout of ``cases/README.md``.

Independent of the application on purpose: what it plants, the application has to find.
"""
