"""What is done with a whole event: how many seats it has, a flight's status and its cabins."""
