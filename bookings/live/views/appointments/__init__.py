"""What follows the days of a venue besides its board: the pages on which an appointment is chosen."""
