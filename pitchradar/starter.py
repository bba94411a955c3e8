"""`pitchradar init DIR`: a starter config to edit."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.config import default_folder

COPIED = ("settings.toml", "regions.toml", "feeds.toml")  # what an operator edits; the rest comes from the defaults


def init(folder: Path) -> list[str]:
    """Copy what an operator edits, and all shipped sources. Raises ValueError rather than overwrite a file."""
    default = default_folder()
    todo = [default / name for name in COPIED] + sorted((default / "sources").glob("*.toml"))
    targets = [folder / path.relative_to(default) for path in todo]
    taken = [str(target) for target in targets if target.exists()]
    if taken:
        raise ValueError(f"already there: {', '.join(taken)}")
    for path, target in zip(todo, targets, strict=True):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return [
        f"{len(targets)} files written to {folder}",
        f"next: edit {folder / 'settings.toml'}, then pitchradar doctor",
    ]
