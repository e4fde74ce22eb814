"""The verbs that set up what other programs are told."""
