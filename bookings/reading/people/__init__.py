"""People: who is asking, how a person sees themselves, customers as a venue knows them, and the search for a name."""
