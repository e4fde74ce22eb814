"""Scenes: what each kind of topic looks like, for each audience.

A scene knows which pieces a change touches and how they are drawn. It knows nothing of sockets, requests or sessions of
Flask. A new live thing is a kind of change, a macro in templates/fragments and a line in a scene.
"""

from __future__ import annotations

from bookings.live.scenes.scene import Scene

__all__ = ["Scene"]
