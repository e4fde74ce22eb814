"""The pages under /admin/: one for each noun that is set up. Load, one verb of the administration, answer."""
