"""
The process that does jobs: `python -m hearthside.project.up.worker`.

It looks once a second although it is told of new jobs, because a word that comes at the wrong instant is lost.
"""

import logging

import django

LOOKS_EVERY_SECONDS = 1.0
AT_ONCE = 3
"""So that mail goes out while a week is planned for minutes. Jobs that may not work beside each other share a lock."""

FINISHES_WITHIN_SECONDS = 2.0
"""Less than the supervisor's patience. A job that takes longer holds its thread, and is ended with the process."""


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    django.setup()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from hearthside.project.application_role import require_an_ordinary_role

    require_an_ordinary_role()
    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()) as at_work:
        at_work.run_worker(
            # What is done is in the ledger and in the rows it changed; a job that failed stays to be looked at.
            delete_jobs="successful",
            concurrency=AT_ONCE,
            fetch_job_polling_interval=LOOKS_EVERY_SECONDS,
            shutdown_graceful_timeout=FINISHES_WITHIN_SECONDS,
        )


if __name__ == "__main__":
    main()
