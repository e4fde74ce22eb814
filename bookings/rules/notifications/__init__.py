"""What people are told of changes: in which words, and in which groups it is shown and chosen."""
