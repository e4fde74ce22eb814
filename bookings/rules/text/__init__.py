"""Text from people: made canonical, checked and bounded; names, telephone numbers, booking codes, search terms."""
