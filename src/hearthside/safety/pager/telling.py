"""
Word to consoles that something changed: the page's id and whom it is for, through the database.

Who listens reads the rows themselves. A word that is lost costs a moment: consoles look by themselves too.
"""

import json

from django.db import connection

from hearthside.safety.models.pages import Page

# Where words about pages are said, for LISTEN.
HEARD_ON = "safety_page"


def tell(page: Page, account: object = "") -> None:
    """Say it when this change is there: to one person, or to everybody who is on duty in the program."""
    words = json.dumps({"program": str(page.program_id), "page": str(page.pk), "account": str(account or "")})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [HEARD_ON, words])
