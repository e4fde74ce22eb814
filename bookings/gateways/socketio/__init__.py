"""Socket.IO for other people's programs: the events that clients get of bookings, and what they may do.

    routes           the address /socket.io/
    gateway          the parts put together; what happens when a client connects, sends an event, disconnects
    protocol/        Engine.IO and Socket.IO themselves, which know no booking
    clients, rooms   who is connected, and who may join which room
    commands         the events that clients may send; parsing reads their payloads
    subscriber       changes from the dispatcher; event_routing says which events they become in which room
    people           who is online, who types: events that are never replayed, from live/presence
    analytics        the running figures of a venue
"""
