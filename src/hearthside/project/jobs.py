"""Care for the jobs themselves: those whose worker died are done again, those long done are cleared away."""

import logging
from typing import Any

from procrastinate import JobContext
from procrastinate.contrib.django import app

log = logging.getLogger("hearthside.project")

EVERY_MINUTE, EVERY_NIGHT = "* * * * *", "41 7 * * *"
SILENT_SECONDS = 30.0
"""Three missed signs of life of a worker."""
KEPT_HOURS = 14 * 24
"""Finished jobs are only of use to whoever looks into a fault; what they did stands in the ledger."""


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
        await jobs.retry_job(job, retry_at=await _database_now(context))
        log.warning("Job %s (%s) was held by a worker that died; it is done again.", job.id, job.task_name)


@app.periodic(cron=EVERY_NIGHT, periodic_id="clear_finished_jobs")
@app.task(name="project.clear_finished_jobs", queueing_lock="project.clear_finished_jobs", pass_context=True)
async def clear_finished_jobs(context: JobContext, timestamp: int) -> None:
    """Clear jobs away that have been done for two weeks; failed ones stay to be looked into."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)


async def _database_now(context: JobContext) -> Any:
    row = await context.app.job_manager.connector.execute_query_one_async("SELECT now() AS now")
    return row["now"]
