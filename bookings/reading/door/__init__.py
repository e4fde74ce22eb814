"""The door: who is expected at an event or on a day, and who has come in."""
