"""Where a notification to a device may be sent to, and what its device calls itself. PURE.

The address comes from a browser, so anybody can fill in anything: only the services that browsers really
use are asked, over TLS, so that nobody lets this site knock on doors inside its own network.
"""

from urllib.parse import urlsplit

#: The push services of Chrome and Edge on Android, Firefox, Edge on Windows, Safari.
SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "notify.windows.com",
    "push.apple.com",
)
LONGEST = 1000  # characters of an address

#: What stands in the name of a browser -> how people call it; the first that fits counts.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def is_service(endpoint: str, *, also: frozenset[str] = frozenset()) -> bool:
    """Tell whether an address is one of a push service; ``also``: origins that this trial or test allows."""
    try:
        parts = urlsplit(endpoint)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        return False
    if len(endpoint) > LONGEST or parts.username or parts.password:
        return False
    if f"{parts.scheme}://{parts.netloc}" in also:
        return True
    known = any(host == service or host.endswith(f".{service}") for service in SERVICES)
    return parts.scheme == "https" and port in {None, 443} and known


def origin_of(endpoint: str) -> str:
    """Give scheme and host of an address: what the signature is for (RFC 8292, section 2)."""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"


def name_of(browser: str) -> str:
    """Give what people call a device, from what its browser says of itself; nothing of it is kept."""
    found = next((name for sign, name in BROWSERS if sign in browser), "")
    system = next((name for sign, name in SYSTEMS if sign in browser), "")
    return " · ".join(filter(None, (found, system))) or "?"
