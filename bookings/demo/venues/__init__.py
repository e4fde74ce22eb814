"""The venues of the demo: a tennis club, a clinic, a theatre, an arena, and an airline's flights."""
