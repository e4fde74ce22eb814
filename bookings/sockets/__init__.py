"""A WebSocket server on gevent's loop. It knows nothing of bookings and could be published alone; docs/sockets.md describes it.

A view that flask-sock has routed hands its socket over; from then on an idle connection is a file descriptor and a small
object. `hub` is the entrance: adopt, refuse, join, leave, publish, send, close, drain. Behind it:

`connection`, `rooms`     who is connected, in which rooms, from which address
`frames`                  what is received and sent, and why a connection is closed
`fanout`, `transport`     who gets it in which order; the descriptors, and non-blocking reads and writes
`backlog`                 what still waits for a slow reader
`receiver`, `rate_limiter`      what is done with what is received, and how much of it, also of clients that poll
`heartbeat`, `expiry`, `lifecycle`    pings, time limits, and every way in which a connection ends
`handover`                the socket out of gevent.pywsgi, gunicorn and simple-websocket
`cooperate`, `stats`      long work that lets requests go first; the hub in numbers
"""
