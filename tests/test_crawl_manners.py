"""How the crawler behaves: pauses, one connection a host, certificates, repeated calls, a process that dies."""

from __future__ import annotations

import json
import os
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crawlers.report import read_pages
from crawlers.runner import crawl
from crawlers.settings import Plain
from pipeline import wire
from pipeline.crawled import CrawlReport, CrawlState
from pipeline.model import Source
from pipeline.runfiles import read_run
from tests.loopback import Loopback, loopback

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261101T080000Z\r\n"
    "DTSTART:20261203T170000Z\r\nSUMMARY:{title}\r\nDESCRIPTION:{text}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
PLAIN = ICS.format(title="Abend", text="Offen")


@dataclass
class Run:
    """One crawl of some healthy sites."""

    server: Loopback
    folder: Path
    sites: dict[str, str]
    reports: dict[str, CrawlReport]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("run")
    personal = "Fragen an Erika\\, erika@verein.example oder 0171 / 123 45 67\\nAlles \u202efrei\u0007"
    with loopback() as server:
        sites = {
            "plain": server.site({"*": {"body": PLAIN, "headers": {"X-A": "1"}}}),
            "personal": server.site({"*": ICS.format(title="Abend\u0000 \u200bhier", text=personal)}),
            "tls": server.site({"*": PLAIN}, tls=certified(folder, "verein.example")),
            "expired": server.site({"*": PLAIN}, tls=certified(folder, "verein.example", days=-1)),
            "known": server.site({"*": PLAIN}, tls=certified(folder, "verein.example", days=-1)),
        }
        sources = [Source(name, url + "/", unchecked=name == "known") for name, url in sites.items()]
        reports = crawl(sources, {}, folder, settings(), now=NOW, bodies=True)
        yield Run(server, folder, sites, {report.source_id: report for report in reports})


def settings(delay: float = 0.0, timeout: float = 5.0) -> Plain:
    return Plain("https://radar.example", "post@radar.example", delay, timeout, ("127.0.0.0/8",))


def test_what_is_said_of_us(run: Run) -> None:
    for request in run.server.seen:
        assert request.headers["user-agent"].startswith("pitchradar/")
        assert "(+https://radar.example; post@radar.example)" in request.headers["user-agent"]
        assert not {"cookie", "referer", "authorization"} & set(request.headers)


def test_personal_data_and_control_characters_end_at_the_door(run: Run) -> None:
    written = (run.folder / "personal.jsonl").read_text("utf-8")
    event = json.loads(written.splitlines()[0])["event"]
    assert event["title"] == "Abend hier"
    assert "Alles frei" in event["description"]
    assert "erika@" not in written
    assert "123 45" not in written


def test_pages_are_kept_on_request(run: Run) -> None:
    (page,) = read_pages(run.folder, "plain")
    assert (page.url, page.status, page.body) == (run.sites["plain"] + "/", 200, PLAIN.encode())
    assert page.headers["x-a"] == "1"
    assert page.fetched_at - NOW < timedelta(seconds=30)
    assert read_pages(run.folder, "nobody") == []


def test_every_request_is_on_record(run: Run) -> None:
    site = run.sites["plain"]
    records = [json.loads(line) for line in (run.folder / "requests.jsonl").read_text("utf-8").splitlines()]
    mine = [one for one in records if one["url"].startswith(site)]
    assert [one["url"].removeprefix(site) for one in mine] == run.server.paths(site)
    assert {(one["source"], one["status"], one["at"][:10]) for one in mine} == {("plain", 200, "2026-11-22")}


def test_certificates_are_checked(run: Run) -> None:
    assert [run.reports[name].cause for name in ("tls", "expired", "known")] == ["tls", "tls", None]
    assert run.server.requests(run.sites["tls"]) == run.server.requests(run.sites["expired"]) == []
    assert run.reports["known"].events == 1
    assert [(run.folder / name).read_text("utf-8") for name in ("crawl.log", "crawl.err")] == ["", ""]


def test_doors_by_name_and_by_ipv6(tmp_path: Path) -> None:
    with loopback() as server:
        sites = {"name": server.site({"*": PLAIN}, at=("127.0.0.1", 0)).replace("127.0.0.1", "localhost")}
        if Path("/proc/net/if_inet6").exists():
            sites["six"] = server.site({"*": PLAIN}, at=("::1", 0))
        doors = tuple(url.removeprefix("http://") for url in sites.values())
        sources = [Source(name, url + "/") for name, url in sites.items()]
        plain = Plain("https://radar.example", "", 0.0, 5.0, doors)
        reports = crawl(sources, {}, tmp_path, plain, now=NOW)
    assert [(report.cause, report.events) for report in reports] == [(None, 1)] * len(sites)


def test_a_crawl_ends_with_its_last_source(tmp_path: Path) -> None:
    """Scrapy looks every five seconds whether anything is left to do: nobody waits for that."""
    with loopback() as server:
        site = server.site({"*": {"status": 404}})
        crawl([Source("a", site + "/")], {}, tmp_path, settings(), now=NOW)
        assert time.monotonic() - server.requests(site)[-1].at < 3.5


def test_pauses_hold_over_all_sources_of_a_host(tmp_path: Path) -> None:
    with loopback() as server:
        site = server.site({"*": PLAIN})
        slow = server.site({"/robots.txt": "User-agent: *\nCrawl-delay: 0.6", "*": PLAIN})
        sources = [Source(f"a-{at}", f"{site}/{at}") for at in range(6)]
        sources += [Source(f"b-{at}", f"{slow}/{at}") for at in range(3)]
        crawl(sources, {}, tmp_path, settings(delay=0.3), now=NOW)
        assert len(server.requests(site)) == 7
        assert min(gaps(server, site)) > 0.25
        assert len(server.requests(slow)) == 4
        assert min(gaps(server, slow)) > 0.45  # as it asked for; a busy machine shifts what is seen
        assert set(server.most_open.values()) == {1}


def test_pauses_are_counted_from_the_request_not_from_a_slow_answer(tmp_path: Path) -> None:
    with loopback() as server:
        site = server.site({"/robots.txt": "", "*": {"body": PLAIN, "delay": 0.5}})
        crawl([Source(f"a-{at}", f"{site}/{at}") for at in range(6)], {}, tmp_path, settings(delay=0.6), now=NOW)
        assert len(server.requests(site)) == 7
        assert min(gaps(server, site)) > 0.55
        assert median(gaps(server, site)) < 0.9


def gaps(server: Loopback, site: str) -> list[float]:
    return [later.at - earlier.at for earlier, later in pairwise(server.requests(site))]


def test_slow_and_dead_hosts_delay_nobody(tmp_path: Path) -> None:
    with loopback() as server:
        dead = [Source(f"dead-{at}", server.site({"*": {"delay": 9}}) + "/") for at in range(30)]
        live = [Source(f"live-{at}", server.site({"*": PLAIN}) + "/") for at in range(30)]
        done = crawl([*dead, *live], {}, tmp_path, settings(timeout=3.0), now=NOW)
        reports = {report.source_id: report for report in done}
        seconds = [(reports[one.id].ended - reports[one.id].started).total_seconds() for one in live]
        assert max(seconds) < 2.5
        assert {reports[one.id].cause for one in dead} == {"timeout"}


def test_again_in_one_process_and_in_full_when_the_source_is_set_up_anew(tmp_path: Path) -> None:
    with loopback() as server:
        url = server.site({"*": {"body": PLAIN, "etag": '"1"'}}) + "/"
        names = ["same", "renamed", "patched"]
        first = crawl([Source(name, url) for name in names], {}, tmp_path / "1", settings(), now=NOW)
        again = [Source("same", url), Source("renamed", url, title="X"), Source("patched", url, patches={"a": "b"})]
        states = {report.source_id: report.state for report in first}
        second = crawl(again, states, tmp_path / "2", settings(), now=NOW)
    assert [report.events for report in first] == [1, 1, 1]
    assert [(report.not_modified, report.events) for report in second] == [(1, 0), (1, 0), (0, 1)]
    assert crawl([], {}, tmp_path / "3", settings(), now=NOW) == []


def certified(folder: Path, host: str, days: int = 1) -> ssl.SSLContext:
    """A certificate for `host` by nobody we trust; `days` < 0: it ended so long ago."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    day = timedelta(days=1)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = (
        builder.serial_number(1)
        .not_valid_before(datetime.now(UTC) - 9 * day)
        .not_valid_after(datetime.now(UTC) + days * day)
    )
    path = folder / "site.pem"
    form = serialization.Encoding.PEM
    private = key.private_bytes(form, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + builder.sign(key, hashes.SHA256()).public_bytes(form))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def crawling(folder: Path) -> list[int]:
    """Process ids of crawling processes of a run folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes()
        except OSError:
            continue
        if b"crawlers.process" in command and str(folder).encode() in command:
            found.append(int(entry.parent.name))
    return found


def wait_for(condition: Callable[[], object], seconds: float = 40.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_a_killed_process_loses_only_what_was_not_finished(tmp_path: Path) -> None:
    with loopback() as server:
        quick, hanging = server.site({"*": PLAIN}), server.site({"*": {"delay": 30}})
        sources = [Source("quick", quick + "/"), Source("hanging", hanging + "/")]
        state = CrawlState(hashes={"x": "y"}, failures=2)

        def kill() -> None:
            wait_for((tmp_path / "quick.report.json").exists)
            for pid in crawling(tmp_path):
                os.kill(pid, signal.SIGKILL)

        threading.Thread(target=kill).start()
        done, lost = crawl(sources, {"hanging": state}, tmp_path, settings(timeout=30), now=NOW)
    assert (done.cause, done.events) == (None, 1)
    assert (lost.cause, lost.complete, lost.state.hashes, lost.state.failures) == (
        "program error",
        False,
        {"x": "y"},
        3,
    )
    assert {run.report.source_id for run in read_run(tmp_path)} == {"quick", "hanging"}


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_no_crawl_outlives_its_program(tmp_path: Path, how: signal.Signals) -> None:
    with loopback() as server:
        source = Source("a", server.site({"*": {"delay": 60}}) + "/")
        (tmp_path / "source.json").write_text(wire.dump_json(source), "utf-8")
        script = (
            "import sys, pathlib, datetime\nfrom crawlers.runner import crawl\nfrom crawlers.settings import Plain\n"
            "from pipeline import wire\nfrom pipeline.model import Source\nfolder = pathlib.Path(sys.argv[1])\n"
            "source = wire.load_json(Source, (folder / 'source.json').read_bytes())\n"
            "settings = Plain('http://x.example', '', 0.0, 60.0, ('127.0.0.0/8',))\n"
            "crawl([source], {}, folder / 'run', settings, now=datetime.datetime.now(datetime.UTC))\n"
        )
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        program = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], env=environment)
        assert wait_for(lambda: server.seen)
        program.send_signal(how)
        program.wait(5)
        assert wait_for(lambda: not crawling(tmp_path), 5)
