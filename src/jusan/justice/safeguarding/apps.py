"""Concerns that anybody may raise and that the person concerned cannot see."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SafeguardingConfig(AppConfig):
    """Safeguarding."""

    name = "jusan.justice.safeguarding"
    label = "safeguarding"

    def ready(self) -> None:
        from jusan.core.access.roles import Role
        from jusan.web.navigation import Entry, register

        register(
            Entry("safeguarding:raise", _("Raise a concern"), "record", frozenset(Role), near=True),
        )
        register(
            Entry(
                "safeguarding:concerns",
                _("Concerns"),
                "record",
                frozenset({Role.SAFEGUARDING_LEAD}),
            )
        )
        register(
            Entry(
                "safeguarding:managers",
                _("Who manages whom"),
                "record",
                frozenset({Role.ADMINISTRATOR}),
            )
        )
