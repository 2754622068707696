"""Keys made from a longer secret, one for each purpose, so that none can be used as another."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derived(secret: str, purpose: str) -> bytes:
    """
    A key of 256 bits for this purpose alone.

    Source: RFC 5869 (HKDF) with SHA-256.
    """
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"hearthside {purpose}".encode()).derive(secret.encode())
