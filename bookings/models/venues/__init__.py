"""What is kept of a venue besides what it is: the counts of its days, and the programs that are told of what happens there."""
