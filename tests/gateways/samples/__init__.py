"""The code that the five documents show to whoever writes a client, as it stands there, run against this server.

    s1   "Integration Guide: WebSocket Events in Booking APIs": a club's operations page
    s2   "WebSocket Real-time Updates Guide": a traveller's programs, dashboard and notifications
    s3   "Real-Time WebSocket Integration Documentation": a vendor's page, a customer's screen, the service under both
    s4   "WebSocket API Documentation": a client of the seats of an event
    s5   "WebSocket Integration Guide": two components and a handler of an app that is signed in by its cookie

Addresses, tokens and ids are replaced when a sample is run, and nothing else. Beside them lies what they import and the
documents do not show (`useSocketIO`, `AuthContext`, `socketService`…), the least that does what is said of it, and a `main`
that puts them on a page. Where a sample has only the inside of a component, or a comment in place of what is shown, that is
written around it.

What the documents show of their own servers is not run, for this program is in its place: the three routes of the first. Their
proxy is tried in tests/proxy, their settings in tests/administration/test_settings.py.
"""
