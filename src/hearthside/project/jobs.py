"""Care for the jobs themselves: those whose worker died are done again. And the demonstration's clinic."""

import logging
import time
from contextlib import suppress
from typing import Any

from django.conf import settings
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status

from hearthside.live.jobs import DELIVERED_JOB

log = logging.getLogger("hearthside.project")

EVERY_MINUTE = "* * * * *"
SILENT_SECONDS = 30.0
"""Three missed signs of life of a worker."""
DEMONSTRATION_JOB, LIVED_JOB = "project.demo_clinic", "project.demo_lived"
GROUP_JOB = "project.demo_group"
DEMONSTRATION_JOBS = (DEMONSTRATION_JOB, LIVED_JOB)
EVERY_HOUR = "23 * * * *"
BEHIND_ALL_OTHERS = -10
"""Of jobs that wait, whoever has something to do for a person comes first."""
TRIES, TRIES_AGAIN_SECONDS = 5, 10
LONGEST_REST_SECONDS = 2.0


@app.periodic(cron=EVERY_MINUTE, periodic_id="take_up_stalled_jobs")
@app.task(name="project.take_up_stalled_jobs", queueing_lock="project.take_up_stalled_jobs", pass_context=True)
async def take_up_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """
    Give jobs back that a worker held when it died; left alone they would wait for ever, and all behind their lock.

    Due at once by the database's clock, which is the one that decides what is due. `timestamp` is the minute.
    """
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        if job.id == context.job.id:
            continue
        try:
            await jobs.retry_job(job, retry_at=await _database_now(context))
            log.warning("Job %s (%s) was held by a worker that died; it is done again.", job.id, job.task_name)
        except UniqueViolation:
            # One that does the same waits already, and only one may.
            await jobs.finish_job(job, status=Status.FAILED, delete_job=True)
            log.warning("Job %s (%s) was held by a worker that died; the next one does it.", job.id, job.task_name)


async def _database_now(context: JobContext) -> Any:
    row = await context.app.job_manager.connector.execute_query_one_async("SELECT now() AS now")
    return row["now"]


@app.task(
    name=DEMONSTRATION_JOB, queueing_lock=DEMONSTRATION_JOB, lock=DELIVERED_JOB,
    retry=RetryStrategy(max_attempts=TRIES, wait=TRIES_AGAIN_SECONDS),
)  # fmt: skip
def demo_clinic() -> None:
    """
    Add what the demonstration lacks, piece by piece, each in a transaction of its own: a job that is killed or fails
    goes on with the first that is missing.
    """
    from hearthside.project.demo.build import build_clinic

    for name in build_clinic():
        log.info("Added to the demonstration: %s.", name)
    _go_on()


def _go_on() -> None:
    """Once the clinic is there, it lives through its weeks."""
    with suppress(AlreadyEnqueued):
        app.configure_task(LIVED_JOB).defer(timestamp=0)


@app.periodic(cron=EVERY_HOUR, periodic_id=LIVED_JOB)
@app.task(
    name=LIVED_JOB, queueing_lock=LIVED_JOB, lock=DELIVERED_JOB, priority=BEHIND_ALL_OTHERS,
    retry=RetryStrategy(max_attempts=TRIES, wait=TRIES_AGAIN_SECONDS),
)  # fmt: skip
def demo_lived(timestamp: int) -> None:
    """
    Play what is past in the demonstration and was not held, and rest after each session for as long as it took: pages
    come first. Where there is no demonstration this does nothing. `timestamp` is when the hour struck.
    """
    if settings.MODE != "demo":
        return
    from hearthside.project.demo.build import live_its_weeks

    sessions, began = 0, time.monotonic()
    for _ in live_its_weeks():
        sessions += 1
        time.sleep(min(time.monotonic() - began, LONGEST_REST_SECONDS))
        began = time.monotonic()
    if sessions:
        log.info("Sessions of the demonstration's past that were played: %d.", sessions)
        with suppress(AlreadyEnqueued):
            app.configure_task(DELIVERED_JOB).defer(timestamp=0)


@app.task(name=GROUP_JOB, queueing_lock=GROUP_JOB, lock=GROUP_JOB)
def demo_group() -> None:
    """Let a process of its own fill a live group with made-up people, unless one does; it ends by itself."""
    from hearthside.project.demo.group.starting import start

    if settings.MODE == "demo":
        start()
