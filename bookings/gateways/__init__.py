"""Live sockets for other people's programs: raw WebSocket and Socket.IO.

Each is a subscriber of the dispatcher, so it gets the same changes as the pages, with the same versions. Rendering is
`wire/bookings`; what may be followed is decided here, per topic, at each subscription.
"""
