"""The project itself: settings, addresses, background work, the shell around a page. No domain words."""

from zorgtafel.celery import app as celery_app

__all__ = ["celery_app"]
