"""CORS for the API (https://fetch.spec.whatwg.org): scripts of the sites named in the settings may call, by default of none.

Cookies are never part of it: calls are made with a token, which a foreign page does not have unless it was given one.
"""

from __future__ import annotations

from flask import Flask, Response, request

from bookings.settings import Settings

PREFLIGHT_SECONDS = 600


def install(app: Flask, settings: Settings) -> None:
    policy = settings.origins

    @app.after_request
    def add_cors_headers(response: Response) -> Response:
        if not request.path.startswith("/api/"):
            return response
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if policy.listed else "same-origin"
        if not policy.listed:
            return response
        response.vary.add("Origin")
        origin = request.headers.get("Origin", "")
        if policy.lists(origin):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = "Location, Retry-After"
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = "GET, POST, PUT, PATCH, DELETE"
                response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, Idempotency-Key"
                response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
        return response
