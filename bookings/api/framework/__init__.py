"""The framework of the API: declarations of calls, request parsing, authentication, errors, rate limits, OpenAPI.

It knows no noun: venues, bookings and the rest are in `api`.
"""
