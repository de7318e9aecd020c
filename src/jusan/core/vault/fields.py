"""Model fields that are sealed at rest.

``SealedTextField(subject="subject_id", compartment=Compartment.IDENTITY)`` reads the subject (and,
with ``compartment_attr``, the compartment) from the row itself. Assign text, save, and the column
holds an envelope; read the attribute and it is opened, under a permit.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from jusan.core.vault import service
from jusan.core.vault.compartments import Compartment


class _SealedAttribute(DeferredAttribute):
    """Holds an envelope (bytes) or text not yet saved; gives text."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        held = super().__get__(instance, cls)
        if held is None or isinstance(held, str):
            return held
        field: SealedTextField = self.field  # type: ignore[assignment]
        return field.open(instance, bytes(held))

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.BinaryField):  # type: ignore[type-arg]
    """Text sealed under (subject, compartment) and bound to table, row and field."""

    descriptor_class = _SealedAttribute

    def __init__(
        self,
        *args: Any,
        subject: str = "subject_id",
        compartment: Compartment | str = Compartment.IDENTITY,
        compartment_attr: str = "",
        **kwargs: Any,
    ) -> None:
        self.subject_attr = subject
        self.compartment = Compartment(compartment)
        self.compartment_attr = compartment_attr
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs |= {"subject": self.subject_attr, "compartment": self.compartment.value}
        kwargs["compartment_attr"] = self.compartment_attr
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        return self.envelope_of(model_instance)

    def envelope_of(self, instance: models.Model) -> bytes | None:
        """The sealed bytes of a row, sealing pending text first. None stays None."""
        held = instance.__dict__.get(self.attname)
        if isinstance(held, str):
            subject, compartment = self._owner(instance)
            held = service.seal(subject, compartment, self._context(instance), held)
            instance.__dict__[self.attname] = held
        return None if held is None else bytes(held)

    def open(self, instance: models.Model, sealed: bytes) -> str:
        """Open the row's envelope under the permit in force."""
        subject, compartment = self._owner(instance)
        return service.reveal(subject, compartment, self._context(instance), sealed)

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError("sealed fields are never serialised: use the bundle exchange")

    def _owner(self, instance: models.Model) -> tuple[UUID, Compartment]:
        name = self.compartment_attr
        compartment = Compartment(getattr(instance, name)) if name else self.compartment
        return getattr(instance, self.subject_attr), compartment

    def _context(self, instance: models.Model) -> str:
        return f"{instance._meta.db_table}:{instance.pk}:{self.attname}"
