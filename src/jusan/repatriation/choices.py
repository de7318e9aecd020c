"""What the mission's codes are called: functions of the team, count points on the way."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Function(models.TextChoices):
    """What somebody does in the mission."""

    HEAD = "head", _("head of the mission")
    MANIFEST_OFFICER = "manifest_officer", _("manifest officer")
    DOCTOR = "doctor", _("doctor")
    NURSE = "nurse", _("nurse")
    PSYCHOLOGIST = "psychologist", _("psychologist")
    CARER = "carer", _("carer")
    INTERPRETER = "interpreter", _("interpreter")
    CONSUL = "consul", _("consul")
    SECURITY = "security", _("security")


class Point(models.TextChoices):
    """Where children are counted on the way home, in order (domain: mission)."""

    C0 = "C0", _("C0: roll call where they live")
    C1 = "C1", _("C1: getting on the bus")
    C2 = "C2", _("C2: bus at the airport")
    C3 = "C3", _("C3: act of transfer signed")
    C4 = "C4", _("C4: through security and border")
    C5 = "C5", _("C5: at the aircraft's stairs")
    C6 = "C6", _("C6: doors closed")
    C7 = "C7", _("C7: before descent")
    C8 = "C8", _("C8: stairs at home")
    C9 = "C9", _("C9: home border")
    C10 = "C10", _("C10: bus to the centre")
    C11 = "C11", _("C11: beds of the centre")


def function_word(code: str) -> str:
    """A function of the team in the reader's language; an unknown code as it came."""
    return str(dict(Function.choices).get(code, code))


def point_word(code: str) -> str:
    """A count point in the reader's language; an unknown code as it came."""
    return str(dict(Point.choices).get(code, code))
