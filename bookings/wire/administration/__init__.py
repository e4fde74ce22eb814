"""What programs of those who manage venues, events and people are told: plain values for `wire.encode`."""
