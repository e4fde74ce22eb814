"""What happens by itself: holds, requests and log-ins that run out; old rows that are purged in batches."""
