"""The text-message gateway that the operator named: any that apprise speaks to.

Its address is made here, from the setting and a number in one notation: nothing that a person
typed becomes part of it. What the gateway answers stays out of every log and row, for it may
repeat the number; only a code of our own comes back.
"""

import re

from apprise import Apprise, AppriseAsset, AppriseResult
from apprise.common import PersistentStoreMode
from django.conf import settings

from organisations.reach.sms import GatewayAwayError, SmsError

#: The gateway took the message but says that this number or text can never be right.
FINAL = frozenset({"400", "404", "410", "422"})
#: The gateway refuses us, whatever the message: a wrong key, an empty account.
OURS = frozenset({"401", "402", "403"})
#: Seconds to connect and to wait for an answer; one attempt, for the rows know of trying again.
ANSWER_SECONDS = 5
PATIENCE = f"cto=3&rto={ANSWER_SECONDS}&retry=0"

_ANSWER = re.compile(r"error=(\d{3})")


def send(number: str, text: str) -> None:
    """Send through the gateway of ``ZORGTAFEL_SMS_URL``.

    Raises:
        SmsError: not taken, now or for good; ``GatewayAwayError`` when it says nothing about the message.
    """
    sender = Apprise(asset=_asset())
    if not sender.add(address(settings.ZORGTAFEL_SMS_URL, number)):
        raise GatewayAwayError("SmsUrlUnknown")
    result = sender.notify(body=text, title="")
    if not result:
        raise _failure(result)


def address(template: str, number: str) -> str:
    """Give the gateway's address for one number: digits only, with the country code."""
    filled = template.replace("{number}", "".join(filter(str.isdecimal, number)))
    return f"{filled}{'&' if '?' in filled else '?'}{PATIENCE}"


def _asset() -> AppriseAsset:
    """Keep everything in memory: nothing about a message may stay behind on a disk."""
    return AppriseAsset(
        app_id="zorgtafel",
        async_mode=False,
        secure_logging=True,
        storage_mode=PersistentStoreMode.MEMORY,
        plugin_paths=[],
    )


def _failure(result: AppriseResult) -> SmsError:
    answers = [found[1] for line in result.logs() if (found := _ANSWER.search(line.message))]
    if not answers:
        is_slow = result.elapsed >= ANSWER_SECONDS  # it took the message and did not answer
        return SmsError("SmsGatewaySlow") if is_slow else GatewayAwayError("SmsGatewayAway")
    code = f"SmsAnswer {answers[-1]}"
    if answers[-1] in OURS:
        return GatewayAwayError(code)
    return SmsError(code, is_final=answers[-1] in FINAL)
