"""The calls for whoever flies: a booked flight by its code, and the passengers' travel documents."""
