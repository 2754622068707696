"""The program's pages as an installation serves them, except that passwords are hashed cheaply."""

from hearthside.project.wsgi import application
from tests.hashing import hash_cheaply

__all__ = ["application"]

hash_cheaply()
