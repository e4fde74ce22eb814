"""Ringside: the front desk of anything that is booked, live.

One package for each layer; imports go one way only, and a test walks them:

    rules <- models <- desk, reading <- changes <- live <- gateways <- web, api <- app

`settings`, `errors` and `loops` may be used everywhere. `demo` fills an empty database and plays the customers.
"""
