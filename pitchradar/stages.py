"""`pitchradar stage …`: one stage alone, JSON lines in, JSON lines out, one answer a question, in order.

These contracts are how quality is measured. A bad question is answered with an "error", never with a traceback.
"""

from __future__ import annotations

import json
import mimetypes
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from datetime import UTC, date, datetime, time
from pathlib import Path
from queue import Queue
from typing import Any
from zoneinfo import ZoneInfo

from crawlers import detect
from crawlers.extractors.errors import Unreadable
from crawlers.parsing.pool import Pool, lost
from crawlers.parsing.reading import MODULES
from pipeline import dates
from pipeline.config import Config
from pipeline.history import facts_of
from pipeline.judge import judge
from pipeline.matching.listing import listing_of
from pipeline.matching.match import compare
from pipeline.mistakes import BROKEN, where
from pipeline.model import BERLIN, Near, Page, Source
from pipeline.normalise import Context, as_json, moment_json, normalise
from pipeline.tag import Tagger

Answer = dict[str, Any]
Stage = Callable[[Mapping[str, Any]], Answer]

# what a question of the wrong form leads to; a page's own trouble is told by the worker that reads it
FORM = (ValueError, KeyError, TypeError)
ANY_FORM = (*FORM, AttributeError, OSError, ArithmeticError, RecursionError)
AHEAD = 8  # questions that are given to the workers before the first of them is answered


def run(name: str, lines: Iterable[str], config: Callable[[], Config]) -> Iterator[str]:
    """The answers of the stage `name`; pages are read in worker processes, which bounds what one page can take."""
    return pooled(lines) if name == "extract" else answers(lines, stage(name, config))


def pooled(lines: Iterable[str]) -> Iterator[str]:
    """The answers of stage `extract`, in order; a line is answered without waiting for the next one."""
    waiting: Queue[tuple[str, Future[str]] | None] = Queue(AHEAD)
    with Pool(("pitchradar.stages", *MODULES)) as pool:
        threading.Thread(target=_ask, args=(lines, pool, waiting), daemon=True).start()
        while asked := waiting.get():
            line, future = asked
            error = future.exception()
            yield _stopped(line, error) if error else future.result()


def _ask(lines: Iterable[str], pool: Pool, waiting: Queue[tuple[str, Future[str]] | None]) -> None:
    try:
        for line in filter(str.strip, lines):
            waiting.put((line, pool.submit(extract_line, line)))
    finally:
        waiting.put(None)


def extract_line(line: str) -> str:
    """The answer to one question of stage `extract`, as a line."""
    return json.dumps(_answer(line, extract, FORM), ensure_ascii=False)


def _stopped(line: str, error: BaseException) -> str:
    """The answer for a page that broke its worker."""
    why = lost(error) or f"{BROKEN}: {where(error)}"
    return json.dumps({"file": json.loads(line).get("file"), "kind": None, "events": [], "error": why})


def answers(lines: Iterable[str], stage: Stage) -> Iterator[str]:
    """One JSON line for every non-empty line."""
    for line in lines:
        if line.strip():
            yield json.dumps(_answer(line, stage, ANY_FORM), ensure_ascii=False)


def _answer(line: str, stage: Stage, bad: tuple[type[Exception], ...]) -> Answer:
    try:
        question = json.loads(line)
        if not isinstance(question, dict):
            raise TypeError("a question is a JSON object")
    except (ValueError, TypeError, RecursionError) as error:
        return _told(error)
    try:
        return stage(question)
    except bad as error:
        return _told(error)


def _told(error: Exception) -> Answer:
    return {"error": f"{type(error).__name__}: {error}"}


def stage(name: str, config: Callable[[], Config]) -> Stage:
    """The stage of that name; `config` is asked only where words or places come from it."""
    if name == "tag":
        return _tag(config())
    return {"extract": extract, "dates": read_dates, "match": match, "judge": judge_run}[name]


STAGES = ("extract", "dates", "tag", "match", "judge")


def _instant(text: str | None, zone: str) -> datetime:
    """ISO date or time; a date is its noon, so that no zone makes it another day."""
    if not text:
        raise ValueError("as_of is missing")
    if len(text) == 10:
        return datetime.combine(date.fromisoformat(text), time(12), ZoneInfo(zone))
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def page_of(path: Path, url: str, at: datetime) -> Page:
    """A saved page as if it had just been fetched; the content type from the file's name."""
    kind = mimetypes.guess_type(path.name)[0]
    return Page(url, 200, {"content-type": kind} if kind else {}, path.read_bytes(), at.astimezone(UTC))


def extract(question: Mapping[str, Any]) -> Answer:
    """All dated events of a saved page: extractor and normalise."""
    file, zone = question["file"], question.get("timezone") or BERLIN
    as_of = _instant(question.get("as_of"), zone)
    try:
        page = page_of(Path(file), question.get("url") or "", as_of)
        source = Source(id="stage", url=page.url, timezone=zone)
        kind, raws, _ = detect.extract(page, source)
    except (Unreadable, OSError) as error:
        return {"file": file, "kind": None, "events": [], "error": str(error)}
    context = Context(as_of)
    events = [as_json(sighting) for raw in raws for sighting in normalise(raw, source, context).sightings]
    return {"file": file, "kind": kind, "events": events}


def read_dates(question: Mapping[str, Any]) -> Answer:
    """The occurrences of one or more fragments."""
    zone = question.get("timezone") or BERLIN
    text = question["text"]
    fragments = [text] if isinstance(text, str) else [str(part) for part in text]
    near = Near(**question["near"]) if question.get("near") else None
    reading = dates.read(fragments, as_of=_instant(question.get("as_of"), zone), tz=zone, near=near)
    spans = [
        {"start": moment_json(w.start), "end": moment_json(w.end), "all_day": w.all_day} for w in reading.occurrences
    ]
    guessed = sorted({part for when in reading.occurrences for part in when.guessed})
    return {"dates": spans, "guessed": guessed, "reason": reading.reason}


def _tag(config: Config) -> Stage:
    ready = Tagger(config.vocabulary)

    def tag(question: Mapping[str, Any]) -> Answer:
        tags = ready.tag(*(str(question.get(key) or "") for key in ("title", "text", "organizer")))
        return {
            "industries": list(tags.industries),
            "topics": list(tags.topics),
            "format": tags.format,
            "formats": list(tags.formats),
            "startup_relevant": tags.startup_relevant,
            "kmu_fit": tags.kmu_fit,
            "language": tags.language,
            "price": tags.price,
            "audience": list(tags.audience),
            "evidence": {label: list(words) for label, words in tags.evidence.items()},
        }

    return tag


def match(question: Mapping[str, Any]) -> Answer:
    """Are two listings one event?"""
    found = compare(listing_of(question["a"]), listing_of(question["b"]))
    return {"same": found.same, "score": round(found.score, 3), "why": found.why}


def judge_run(question: Mapping[str, Any]) -> Answer:
    """The verdict on a run after its history."""
    verdict = judge([facts_of(row) for row in question["history"]], facts_of(question["run"]))
    return {"held": verdict.held, "alarm": verdict.alarm, "cause": verdict.cause, "why": verdict.why}
