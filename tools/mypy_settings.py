"""The program's settings for the type checker, which starts Django without a database."""

import os

os.environ.setdefault("DATABASE_URL", "postgresql://nobody@/none")
os.environ.setdefault("HEARTHSIDE_SECRET_KEY", "the type checker signs nothing")

from hearthside.project.settings import *  # noqa: F403
