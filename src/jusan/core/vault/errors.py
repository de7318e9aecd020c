"""What the vault refuses."""

from __future__ import annotations

from jusan.core.errors import JusanError


class VaultError(JusanError):
    """Base of the vault's refusals."""

    code = "vault"


class KeyDestroyed(VaultError):
    """The data subject's key was destroyed: the value is gone for ever."""

    code = "key_destroyed"


class NoPermit(VaultError):
    """A sealed value was asked for outside a logged read or an act: nothing is decrypted."""

    code = "no_permit"


class SealBroken(VaultError):
    """The sealed bytes do not fit this row and field: moved, swapped or tampered with."""

    code = "seal_broken"
