"""What those who manage a venue read of how it is set up, with the revision at which they read it. Writes nothing."""
