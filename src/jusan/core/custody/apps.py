"""Who holds whom, and where, at every instant."""

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    """Custody follows the resolution of persons, and can refuse a joining."""

    name = "jusan.core.custody"
    label = "custody"

    def ready(self) -> None:
        from jusan.core.claims import cards, resolution
        from jusan.core.custody import operations, sections
        from jusan.core.vault.compartments import Compartment

        resolution.register_guard(operations.two_custodians)
        resolution.register_follower(operations.follow)
        cards.register_section(Compartment.LOCATION, "custody", sections.custody)
