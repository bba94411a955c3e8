"""The front door with bad input: a sentence and an exit code, never a traceback."""

import json
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest

from pitchradar.schedule import Service
from pitchradar.workplace import workplace

SETTINGS = 'contact = "team@beispiel.example"\n'


def pitchradar(*arguments: str | Path, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pitchradar.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, text=True, timeout=120)


def write(folder: Path, **files: str) -> None:
    (folder / "config" / "sources").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / "config" / name.replace("__", "/")).with_suffix(".toml").write_text(text, "utf-8")


def test_unknown_key_names_file_line_and_the_right_word(tmp_path: Path) -> None:
    write(tmp_path, settings=SETTINGS, sources__owl='[haus]\nurl = "https://haus.example/"\ntitel = "Haus"\n')
    done = pitchradar("run", cwd=tmp_path)
    assert done.returncode == 2
    assert "owl.toml:3" in done.stderr and "title" in done.stderr
    assert "Traceback" not in done.stderr


def test_unknown_source_is_named(tmp_path: Path) -> None:
    write(tmp_path, settings=SETTINGS)
    done = pitchradar("run", "nirgends", cwd=tmp_path)
    assert (done.returncode, "nirgends" in done.stderr) == (2, True)


@pytest.mark.parametrize("options", [[], ["--config", "nowhere"]])
@pytest.mark.parametrize("command", ["run", "publish", "source list"])
def test_nothing_is_crawled_or_published_without_a_config(command: str, options: list[str], tmp_path: Path) -> None:
    done = pitchradar(*command.split(), *options, cwd=tmp_path)
    assert done.returncode == 2 and "no such folder" in done.stderr and "init" in done.stderr
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_in_use_is_told_before_any_work(command: str, tmp_path: Path) -> None:
    write(tmp_path, settings=SETTINGS)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = pitchradar(command, "--port", port, "--data", "here", cwd=tmp_path)
    assert done.returncode == 2 and port in done.stderr and "--port" in done.stderr
    assert "served" not in done.stdout and not (tmp_path / "here").exists()


def test_its_version_is_told(tmp_path: Path) -> None:
    done = pitchradar("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"pitchradar {version('pitchradar')}\n")


@pytest.mark.parametrize(
    ("base_url", "warned"),
    [("", True), ("http://localhost:9", True), ("https://termine.example", False), ("http://127.0.0.1:{port}", False)],
)
def test_links_that_lead_to_another_port_of_this_machine_are_warned_of(
    base_url: str, warned: bool, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    base = f'base_url = "{base_url.format(port=port)}"\n' if base_url else ""
    write(tmp_path, settings=SETTINGS + base)
    command = [sys.executable, "-m", "pitchradar.cli", "serve", "--port", str(port)]
    served = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        wait_for(port)
    finally:
        served.terminate()
        told = served.communicate(timeout=20)[1]
    assert (f"not to port {port}" in told and "base_url" in told) is warned


def wait_for(port: int) -> None:
    """Until somebody listens there, at most half a minute."""
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nobody listens")


def test_second_run_says_so(tmp_path: Path) -> None:
    write(tmp_path, settings=SETTINGS)
    place = workplace(tmp_path / "config", tmp_path / "var")
    with place.lock():
        done = pitchradar("run", cwd=tmp_path)
    assert done.returncode == 3
    assert pitchradar("run", "--json", cwd=tmp_path).returncode == 0


def test_a_run_says_that_nothing_is_due(tmp_path: Path) -> None:
    write(tmp_path, settings=SETTINGS)
    assert pitchradar("run", cwd=tmp_path).stdout.startswith("no source is due: there are none yet")
    assert "source add URL" in pitchradar("source", "list", cwd=tmp_path).stdout


def test_a_backup_in_no_folder_is_told(tmp_path: Path) -> None:
    write(tmp_path, settings=SETTINGS)
    told = pitchradar("backup", "nowhere/a.tar.gz", cwd=tmp_path)
    assert (told.returncode, told.stderr) == (2, "nowhere: there is no such folder\n")


def test_what_went_wrong_is_said_in_words(tmp_path: Path) -> None:
    write(tmp_path, settings=SETTINGS)
    told = pitchradar("run", "--now", "quark", cwd=tmp_path)
    assert (told.returncode, told.stderr) == (
        2,
        "quark: not an ISO 8601 date or time, e.g. 2026-12-03T18:00\n",
    )
    (tmp_path / "var").write_text("a file", "utf-8")
    told = pitchradar("run", cwd=tmp_path)
    assert (told.returncode, told.stderr) == (4, "var: File exists\n")


def test_broken_database_is_storage(tmp_path: Path) -> None:
    write(tmp_path, settings=SETTINGS)
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "events.db").write_text("not a database at all " * 100)
    done = pitchradar("publish", cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (4, False)
    assert pitchradar("run", cwd=tmp_path).returncode == 0  # moves it aside and makes a new one
    assert pitchradar("publish", cwd=tmp_path).returncode == 0


def test_the_scheduler_has_a_broken_database_mended(tmp_path: Path) -> None:
    write(tmp_path, settings=SETTINGS)
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "events.db").write_text("not a database at all " * 100)
    service = Service(tmp_path / "config", tmp_path / "var")
    assert service.tick(datetime.now(UTC))
    assert pitchradar("publish", cwd=tmp_path).returncode == 0
    assert not service.tick(datetime.now(UTC))  # nothing is due


@pytest.mark.parametrize(
    ("stage", "question", "keys"),
    [
        ("dates", {"text": ["Do., 3.12.26", "18–20 Uhr"], "as_of": "2026-11-22"}, {"dates", "guessed", "reason"}),
        ("dates", {"text": "3.12.26"}, {"error"}),
        (
            "tag",
            {"title": "Pitch Night Logistik"},
            {"industries", "topics", "format", "formats", "startup_relevant", "kmu_fit", "evidence"},
        ),
        ("tag", {}, {"industries", "format"}),
        (
            "match",
            {"a": {"title": "A", "start": "2026-12-03"}, "b": {"title": "B", "start": None}},
            {"same", "score", "why"},
        ),
        (
            "judge",
            {"history": [], "run": {"at": "2026-11-22", "found": 0, "ok": True}},
            {"held", "alarm", "cause", "why"},
        ),
        (
            "extract",
            {"file": "/nowhere.html", "url": "https://x.example/", "as_of": "2026-11-22"},
            {"file", "events", "error"},
        ),
        ("judge", [1, 2], {"error"}),
        ("judge", {"history": [5], "run": {"at": "2026-11-22"}}, {"error"}),
        ("match", {"a": "Pitch Night", "b": {}}, {"error"}),
        ("dates", {"text": "3.12.26", "as_of": "2026-11-22", "timezone": "Europe"}, {"error"}),
        ("dates", {"text": "jeden Montag", "as_of": "9999-06-01"}, {"error"}),
    ],
)
def test_stage_answers_every_line(stage: str, question: object, keys: set[str], tmp_path: Path) -> None:
    deep = "[" * 100_000
    done = pitchradar("stage", stage, cwd=tmp_path, stdin=f"{json.dumps(question)}\nno json\n{deep}\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == 3
    assert keys <= set(answers[0])
    assert "error" in answers[1] and "error" in answers[2]


def test_nothing_is_imported_from_the_working_directory(tmp_path: Path) -> None:
    (tmp_path / "crawlers").mkdir()
    (tmp_path / "crawlers" / "__init__.py").write_text("raise SystemExit('imported')")
    (tmp_path / "page.html").write_text(
        "<h1>Termine</h1><ul><li>3.12.2026, 18 Uhr: Pitch<li>9.12.2026, 19 Uhr: Demo</ul>"
    )
    question = {"file": "page.html", "url": "https://haus.example/termine", "as_of": "2026-11-20"}
    command = [Path(sys.executable).with_name("pitchradar"), "stage", "extract"]
    done = subprocess.run(
        command, cwd=tmp_path, input=json.dumps(question), capture_output=True, text=True, timeout=120
    )
    assert len(json.loads(done.stdout)["events"]) == 2, done.stderr
