"""Where the packaged config lies; reads nothing of it."""

from __future__ import annotations

from pathlib import Path


def default_folder() -> Path:
    """The packaged defaults: `pitchradar/default_config` in an installation, `config` in a checkout."""
    root = Path(__file__).parent.parent
    packaged = root / "pitchradar" / "default_config"
    return packaged if packaged.is_dir() else root / "config"
