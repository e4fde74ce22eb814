"""The pages of one's own account: links that were mailed, a forgotten password, the profile, export and deletion."""
