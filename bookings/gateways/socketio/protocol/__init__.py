"""A server of Engine.IO 4 and Socket.IO 5 on the WebSocket hub: clients 3.x and 4.x, by polling, WebSocket and upgrade.

Knows no booking, and could be published alone. It leaves out binary messages, JSONP, namespaces other than / and asking
clients for acknowledgements. From the outside in:

    server          Socket.IO: who connects, sends events, disconnects
    packets         its packets
    engine          Engine.IO: an HTTP request finds or opens its session
    sessions        all sessions: how many there may be, and their heartbeat
    session         one of them, polling or on a WebSocket
    polling         HTTP answers and bodies
    poll_queue      what waits for a client that polls
    engineio        packets and payloads
"""
