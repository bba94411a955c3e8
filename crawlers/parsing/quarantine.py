"""Pages that broke a worker, kept with their cause for whoever mends the reader. A folder of bounded size.

Two files a page, named by what it holds: `<hash>.json` (address, source, cause, when, the reading code) and
`<hash>.body`. Decides nothing about events.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.model import Page
from pipeline.text import clean
from pipeline.wholefile import write_lines

MOST = 50  # pages; each at most as large as a body may be


@dataclass(frozen=True, slots=True)
class Quarantine:
    """The folder (it need not exist), and the mark of the code that reads now."""

    folder: Path
    code: str = ""

    def cause(self, page: Page) -> str | None:
        """Why these bytes are here, if this very code put them here; None: read them."""
        if not self.folder.is_dir():
            return None  # nearly always: no page has to be hashed for it
        try:
            entry = json.loads(self._place(page).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return str(entry["cause"]) if isinstance(entry, dict) and entry.get("code") == self.code else None

    def keep(self, page: Page, source_id: str, cause: str) -> None:
        """Put a page here; the oldest ones make room."""
        self.folder.mkdir(parents=True, exist_ok=True)
        place = self._place(page)
        entry: dict[str, Any] = {
            "url": clean(page.url, 2_000),
            "source": source_id,
            "cause": cause,
            "at": page.fetched_at.isoformat(),
            "code": self.code,
            "headers": dict(page.headers),
        }
        place.with_suffix(".body").write_bytes(page.body)
        write_lines(place, [json.dumps(entry)])
        self._trim()

    def entries(self) -> dict[str, bytes]:
        """{file name: content} of what is known of the pages here, without the pages."""
        return {path.name: path.read_bytes() for path in sorted(self.folder.glob("*.json"))}

    def take(self, files: Mapping[str, bytes]) -> None:
        """Files of another quarantine, put here too."""
        if files:
            self.folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (self.folder / Path(name).name).write_bytes(content)
        self._trim()

    def _trim(self) -> None:
        kept = sorted(self.folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
        for old in kept[: -MOST or None]:
            old.with_suffix(".body").unlink(missing_ok=True)
            old.unlink()

    def _place(self, page: Page) -> Path:
        return self.folder / f"{hashlib.sha256(page.body).hexdigest()[:20]}.json"
