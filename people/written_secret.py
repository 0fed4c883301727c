"""Secrets that people copy by hand: how they are made, printed, and read however they are typed."""

import secrets

# Crockford's alphabet: no I, L, O or U, so that a hand-copied secret is read as it was written.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def new(length: int) -> str:
    """Return a secret of so many signs, of five bits each."""
    return "".join(secrets.choice(ALPHABET) for _sign in range(length))


def plain(typed: str) -> str:
    """Return a secret as it was made, from how somebody typed it."""
    return "".join(sign for sign in typed.upper().translate(_READ_AS) if sign in ALPHABET)


def in_groups(secret: str) -> str:
    """Format the secret as it is printed: ``7K3F-9QWX-…``."""
    return "-".join(secret[i : i + 4] for i in range(0, len(secret), 4))
