"""Do addresses in the web still answer? Asked on request only: nothing else here talks to the web."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urldefrag, urlsplit

from ingest import __version__

AT_ONCE = 8
SECONDS = 10.0
GONE = frozenset({404, 410})
_HEAD_IS_REFUSED = frozenset({400, 403, 405, 406, 429, 500, 501, 503})


def wrong(addresses: Collection[str], seconds: float = SECONDS) -> dict[str, str]:
    """Address -> what is wrong with it, for those that are: "HTTP 404", "no such host", "no answer".

    Each page is asked for once, with HEAD, and with GET where HEAD is refused; a site that turns programs away
    (401, 403, 429, 5xx) is given the benefit of the doubt. Addresses with a mask in them are not asked for.
    """
    pages: dict[str, list[str]] = {}
    for address in addresses:
        if "[" not in address:
            pages.setdefault(urldefrag(address).url, []).append(address)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = pool.map(lambda page: _ask(page, seconds), pages)
        return {
            address: why for page, why in zip(pages, answers, strict=True) if why for address in pages[page]
        }


def _ask(address: str, seconds: float) -> str:
    if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname:
        return "no address"
    code = _status(address, "HEAD", seconds)
    if code in _HEAD_IS_REFUSED:
        code = _status(address, "GET", seconds)
    if isinstance(code, str):
        return code
    return f"HTTP {code}" if code in GONE else ""


def _status(address: str, method: str, seconds: float) -> int | str:
    import http.client
    import socket
    import urllib.error
    import urllib.request

    request = urllib.request.Request(  # noqa: S310 - the scheme was looked at
        address, method=method, headers={"User-Agent": f"kb-ingest/{__version__} (link check)"}
    )
    try:
        with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310 - as above
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except urllib.error.URLError as error:
        reason: Any = error.reason
        return "no such host" if isinstance(reason, socket.gaierror) else "no answer"
    except (OSError, http.client.HTTPException, ValueError, UnicodeError):
        return "no answer"
