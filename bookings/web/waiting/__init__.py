"""Pages of waiting lists: joining one and leaving it, what one waits for, an event's list for its staff."""
