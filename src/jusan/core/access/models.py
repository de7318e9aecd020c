"""Users and what they were granted; which scope a subject belongs to."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from jusan.core.access.roles import Role
from jusan.core.history.models import AppendOnly

ROLE_CHOICES = [(role.value, role.value) for role in Role]


class UserManager(BaseUserManager["User"]):
    """Makes users; who may do what comes from grants alone."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(login=username)


class User(AbstractBaseUser):
    """An account. ``human`` is the person behind it: two accounts of one human are one signer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    human = models.UUIDField(default=uuid.uuid4, db_index=True)
    login = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="en")
    is_active = models.BooleanField(default=True)
    #: A reporting scientist whose qualification is recorded: one of the two identity signers.
    qualified_scientist = models.BooleanField(default=False)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects = UserManager()

    def __str__(self) -> str:
        return self.display_name


class Grant(AppendOnly):
    """A role on a scope (operation, case, region: an opaque id), for a purpose, until a day."""

    user = models.UUIDField(db_index=True)
    role = models.CharField(max_length=40, choices=ROLE_CHOICES)
    scope = models.UUIDField(db_index=True)
    purpose = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()


class GrantEnd(AppendOnly):
    """A grant taken back before its end."""

    grant = models.UUIDField(unique=True)
    at = models.DateTimeField()


class Membership(models.Model):
    """A subject lies in a scope (projection; written by the operations that place subjects)."""

    id = models.BigAutoField(primary_key=True)
    subject = models.UUIDField()
    scope = models.UUIDField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "scope"], name="membership_once")]
