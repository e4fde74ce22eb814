"""/metrics for Prometheus, from this machine or with METRICS_TOKEN. It names no person and no path."""

from __future__ import annotations

import hmac
import time
from collections.abc import Iterable

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from bookings.errors import NotFound
from bookings.http.current import current_ringside
from bookings.http.require_sign_in import public
from bookings.program import Ringside
from bookings.reading.bookings.counts import count_upcoming
from bookings.rules.origins import host_of, is_loopback

COUNT_AGAIN_SECONDS = 15
_STEPS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)

bp = Blueprint("metrics", __name__)


def install(app: Flask) -> None:
    """Install before what may refuse a request, so that refusals are measured too."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_RingsideCollector(app.extensions["ringside"]))
    durations = Histogram(
        "ringside_request_seconds", "Requests by address pattern", ("method", "rule", "status"), registry=registry,
        buckets=_STEPS,
    )  # fmt: skip
    app.extensions["metrics"] = registry
    app.register_blueprint(bp)

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        # By pattern, never by path: ids would make a series each, and paths are private.
        rule = request.url_rule.rule if request.url_rule else "none"
        if "began" in g:
            method = request.method if request.url_rule else "any"
            durations.labels(method, rule, str(response.status_code)).observe(time.perf_counter() - g.began)
        return response


@bp.get("/metrics")
@public
def metrics() -> Response:
    """The metrics; for anybody else there is nothing at this address."""
    if not (_has_token() or _is_local()):
        raise NotFound("There is nothing here.")
    return Response(generate_latest(current_app.extensions["metrics"]), content_type=CONTENT_TYPE_LATEST)


def _has_token() -> bool:
    token, header = current_ringside().settings.metrics_token, request.headers.get("Authorization", "")
    return bool(token) and hmac.compare_digest(header.encode(), f"Bearer {token}".encode())


def _is_local() -> bool:
    """Whether the request comes from this very machine, and not through a proxy on it."""
    if any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")):
        return False
    return is_loopback(request.remote_addr or "") and is_loopback(host_of(request.host))


class _RingsideCollector(Collector):
    def __init__(self, ringside: Ringside) -> None:
        self._ringside = ringside
        self._bookings: list[tuple[str, str, int]] = []
        self._counted_at = -COUNT_AGAIN_SECONDS * 1.0

    def collect(self) -> Iterable[Metric]:
        bookings = GaugeMetricFamily("ringside_bookings", "Bookings that are not over", labels=("kind", "status"))
        for kind, status, number in self._counts():
            bookings.add_metric([kind, status], number)
        yield bookings
        idle = GaugeMetricFamily("ringside_loop_idle_seconds", "Since a loop last did its work", labels=("loop",))
        for name, seconds in self._ringside.loops.idle_seconds().items():
            idle.add_metric([name], seconds)
        yield idle
        live = self._ringside.live
        yield GaugeMetricFamily("ringside_live", "Whether live updates are on", value=live is not None)
        if live is None:
            return
        stats = live.hub.stats()
        connections = GaugeMetricFamily("ringside_connections", "Open connections", labels=("kind",))
        clients, polling = len(live.socketio.clients), live.socketio.polling
        connections.add_metric(["page"], stats.connections.get("page", 0))
        # The hub carries both kinds of sockets; who only just opened one has not connected yet.
        connections.add_metric(["raw"], max(0, stats.connections.get("raw", 0) - (clients - polling)))
        connections.add_metric(["socketio"], clients)
        yield connections
        yield GaugeMetricFamily("ringside_rooms", "Rooms with somebody in them", value=stats.rooms)
        yield GaugeMetricFamily("ringside_slow_connections", "Connections with a backlog", value=stats.slow)
        yield GaugeMetricFamily("ringside_backlog_bytes", "Bytes that wait for them", value=stats.queued_bytes)
        totals = stats.totals
        yield CounterMetricFamily("ringside_frames_published", "Frames, each to a room", value=totals.published)
        yield CounterMetricFamily("ringside_deliveries", "Batches, each to one connection", value=totals.written)
        ended = CounterMetricFamily("ringside_connections_cut", "Connections that were cut", labels=("why",))
        for why, number in (("refused", totals.refused), ("slow", totals.slow), ("silent", totals.silent)):
            ended.add_metric([why], number)
        yield ended

    def _counts(self) -> list[tuple[str, str, int]]:
        """The upcoming bookings, counted at most every COUNT_AGAIN_SECONDS: the query goes through all of them."""
        if time.monotonic() - self._counted_at >= COUNT_AGAIN_SECONDS:
            database = self._ringside.database
            with database.read() as session:
                self._bookings = count_upcoming(session, database.now(session))
            self._counted_at = time.monotonic()
        return self._bookings
