"""Trust in the proxies in front: they name the client's address, if PROXY_HOPS says so."""

from __future__ import annotations

import logging

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from bookings.settings import Settings

log = logging.getLogger(__name__)


def install(app: Flask, settings: Settings) -> None:
    """Install around everything else. Without PROXY_HOPS the headers of a request name no other client."""
    if settings.proxy_hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxy_hops, x_proto=0, x_host=0)  # type: ignore[method-assign]
        return
    warned = False

    @app.before_request
    def warn_once() -> None:
        nonlocal warned
        if not warned and "X-Forwarded-For" in request.headers:
            warned = True
            log.warning(
                "a proxy names its clients in X-Forwarded-For, but PROXY_HOPS is 0: all of them count as one address"
            )
