"""A sign of life to a monitor outside: asked for only while nothing is wrong.

Who watches from outside needs no door into this site: when the signs stop, somebody is warned. The request
carries nothing.
"""

import logging
from datetime import datetime

import requests
from django.conf import settings

from cases.notifications import heart

log = logging.getLogger(__name__)

#: The jobs that must run besides the watchdog, whose round this is.
OTHERS = ("sweep", "escalate")
TIMEOUT = 5


def ping(troubles: list[str], *, now: datetime) -> bool:
    """Ask for the monitor's address when all is well at ``now`` (aware); tells whether it was asked."""
    if not settings.ZORGTAFEL_HEARTBEAT_URL or troubles or heart.troubles(OTHERS, now=now):
        return False
    try:
        requests.get(settings.ZORGTAFEL_HEARTBEAT_URL, timeout=TIMEOUT, allow_redirects=False)
    except requests.RequestException as error:
        log.warning("the monitor outside is not reached: %s", type(error).__name__)
    return True
