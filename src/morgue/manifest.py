"""Hand on the names of `morgue.archive.manifest` that docs/python.md documents here."""

from __future__ import annotations

from morgue.archive.manifest import Manifest, Recorded, Replay, content_sha256, replay

__all__ = ["Manifest", "Recorded", "Replay", "content_sha256", "replay"]
