"""Live updates: knows changes, topics, audiences and connections, not the rules of bookings.

`hub` and what it is made of move frames over sockets: `connection`, `room` and `people` say who is there, `frames` and
`backlog` what leaves, `turn` and `fanout` in what order, `sockets` and `takeover` by what road, `inbound` and
`listening` what comes back, `heartbeat` when to give up, and `lines` puts them together.
"""
