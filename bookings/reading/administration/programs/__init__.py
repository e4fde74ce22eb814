"""What other programs are told, for those who set it up."""
