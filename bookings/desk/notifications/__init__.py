"""What people are told: written with what causes it (`write`), sent by staff (`send`), read and cleared by whom it is for (`own`)."""
