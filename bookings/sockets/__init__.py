"""A WebSocket server on gevent's loop. It knows nothing of bookings and could be published alone; docs/sockets.md describes it.

A view that flask-sock has routed hands its socket over (`handover`); from then on an idle connection is a file descriptor
and a small object. `hub` is the one entrance: join and leave rooms, publish, send, close, drain. Inside it `connection`,
`rooms` and `people` say who is there; `frames` and `backlog` what leaves, `batch` and `fanout` in what order, `transport`
over which descriptors; `parser` and `receiver` what comes in; `heartbeat`, `expiry` and `lifecycle` when it ends.
"""
