"""Which addresses notifications may go to: push services of browsers, and nothing inside our own network.

Sources: RFC 8030 (the browser names the address), and the services that browsers use.
"""

import pytest

from organisations.reach.push_rules import is_service, name_of, origin_of


@pytest.mark.parametrize(
    ("endpoint", "known"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc:def", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/abc", True),
        ("https://db5p.notify.windows.com/w/?token=abc", True),
        ("https://web.push.apple.com/abc", True),
        ("https://web.push.apple.com:443/abc", True),
        ("http://fcm.googleapis.com/fcm/send/abc", False),  # without TLS
        ("https://fcm.googleapis.com:8443/x", False),
        ("https://fcm.googleapis.com.example.org/x", False),
        ("https://evilpush.apple.com/x", False),
        ("https://user:word@fcm.googleapis.com/x", False),
        ("https://127.0.0.1/x", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("http://localhost:6379/", False),
        ("file:///etc/passwd", False),
        ("https://[::1", False),
        ("https://fcm.googleapis.com:port/x", False),
        ("https://fcm.googleapis.com/" + "a" * 1000, False),
        ("", False),
    ],
)
def test_only_push_services_over_tls(endpoint: str, known: bool) -> None:
    assert is_service(endpoint) is known


def test_a_test_may_allow_its_own_origin_and_nothing_beside_it() -> None:
    also = frozenset({"http://127.0.0.1:9000"})
    assert is_service("http://127.0.0.1:9000/send/1", also=also)
    assert not is_service("http://127.0.0.1:9001/send/1", also=also)
    assert origin_of("https://fcm.googleapis.com/fcm/send/abc") == "https://fcm.googleapis.com"


@pytest.mark.parametrize(
    ("browser", "name"),
    [
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
            "Chrome · Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1",
            "Safari · iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox · Linux"),
        ("", "?"),
    ],
)
def test_what_a_device_is_called(browser: str, name: str) -> None:
    assert name_of(browser) == name
