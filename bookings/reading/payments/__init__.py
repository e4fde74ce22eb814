"""Payments at a provider as pages show them."""
