"""Persons, kin links, sibling groups, identity."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, kin links, sibling groups, identity."""

    name = "jusan.core.people"
    label = "people"
