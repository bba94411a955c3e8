"""An installation to break: a config with some sources on loopback, its data folder, and the program as a process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import tomlkit

from pipeline.model import Event
from pitchradar import work
from pitchradar.workplace import Workplace, workplace
from tests.loopback import Loopback, loopback

NOW = datetime(2026, 11, 22, 5, tzinfo=UTC)
SOURCES = 3
TITLES = ("Gründerabend", "Pitch Night", "Startup-Frühstück", "Demo Day", "Gründungsberatung", "Investorentreffen")


@dataclass(frozen=True)
class Ground:
    """A config folder, a data folder, and the sites that the sources stand for."""

    config: Path
    data: Path
    server: Loopback
    sites: Mapping[str, str]

    @property
    def place(self) -> Workplace:
        """Read anew."""
        return workplace(self.config, self.data)

    def copied(self, data: Path) -> Ground:
        """The same with a copy of its data, to break."""
        shutil.copytree(self.data, data, symlinks=True)
        return replace(self, data=data)

    def run(self, now: datetime = NOW) -> work.Work:
        """All sources, in this process."""
        place = self.place
        return work.run(place, list(place.config.sources), now)

    def command(self, *arguments: str) -> list[str]:
        """The program as a shell would start it."""
        where = ["--config", str(self.config), "--data", str(self.data)]
        return [sys.executable, "-m", "pitchradar.cli", *arguments, *where]

    def cli(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run the program to its end."""
        return subprocess.run(self.command(*arguments), capture_output=True, text=True, timeout=120, **options)

    def show(self, number: int, shift: int = 0) -> None:
        """Let every site show `number` events; `shift` moves the first by so many minutes."""
        for id, address in self.sites.items():
            self.server.script(address, {"/": calendar(id, number, shift)})

    def events(self) -> dict[str, Event]:
        """All that is stored, by UID."""
        with self.place.store() as store:
            return {event.uid: event for event in store.events()}

    def feeds(self) -> dict[str, bytes]:
        """Every published feed."""
        folder = self.data / "public" / "feeds"
        return {path.name: path.read_bytes() for path in folder.glob("*.*") if path.name != "index.json"}


def calendar(id: str, number: int, shift: int = 0) -> dict[str, Any]:
    """A calendar of `number` start-up evenings in December 2026."""
    items = "".join(item(f"{id}-{at}", TITLES[at % 6], at % 28 + 1, 0 if at else shift) for at in range(number))
    body = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//haus//DE\r\n{items}END:VCALENDAR\r\n"
    return {"body": body, "headers": {"Content-Type": "text/calendar; charset=utf-8"}}


def item(uid: str, title: str, day: int, shift: int) -> str:
    """One event of a calendar."""
    fields = [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        "DTSTAMP:20261101T000000Z",
        f"DTSTART;TZID=Europe/Berlin:202612{day:02}T18{shift:02}00",
        f"SUMMARY:{title} {uid}",
        "LOCATION:Halle\\, Bünde",
        "DESCRIPTION:Ein Abend für Gründerinnen und Gründer\\, mit Startup-Pitches.",
        "END:VEVENT",
    ]
    return "".join(f"{field}\r\n" for field in fields)


@contextmanager
def ground(folder: Path, events: int = 8, sources: int = SOURCES) -> Iterator[Ground]:
    """A new installation in `folder`."""
    with loopback() as server:
        sites = {f"haus{at}": server.site({"/": calendar(f"haus{at}", events)}) for at in range(sources)}
        config = folder / "config"
        (config / "sources").mkdir(parents=True)
        settings = {"base_url": "https://radar.example", "contact": "post@radar.example", "delay": 0.0,
                    "allow_hosts": ["127.0.0.0/8"]}  # fmt: skip
        (config / "settings.toml").write_text(tomlkit.dumps(settings), "utf-8")
        tables = {id: {"title": id, "url": f"{url}/", "kind": "ics", "relevant": "always"} for id, url in sites.items()}
        (config / "sources" / "owl.toml").write_text(tomlkit.dumps(tables), "utf-8")
        yield Ground(config, folder / "var", server, sites)


def is_whole(name: str, data: bytes) -> bool:
    """Whether a feed that was read is whole, by its own form."""
    text = data.decode("utf-8")
    if name.endswith(".ics"):
        return text.startswith("BEGIN:VCALENDAR") and text.rstrip().endswith("END:VCALENDAR")
    if name.endswith(".json"):
        return isinstance(json.loads(text), list if name == "auswahl.json" else dict)
    return text.startswith("<?xml") and text.rstrip().endswith((">",)) and text.count("<item>") == text.count("</item>")


def spare(path: Path) -> int:
    """Bytes free where `path` lies."""
    found = os.statvfs(path)
    return found.f_bavail * found.f_frsize
