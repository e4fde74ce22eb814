"""What may be set up: the fields of each noun as people and programs write them, and what is wrong with them in words."""
