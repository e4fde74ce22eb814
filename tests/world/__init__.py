"""The one world of all tests: people, venues, a show and a flight, on a Monday in March 2026; `present` is the same today."""
