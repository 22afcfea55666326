"""Write docs/schemas: a JSON Schema (2020-12) for every JSON document that morgue prints or writes.

`python docs/make_schemas.py` writes them; with `--check` it fails where a file is not what the code says.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from morgue.render.schemas import DOCUMENTS, whole

FOLDER = Path(__file__).with_name("schemas")
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def written(name: str) -> str:
    """Return the text of a schema's file."""
    title, body = DOCUMENTS[name]
    schema = {"$schema": DIALECT, "title": f"morgue {title}", **whole(body)}
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the files, or with --check compare them."""
    made = {name: written(name) for name in DOCUMENTS}
    if "--check" not in sys.argv[1:]:
        for name, text in made.items():
            (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")
        return 0
    there = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    wrong = sorted(name for name in {*made, *there} if made.get(name) != there.get(name))
    if wrong:
        print(f"docs/schemas: {', '.join(wrong)}: run python docs/{Path(__file__).name}", file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
