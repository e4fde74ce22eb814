"""What other programs are told of, and how."""
