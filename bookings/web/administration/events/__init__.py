"""The pages on which events, flights and seat plans are set up."""
