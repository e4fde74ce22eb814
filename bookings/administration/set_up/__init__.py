"""The set-up of a venue in steps, each one transaction of the administration's verbs, and which step comes next."""
