"""Say what an item is by the type that its form states: a story, or a picture, video, audio or graphic."""

from __future__ import annotations

import re

_TYPES = {
    name: kind
    for kind, names in (
        ("picture", "picture pictures photo photos photograph image images gallery slideshow bild foto"),
        ("video", "video videos film clip"),
        ("audio", "audio sound radio podcast"),
        ("graphic", "graphic graphics infographic animated animation cartoon illustration chart map grafik"),
    )
    for name in names.split()
}
_SCHEME = re.compile(r"[^/:#]*[/:#]")


def item_type(stated: object) -> str:
    """Return the type of an article for a type as ninjs, NewsML or an interface states it: `icls:picture`, `ninat:video`."""
    if not isinstance(stated, str) or len(stated) > 200:
        return "story"
    return _TYPES.get(_SCHEME.sub("", stated).strip().lower(), "story")
