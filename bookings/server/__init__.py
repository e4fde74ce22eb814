"""Serving: the command line, the embedded WSGI server on gevent, how it reads requests, and its shutdown on SIGTERM."""
