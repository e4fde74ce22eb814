"""What people do with their own accounts: a forgotten password, another address, their name and number, export, deletion."""
