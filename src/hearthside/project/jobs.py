"""Care for the jobs themselves: those whose worker died are done again. And the demonstration's clinic."""

import logging
from typing import Any

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

log = logging.getLogger("hearthside.project")

EVERY_MINUTE = "* * * * *"
SILENT_SECONDS = 30.0
"""Three missed signs of life of a worker."""
DEMONSTRATION_JOB = "project.demo_clinic"
TRIES, TRIES_AGAIN_SECONDS = 5, 10


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
    name=DEMONSTRATION_JOB, queueing_lock=DEMONSTRATION_JOB, lock=DEMONSTRATION_JOB,
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
