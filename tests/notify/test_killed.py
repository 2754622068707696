"""A worker that is killed in the middle of a mail loses none."""

import os
import signal
import subprocess
import sys
import time

import pytest

from hearthside.access.models import Account
from hearthside.ledger import clock
from hearthside.notify.actions.outbox import send_due
from hearthside.notify.models import Mail
from tests import build
from tests.database import ROOT, SERVER, copy
from tests.notify.post import mail_server, told
from tests.site import Site

pytestmark = pytest.mark.slow

SEND = "import django; django.setup(); from hearthside.notify.actions.outbox import send_due; send_due()"


@pytest.fixture
def database(database_server, django_db_blocker):
    """A program's database of its own: what a killed process wrote is committed."""
    name = f"killed_{os.getpid()}"
    copy(name)
    try:
        with django_db_blocker.unblock():
            yield Site("", name)
    finally:
        SERVER.drop_database(name)


def test_a_mail_whose_worker_is_killed_while_the_server_answers_is_sent_by_the_next(database, settings):
    with database.as_program(), mail_server() as server:
        house = build.program()
        account = Account.objects.create_user("robin.tate@example.org", name="Robin Tate")
        told(house.program, account.id)
        server.answer = "never answers"
        url = f"smtp-plain://127.0.0.1:{server.port}"
        environment = {**os.environ, "DATABASE_URL": SERVER.url("hearthside_app", database.database)}
        worker = subprocess.Popen(
            [sys.executable, "-c", SEND], cwd=ROOT, env={**environment, "HEARTHSIDE_MAIL_URL": url}
        )
        deadline = time.monotonic() + 60
        while not server.letters and time.monotonic() < deadline:
            time.sleep(0.05)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        killed = Mail.objects.get()

        # Its time runs out; the server is well again.
        server.answer = "ok"
        Mail.objects.update(taken_until=clock.now())
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        send_due()
        after = Mail.objects.get()

    assert (killed.state, killed.tries) == ("sending", 1)
    assert (after.state, after.tries) == ("sent", 2)
    assert len(server.letters) == 2
