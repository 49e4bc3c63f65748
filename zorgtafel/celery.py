"""Background work: one Celery application, thin tasks, and rows (not the broker) as the truth."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zorgtafel.settings")

app = Celery("zorgtafel")
app.config_from_object("django.conf:settings", namespace="CELERY")
# `cases/tasks.py` is the table of contents of every slice's tasks; Celery looks in it and nowhere deeper.
app.autodiscover_tasks(["cases"])
