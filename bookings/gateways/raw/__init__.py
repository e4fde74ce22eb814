"""The raw WebSocket of the documents: its addresses, its messages, and what it sends."""
