"""Pages: HTML for people, with headers that let nothing into it and nothing out."""

from base64 import b64encode
from hashlib import sha256
from typing import NamedTuple

HTML = "text/html; charset=utf-8"


class Page(NamedTuple):
    """A page, its style sheet (the only one that it may have), and the status it is answered with."""

    html: str
    styles: str
    status: int = 200


def headers_of(page: Page) -> dict[str, str]:
    """No script, no picture, no frame, no other address; forms go back to the page itself. The address is a key to
    somebody's choices, so it is told to nobody and kept by no search engine."""
    styles = b64encode(sha256(page.styles.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{styles}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex",
    }
