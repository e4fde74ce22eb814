"""Where people come in: the door that staff keeps, and the tablet on which customers check themselves in."""
