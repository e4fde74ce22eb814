"""A WebSocket server on gevent's loop. It knows nothing of bookings and could be published alone; docs/sockets.md describes it.

A view that flask-sock has routed hands its socket over; from then on an idle connection is a file descriptor and a small
object. `hub` is the entrance: adopt, refuse, join, leave, publish, send, close, drain. Behind it:

`connection`, `rooms`     who is connected, in which rooms, from which address
`outgoing_frames`, `backlog`   what is sent, and what still waits for a slow reader
`fanout`, `transport`     who gets it in which order; the descriptors, and non-blocking reads and writes
`incoming_frames`, `receiver`  what is received, and what is done with it
`rate_limiter`, `close_codes`    how much of it is handled, also of clients that poll; why a connection is closed
`heartbeat`, `expiry`, `lifecycle`    pings, time limits, and every way in which a connection ends
`handover`                the socket out of gevent.pywsgi, gunicorn and simple-websocket
`cooperate`, `stats`      long work that lets requests go first; the hub in numbers
"""
