"""What has been left to the worker."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django.models import ProcrastinateJob


def queued(task: str) -> list[dict[str, Any]]:
    """What the jobs of this name are to know, the first first."""
    jobs = ProcrastinateJob.objects.filter(task_name=task).order_by("pk")
    return list(jobs.values_list("args", flat=True))
