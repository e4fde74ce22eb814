"""What goes over a WebSocket: frames as they come, frames as they leave, and the codes with which a connection is closed."""
