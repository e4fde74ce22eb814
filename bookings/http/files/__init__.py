"""Responses that are files to be kept."""
