"""Proceedings against adults, behind a one-way wall from what children say for protection."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JusticeConfig(AppConfig):
    """Courts, and the counted path of a court's order."""

    name = "jusan.justice"
    label = "justice"

    def ready(self) -> None:
        from jusan.justice.policies import ORDER_READERS, READERS
        from jusan.web.navigation import Entry, register

        register(Entry("justice:proceedings", _("Proceedings"), "justice", frozenset(READERS)))
        register(
            Entry("justice:orders", _("Court access"), "justice", frozenset(ORDER_READERS)),
        )
