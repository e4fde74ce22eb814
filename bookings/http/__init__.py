"""What every request meets, a page's or a program's: sessions, rate limits, error pages, proxy, compression, metrics.

The addresses themselves are in `web`, `api` and the gateways' `routes`.
"""
