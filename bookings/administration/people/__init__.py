"""People: their rights at venues, invitations, deactivation, corrections, and merging two into one."""
