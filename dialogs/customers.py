"""A customer's id in the record: a keyed hash of the source's own id, the same in every export of one home."""

import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

KEY_FILE = "customer.key"
KEY_BYTES = 32


def customer_key(home: Path) -> bytes:
    """The home's random key, made on first use. Without it, nobody can tell whose id a hash is, or compare two homes.

    Raises OSError where the home can't be written.
    """
    file = home / KEY_FILE
    if not file.exists():
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(file)
    return file.read_bytes()


def hash_customer(key: bytes, source: str, external: str) -> str:
    """HMAC-SHA256 (hex, 64 characters) of the id that `source` gives a customer."""
    hasher = _keyed(key).copy()
    hasher.update(f"{source}\0{external}".encode())
    return hasher.hexdigest()


@lru_cache(maxsize=4)
def _keyed(key: bytes) -> hmac.HMAC:
    return hmac.new(key, digestmod=hashlib.sha256)


def _make(file: Path) -> None:
    """Whole or not at all, and by one process only: a second one that comes at the same time reads the first one's key."""
    draft = file.with_name(f"{KEY_FILE}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(secrets.token_bytes(KEY_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
        file.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
