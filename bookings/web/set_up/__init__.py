"""The first run: the page of a program that nobody has set up yet, its first admin, and the steps from there to an open board."""
