"""Socket.IO: python-socketio speaks the protocol, the hub carries its WebSockets, the dispatcher tells it what happened."""
