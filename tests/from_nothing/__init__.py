"""Venues of each kind from an empty database to the first sale, by the pages alone; the club by commands alone, too."""
