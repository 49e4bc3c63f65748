"""What workers run for the ledger; thin, and safe to run twice or never."""

import logging

from celery import shared_task
from django.utils import timezone

from cases.audit import bulk, check, review_period, review_scan, seal
from cases.audit.checkpoint import HistoryReplacedError
from cases.notifications import heart

logger = logging.getLogger(__name__)


@shared_task(name="cases.audit.seal", ignore_result=True)
def seal_ledger() -> None:
    """Seal what was written, write the head down outside the database, and beat the heart."""
    now = timezone.now()
    trouble = ""
    try:
        seal.seal_due(now=now)
    except HistoryReplacedError:
        logger.exception("the database does not hold what was written down about the ledger")
        trouble = "ledger_history_replaced"
    except OSError:
        logger.exception("the head of the ledger could not be written down")
        trouble = "checkpoint_not_written"
    heart.beat("seal", now=now, trouble=trouble)


@shared_task(name="cases.audit.verify", ignore_result=True)
def verify_ledger() -> None:
    """Go on with the check of the chain where one is due."""
    now = timezone.now()
    check.go_on(now=now, local_hour=timezone.localtime(now).hour)


@shared_task(name="cases.audit.review", ignore_result=True)
def review() -> None:
    """Put up for review what was written since the last time, tell whose file is ready, beat the heart."""
    now = timezone.now()
    review_scan.scan(now=now)
    review_period.draw_due(now=now)
    bulk.tell_ready(now=now)
    heart.beat("review", now=now)
