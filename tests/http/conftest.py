"""The same site and visitors as in the tests of pages."""

from tests.web.conftest import each_site, site, visit

__all__ = ["each_site", "site", "visit"]
