"""Which clock times go with a record's dates. Hands texts on, reads none; the dates are chosen in `own_dates`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.days.mentions import Mention
from crawlers.extractors.listing.days.names import DAYNAME
from crawlers.extractors.listing.fields import agendas, breaks, clock_lines, labelled, spans, spoken_hours
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording import houses
from crawlers.extractors.listing.wording.clocks import CLOCK, EXACT, HALF, RANGE
from crawlers.extractors.listing.wording.labels import PEOPLE
from crawlers.extractors.listing.wording.no_events import HOURS
from crawlers.extractors.listing.wording.when import ALWAYS, DOORS, EACH, END, UNTIL, WEEKLY

# On which days, which the dates say themselves; of a span also by their names.
_HABIT = re.compile(rf"\b(?:{ALWAYS}\s)?(?:täglich|daily|each day|every day|{WEEKLY})\b[:,]?\s?", re.IGNORECASE)
_BEFOREHAND = re.compile(  # hours that are not those of an agenda's first item: of the desk, or of who answers
    r"check-?in|registr|einlass|akkredit|ankunft|tel(?:\.|efon)|büro|öffnungs|sprechz|@", re.IGNORECASE
)
_WEEKDAY = re.compile(
    rf"{_HABIT.pattern}|\b{DAYNAME}\b[.,]{{0,2}}(?:\s?(?:&|\+|/|und|and)\s?{DAYNAME}\b[.,]{{0,2}})*\s", re.IGNORECASE
)
# None but that of the hour.
_NO_WORDS = re.compile(r"[\d\s:.–-]+(?:Uhr)?")
_RULE = re.compile(rf"{EACH}\s{DAYNAME}\b", re.IGNORECASE)
_AT_END = re.compile(rf"({EXACT})(?:\s?(?:uhr|mes?z|ces?t))?$", re.IGNORECASE)
_HOUR = r"(?:[01]?\d|2[0-4])(?:\.[0-5]\d)?"
# Below "Zeit".
_HOURS = re.compile(rf"(?:(?:ab|um|von|gegen) )?{_HOUR}(?:(?:\s?[-–—]\s?| bis ){_HOUR})?")
_TWO_CLOCKS = re.compile(rf"({EXACT}{HALF})(?:\s?uhr)? ({EXACT}{HALF})((?:\s?uhr)?)", re.IGNORECASE)
_ENDS_THEN = re.compile(rf"\b(?:{END}|{UNTIL})(?:\s(?:gegen|um|ca\.|etwa|ist))*\s*$", re.IGNORECASE)
_BACK = re.compile(r" (?:sind|kommen|kehren) wir (?:\w+ ){0,2}zurück\b", re.IGNORECASE)  # behind an hour
_OPEN = re.compile(r"\W*(?:öffnungszeiten|geöffnet|opening hours)\b", re.IGNORECASE)
# "Es endet um 5 Uhr."
_TELLS_END = re.compile(r"^[^\d]*\b(?:endet|enden|ends) (?:(?:um|gegen|at|ca\.|etwa) )*\d[^\d]*$", re.IGNORECASE)
_END_LINE = re.compile(
    rf"\W*(?:{END})\b:?(?: (?:ist|um|gegen|ca\.|etwa|voraussichtlich))* (?P<clock>{CLOCK})\W*", re.IGNORECASE
)
_TO_AN_END = re.compile(rf"\s(?:–|{UNTIL})\s")
_UNTIL = re.compile(rf"^{UNTIL}\s", re.IGNORECASE)
# Before a line break: "9.00-" / "16.00".
_BREAKS = re.compile(rf"{_HOUR}\s?[-–—]")
_FROM = re.compile(r"(?:von|from)\s(?=\d)", re.IGNORECASE)  # "Do., 14. Januar" / "von 18:00 bis Fr., 15. Januar, 01:00"
A_SPAN = 2  # times
EARLIEST = 8  # o'clock at which something begins whose hour is a number alone
CLAUSE = 40  # characters between two times of one sentence
NEAR_END, TO_END = 60, 120  # characters between a beginning and its end
NEAR = 8  # lines between a date and its time
AGENDA = 3  # times of one record that can be an agenda; more than these are one
REACH = 150  # characters between a date and its time in one sentence


def texts(context: Context, cluster: Cluster, lines: Sequence[Line], labels: dict[int, str | None]) -> tuple[str, ...]:
    """The date's texts, and the time's when the date has none of its own."""
    return tuple(map(breaks.bridged, _texts(context, cluster, lines, labels)))


def _texts(context: Context, cluster: Cluster, lines: Sequence[Line], labels: dict[int, str | None]) -> tuple[str, ...]:
    if ruled := _ruled(context, cluster):
        return (ruled,)
    own = [spans.consecutive(text) for _, text in cluster.pieces]
    if len(own) == 1 and DOORS.search(own[0]):
        own = [_past_doors(context, cluster, own[0])]
    if cluster.timed:
        return _with_ends(context, cluster, lines, own)
    timed = [line.text for line in lines if line.index in context.shapes.dates.times and _tells_days(cluster, line)]
    hours = _hours(lines, labels) or spans.day_by_day(cluster, timed)
    if not hours and (agenda := agendas.hours(context, cluster, lines)):
        above = [line for line in lines if line.index < agenda[0]]
        hours = _times(context, cluster, above, labels) or agenda[1]
    hours = hours or _times(context, cluster, lines, labels)
    hours = [] if spans.in_turns(cluster, hours) else hours
    if spans.is_weekly(cluster, hours):
        return (f"{' – '.join(own)} {hours[0]}",)
    if len(own) == 1:
        own = [spans.by_day(own[0], hours) if hours else spans.two_days(own[0])]
    clocks = _without_days(cluster, hours)
    return (_from_day_to_day(own, clocks),) if cluster.ranged and len(own) == 2 else (*own, *clocks)


def _with_ends(context: Context, cluster: Cluster, lines: Sequence[Line], own: list[str]) -> tuple[str, ...]:
    """The texts of a date that has its time, with the end that stands elsewhere."""
    if len(own) == 1:
        own = [spans.by_day(own[0], own) + _ended(context, cluster.last, cluster.mentions[-1][1])]
        alone = [line for line in lines if _is_beside_hours(context, cluster, line)]
        own = [_with_end(context, own[0], alone)]
    if cluster.ranged:
        return (spans.from_to((", " if _FROM.match(own[-1]) else " – ").join(own)),)
    return tuple(_with_end(context, text, lines) for text in own)


def _is_beside_hours(context: Context, cluster: Cluster, line: Line) -> bool:
    """Whether a line is nothing but hours, beside the day: no point of an agenda, no office's."""
    near = min(abs(line.index - cluster.first), abs(line.index - cluster.last)) <= A_SPAN
    if not near or line.index not in context.shapes.dates.times or not clock_lines.is_whole(context, line):
        return False
    return context.layout.nearest(line.block, {"tr"}) < 0


def _without_days(cluster: Cluster, hours: Sequence[str]) -> list[str]:
    """The hours without what says on which days they are: that is said by the dates; a span has several weekdays."""
    days = _WEEKDAY if spans.days(cluster) else _HABIT
    return [_from_to(text if _NO_WORDS.fullmatch(text) else days.sub("", text)) for text in hours]


def _from_day_to_day(own: Sequence[str], clocks: Sequence[str]) -> str:
    """The two ends of a span, the beginning at the first of the hours and the end at the last."""
    first, *last = _TO_AN_END.split(" – ".join(clocks), 1)
    return f"{own[0]} {first}".strip() + f" – {own[1]} {' '.join(last)}".rstrip()


def _ruled(context: Context, cluster: Cluster) -> str | None:
    """The sentence of a span of days that says on which of them: "Jeden Mittwoch vom 3. bis 17. Dezember, 17 Uhr"."""
    if cluster.first != cluster.last or cluster.lead.dates != A_SPAN:
        return None
    text = context.layout.lines[cluster.first].text
    rule = _RULE.match(text, max(text.rfind(" ", 0, cluster.lead.start - 1) + 1, 0))
    return houses.SENTENCE_END.split(text[rule.start() :], 1)[0] if rule else None


def _from_to(text: str) -> str:
    """Two clock times with nothing between them are a beginning and an end: their dash is drawn by the style."""
    pair = _TWO_CLOCKS.fullmatch(text)
    return f"{pair[1]}–{pair[2]}{pair[3]}" if pair and _minutes(pair[1]) < _minutes(pair[2]) else text


def _minutes(clock: str) -> int:
    """Minutes since midnight of "18:00", "6.00" or "6:00 PM"."""
    hour, minute = int(re.split("[:.]", clock)[0]), int(re.split("[:.]", clock)[1][:2])
    half = clock[-4:].lower()
    hour = hour % 12 + 12 * ("p" in half) if "m" in half else hour
    return 60 * hour + minute


def _past_doors(context: Context, cluster: Cluster, text: str) -> str:
    """The date with the time behind the doors': "doors 5:30 pm, pitches 6 pm"."""
    line, end = context.layout.lines[cluster.last], cluster.mentions[-1][1].end
    later = [
        mention for mention in context.shapes.dates.times.get(cluster.last, []) if 0 < mention.start - end <= CLAUSE
    ]
    return text + line.text[end : later[0].end] if later else text


def _ended(context: Context, index: int, begun: Mention) -> str:
    """The end that goes on behind a beginning: "3.12., Abfahrt 9 Uhr, Rückkehr gegen 17 Uhr"; "" where none does."""
    text = context.layout.lines[index].text
    later = [clock for clock in context.shapes.dates.times.get(index, []) if clock.start >= begun.end]
    if not later or later[0].start - begun.end > TO_END or RANGE.search(begun.text) or RANGE.search(later[0].text):
        return ""
    between = text[begun.end : later[0].start]
    ends = clock_lines.ENDS.search(between) if len(between) <= NEAR_END else _ENDS_THEN.search(between)
    ends = ends or _BACK.match(text, later[0].end)
    return f" – {later[0].text}" if ends else ""


def _times(context: Context, cluster: Cluster, lines: Sequence[Line], labels: dict[int, str | None]) -> list[str]:
    """The hours of a date that has none: in its sentence, behind labels, on lines of their own, or else in the text."""
    clocks = context.shapes.dates.times
    beside = [mention for mention in clocks.get(cluster.last, []) if _beside(cluster, mention)]
    if beside and (cluster.cell < 0 or cluster.last == lines[0].index):  # a day's number stands with its first event
        return [beside[0].text + _ended(context, cluster.last, beside[0])]
    timed = [line for line in lines if line.index in clocks and labels[line.index] != "price"]  # "15.00"
    timed = [line for line in timed if labels[line.index] not in {None, *PEOPLE} or _is_of(cluster, line)]
    timed = [line for line in timed if not (_is_of_later_day(context, cluster, line) or _TELLS_END.search(line.text))]
    if (below := _right_below(context, cluster, timed, labels)) is not None:
        return clock_lines.pair(context, below, [below])
    if told := labelled.read(context, timed, labels):
        return told
    stand = clock_lines.is_fact if spans.lasts(cluster) else clock_lines.is_bare
    bare = [line for line in timed if stand(context, line)]
    if (own := _beside_same_day(context, cluster, bare)) is not None:
        return clock_lines.pair(context, own, bare)
    near = _nearest(context, cluster, lines, bare) if bare else []
    if near or not spans.lasts(cluster):
        return near if bare else spoken_hours.only(context, cluster, timed)
    dated = {one.first for one in context.shapes.dates.clusters if one.timed}  # "Beginn ist am 8. April um 9 Uhr"
    return spans.told(cluster, [line.text for line in lines if line in timed or line.index in dated])


def _right_below(
    context: Context, cluster: Cluster, timed: Sequence[Line], labels: dict[int, str | None]
) -> Line | None:
    """The line below a day, where it is a span of hours and nothing else: what labels give elsewhere is an agenda's."""
    below = next((line for line in timed if line.index == cluster.last + 1), None)
    if below is None or labels[below.index] not in {None, "time", "when"} or not RANGE.search(below.text):
        return None
    return below if not spans.lasts(cluster) and clock_lines.is_whole(context, below) else None


def _nearest(context: Context, cluster: Cluster, lines: Sequence[Line], bare: Sequence[Line]) -> list[str]:
    """The times of the line next to the date; of an agenda away from it only its opening says when the event begins."""
    at = max(cluster.last, lines[0].index)  # a day heads several events: each has its time near its own beginning
    inside = next((line for line in bare if cluster.ranged and cluster.first < line.index < cluster.last), None)
    ends = next((line for line in bare if line.index == cluster.last + 1), None)
    if inside is not None and ends is not None:  # each end has its hour below it
        first, last = (clock_lines.said(line, context.shapes.dates.times[line.index]) for line in (inside, ends))
        return [f"{first} – {_UNTIL.sub('', last)}"]
    near = inside or min(bare, key=lambda line: (abs(line.index - at), line.index < cluster.first))
    agenda = len(bare) > 1 and clock_lines.is_agenda(context, bare)
    gap, many = abs(near.index - at), len(bare) > AGENDA or agenda
    if gap > NEAR and not agenda:
        return []
    if not (many and gap > 1):
        return [_with_end(context, text, lines) for text in clock_lines.pair(context, near, bare)]
    opening = None if spans.lasts(cluster) else next(clock_lines.openings(context, bare), None)
    if opening is None:
        return []
    begins = clock_lines.beginning(context.shapes.dates.times[opening.index][0].text)
    above = (line for line in lines if line.index < opening.index and not _BEFOREHAND.search(line.text))
    return [_with_end(context, begins, [*above])]


def _is_of(cluster: Cluster, line: Line) -> bool:
    """Whether hours are not those of an office, which stand away from the day: "Heike Voss, Mo–Fr 9–12 Uhr"."""
    return abs(line.index - cluster.last) <= 1 or not HOURS.search(line.text)


def _tells_days(cluster: Cluster, line: Line) -> bool:
    """Whether hours by the day can be those of a span: a fair's, not an office's."""
    return _is_of(cluster, line) or _OPEN.match(line.text) is not None


def _is_of_later_day(context: Context, cluster: Cluster, line: Line) -> bool:
    """Whether a line stands below a later day of a span, which says when that goes on."""
    span = spans.days(cluster)
    between = context.shapes.dates.within(cluster.last + 1, line.index) if span else ()
    return any(span is not None and one.lead.in_year > span[0] for one in between)


def _with_end(context: Context, start: str, lines: Sequence[Line]) -> str:
    """A beginning with the end that the record's only span gives it, "18:00" in a box, "18:00 - 21:00" below, or a line
    that says nothing else: "(Rückkehr ca. 18.30 Uhr)"."""
    said = _AT_END.search(start)
    if said is None:
        return start
    clocks = [clock.text for line in lines for clock in context.shapes.dates.times.get(line.index, [])]
    ranges = [text for text in clocks if RANGE.search(text)]
    ends = [(line, end["clock"]) for line in lines if (end := _END_LINE.fullmatch(line.text))]
    ends = [(line, clock) for line, clock in ends if not _goes_on(context, line, lines)]
    if len(ends) == 1 and not ranges:
        return f"{start} – {ends[0][1]}"
    if len(ranges) != 1 or ranges[0] in start or not ranges[0].startswith(said[1]):
        return start
    return start[: said.start()] + ranges[0]


def _goes_on(context: Context, end: Line, lines: Sequence[Line]) -> bool:
    """Whether another hour stands below an end, which is then that of a part."""
    below = (line for line in lines if line.index > end.index and not DOORS.search(line.text))
    return any(line.index in context.shapes.dates.times and "kasse" not in line.text for line in below)


def _hours(lines: Sequence[Line], labels: dict[int, str | None]) -> list[str]:
    """Hours without a word or colon that say so, where the label atop their column does: "Zeit" / "10–12"; a small
    number alone below "Tag" counts the days."""
    said = [line for line in lines if labels[line.index] in {"time", "when"}]
    counted = [labels[line.index] == "when" and line.text.isdigit() and int(line.text) < EARLIEST for line in said]
    texts = ["" if counts else line.text for line, counts in zip(said, counted, strict=True)]
    for at, (line, below) in enumerate(pairwise(said)):
        if line.block == below.block and _BREAKS.fullmatch(line.text):
            texts[at : at + 2] = [line.text + below.text]
            break
    return [f"{text} Uhr" for text in texts if _HOURS.fullmatch(text)][:1]


def _beside_same_day(context: Context, cluster: Cluster, bare: Sequence[Line]) -> Line | None:
    """A line with nothing but a time right below the day, wherever the record names it: a facts box above an agenda."""
    if len(bare) < AGENDA:
        return None
    span = cluster.span()
    first = (span[0][1], span[0][0]) if span else cluster.lead.key
    days = [one.last for one in context.shapes.dates.clusters if one.lead.key == first and one.cell < 0]
    alone = [line for line in bare if not context.shapes.rest(line)]
    return next((line for line in alone if line.index - 1 in days), None)


def _beside(cluster: Cluster, mention: Mention) -> bool:
    """A time in the sentence of the date."""
    date = cluster.mentions[-1][1]
    return 0 <= mention.start - date.end <= REACH or 0 <= date.start - mention.end <= 25
