"""How a call of the API is declared, checked, answered and described: requests, errors, authentication, OpenAPI.

It knows no noun: venues, bookings and the rest are in `api`.
"""
