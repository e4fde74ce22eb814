"""What is kept of a venue besides what it is: the counts of its days."""
