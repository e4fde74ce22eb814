"""What a new venue of each kind begins with: a document as `administration.documents` imports it, without a name and a place.

The set-up's steps show its parts to be edited. They are the JSON files of this folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent


@cache
def template_of(kind: str) -> Mapping[str, Any]:
    """Raises FileNotFoundError for a kind that there is not."""
    document: dict[str, Any] = json.loads((FOLDER / f"{kind}.json").read_text())
    return document
