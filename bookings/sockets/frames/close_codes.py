"""The close codes that the server sends (RFC 6455, 7.4, and IANA's registry). Clients come back for the last two."""

UNSUPPORTED = 1003
POLICY_VIOLATION = 1008
TOO_BIG = 1009
INTERNAL = 1011
RESTARTING = 1012
OVERLOADED = 1013
