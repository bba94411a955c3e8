"""The steps of the list extractor in order, and what they find as raw events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from lxml import html

from crawlers.extractors import html as pages_html
from crawlers.extractors.listing import chosen, pages, rivals, twice
from crawlers.extractors.listing.days import clusters, distance, shown
from crawlers.extractors.listing.evidence import doubts, groups, programme, worth
from crawlers.extractors.listing.evidence.found import Found
from crawlers.extractors.listing.evidence.weights import NEVER
from crawlers.extractors.listing.fields import courses, descriptions, notices, series, title_places, together, towns
from crawlers.extractors.listing.fields import fields as reading
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.layout import choices
from crawlers.extractors.listing.records import learnt, records
from crawlers.extractors.listing.records.record import Group
from crawlers.extractors.listing.records.shape import Shapes
from crawlers.extractors.listing.rivals import A_PAIR, LONG_LIST
from crawlers.extractors.listing.twice import Showing
from crawlers.extractors.listing.whole import directions, paragraphs, prose, rules, single
from crawlers.extractors.listing.whole.single import Single
from crawlers.extractors.listing.wording.no_events import ROUND
from pipeline.learn import BUILD
from pipeline.model import Follow, Near, Page, RawEvent, Source
from pipeline.text import fold

KIND = "listing"
OF_A_ROUND = -3.0  # the sum that is enough for a round of applications: its dates are bare
TOLD = 3.0  # evidence in a paragraph that announces
SEVERAL = 3  # events beside which only a rule below a heading of its own counts


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """All dated events of an HTML page, then the pages to follow. Raises Unreadable when it is not HTML."""
    root = pages_html.tree(page)
    events = _read(page, source, root)
    if not events and not source.select and (unfolded := choices.unfolded(root)) is not None:
        events = _read(page, source, unfolded)
    yield from events
    own = {event.url for event in events if event.url}
    for url in dict.fromkeys(event.url for event in events if event.url and event.url != page.url):
        yield Follow(url, "detail")
    if source.follow.get("pages") != 0:
        yield from pages.follow(page, root, own)


def _read(page: Page, source: Source, root: html.HtmlElement) -> list[RawEvent]:
    """The events of a page as it shows itself."""
    today = page.fetched_at.date()
    layout, dates = shown.read(root, today, source.timezone)
    if cut := paragraphs.parted(layout, dates):
        layout, dates = cut, clusters.find(cut)
    context = Context(page, root, layout, Shapes(layout, dates), source.timezone, learnt.learnt(source.learnt))
    found = _chosen(context, source) if "item" in source.select else _find(context, today)
    notices.apply(context, [(one.record, one.fields) for one in found])
    for one in found if source.select else []:
        chosen.override(context, one.record, one.fields, source.select)
    events = list(_events(context, found, source))
    return events + (_repeated(context, source, today, events) if not source.select else [])


def _find(context: Context, today: date) -> list[Found]:
    """The records of all lists that are worth it, or the page's own event, or both."""
    parts = groups.find(context)
    single_records = all(len(group.records) < A_PAIR for group in parts)
    lists, known = ([], False) if single_records else _lists(context, parts, today)
    true_lists = [kept for kept in lists if groups.is_list(context, kept[0].group)]
    main = [kept for kept in true_lists if context.is_front or not groups.is_related(context, kept[0].group)]
    size = max((len(kept) for kept in main if not groups.is_beside(context, kept[0].group)), default=0)
    calendar = size >= 2 and (groups.names_calendar(context) or (known and context.learnt.only_lists))
    own = None if calendar else single.find(context, today, _noise(context, parts, lists, true_lists))
    told = _told(context, today, {day for kept in true_lists for day in rivals.days(kept)})
    if told and not rivals.apart(own, told):
        return told
    if own is not None and rivals.frames(own, true_lists):
        return _in_order([*true_lists, _page_own(own)])
    if own is not None and not rivals.is_listing(context, true_lists, main, own):
        return _in_order([*rivals.beside(context, own, true_lists), _page_own(own)])
    if single_records:  # what they are worth never matters beside an event of the page's own
        lists, _ = _lists(context, parts, today)
    if not lists and own is None and ROUND.search(context.names):
        return _in_order(_rounds(context, today))
    shown = [kept for kept in true_lists if not groups.is_aside(context, kept[0].group)] or true_lists
    alone = rivals.without_beginning(own, _alone(context, lists, true_lists), true_lists)
    return _in_order([*rivals.without_related(context, own, shown), *alone])


def _noise(context: Context, parts: list[Group], lists: list[list[Found]], true_lists: list[list[Found]]) -> set[int]:
    """The lines of dates that are not the page's own event's: those of long lists that are no events, unless they
    invite; on a front page, those of its lists too, which are not what it announces."""
    accepted = {id(kept[0].group) for kept in lists}
    others = [group for group in parts if len(group.records) >= LONG_LIST and id(group) not in accepted]
    noise = {line for group in others if groups.is_list(context, group) for line in groups.alike(context, group)}
    noise -= {cluster.first for cluster in context.shapes.dates.clusters if groups.invites(context, cluster)}
    return noise | {day for kept in true_lists for day in rivals.days(kept)} if context.is_front else noise


def _rounds(context: Context, today: date) -> Iterator[list[Found]]:
    """The deadlines of a page that is a round of applications."""
    for group in records.find(context.layout, context.shapes.dates, context.shapes, role="deadline"):
        own = groups.is_list(context, group) and not groups.is_related(context, group)
        if own and (kept := _worthy(context, group, today, OF_A_ROUND)):
            yield kept


def _lists(context: Context, parts: list[Group], today: date) -> tuple[list[list[Found]], bool]:
    """The groups that are worth it, and whether one of them is the source's list as it is known."""
    events = [group for group in parts if not programme.is_programme(context, group)]
    lists = [kept for group in events if (kept := _worthy(context, group, today))]
    known = [_is_known(context, kept) for kept in lists]
    if any(known):
        lists = [kept for kept, ours in zip(lists, known, strict=True) if ours or rivals.is_sure(kept)]
    return rivals.without_weak(lists), any(known)


def _page_own(own: Single) -> list[Found]:
    sure = min(own.score / 10, 1.0)
    return [Found(Group(0, [own.record]), own.record, fields, sure, own.why) for fields in (own.fields, *own.further)]


def _alone(context: Context, lists: list[list[Found]], true_lists: list[list[Found]]) -> list[list[Found]]:
    """The single records that are events."""
    alone = [kept for kept in lists if kept not in true_lists and groups.stands_alone(context, kept, true_lists)]
    for (one,) in (kept for kept in alone if len(kept) == 1):
        single.name(context, one.record.clusters[0], one.fields)
    return alone


def _chosen(context: Context, source: Source) -> list[Found]:
    """The operator's records: nothing is doubted."""
    return [
        Found(group, record, reading.read(context, record, group.parent), 1.0, ["select"])
        for group in chosen.groups(context, source.select["item"])
        for record in group.records
    ]


def _told(context: Context, today: date, listed: set[int]) -> list[Found]:
    """What the paragraphs of a page announce, each by itself, if that is all that its lists hold, and more."""
    group = prose.find(context, listed)
    if group is None or any(map(doubts.names_other_days, context.own_names)):
        return []
    read = [(record, reading.read(context, record, group.parent)) for record in group.records]
    heads = prose.headings(context, [record for record, _ in read])
    for record, fields in read:
        named = heads.get(record.first) or prose.name(context.layout.lines[record.first])
        fields.title, fields.borrowed = named, False
    rated = [(record, fields, worth.record(context, group, record, fields, today)) for record, fields in read]
    told = [
        Found(group, record, fields, worth.confidence(0.0, one.score), one.why)
        for record, fields, one in rated
        if one.score >= TOLD
    ]
    return told if len(told) >= A_PAIR and rivals.days(told) > listed else []


def _in_order(lists: Iterable[list[Found]]) -> list[Found]:
    return sorted((one for kept in lists for one in kept), key=lambda one: one.record.first)


def _is_known(context: Context, kept: list[Found]) -> bool:
    """Whether a list is the one that gave the source's events when it was last read well."""
    if not context.learnt.builds:
        return False
    build = learnt.build(context.layout, kept[0].group)
    return context.learnt.knows(build, [one.fields.title for one in kept])


def _worthy(context: Context, group: Group, today: date, least: float | None = None) -> list[Found]:
    """The records of a list with their fields, if it is worth it; `least`: the sum that is enough for this list."""
    read = [
        (record, fields, worth.record(context, group, record, fields, today))
        for record, fields in together.read(context, group)
        if not doubts.is_pager(context.layout.lines[record.first : record.last])
    ]
    every = group.records
    if least is None:
        read = [entry for entry in read if not NEVER.intersection(entry[2].why)]
    if not read:
        return []
    if least is None:
        read = [entry for entry, ours in zip(read, worth.belong([one for _, _, one in read]), strict=True) if ours]
        group.records = [record for record, _, _ in read]
    whole = worth.of_list(context, group, read)
    series.call(context, group, [fields for _, fields, _ in read])
    known = context.learnt.holds(fields.title for _, fields, _ in read)
    if not (worth.enough(whole, known) if least is None else whole.score >= least):
        group.records = every  # what is no list of events may still be noise, as a whole
        return []
    return [
        Found(group, record, fields, worth.confidence(whole.score, one.score), [*whole.why, *one.why])
        for record, fields, one in read
        if fields.title
    ]


def _events(context: Context, found: list[Found], source: Source) -> Iterator[RawEvent]:
    """Raw events, one for each date of a record; the same title, date and place printed twice count once."""
    groups_by_id = {id(one.group): one.group for one in found}
    builds = {key: learnt.build(context.layout, group) for key, group in groups_by_id.items()}
    for one in found:
        one.fields.found[BUILD] = builds[id(one.group)]
    near = context.shapes.dates.near
    dated = [
        Showing(one.group.parent, one.fields, cluster, when, near[cluster.first], (one.confidence, one.why))
        for one in found
        for cluster, when in courses.bounded(context, one.record, one.fields)
    ]
    for position, showing in enumerate(twice.once(dated)):
        yield _event(context, source, showing.fields, showing.when, showing.cluster.first, position, *showing.why)


def _repeated(context: Context, source: Source, today: date, events: list[RawEvent]) -> list[RawEvent]:
    """What the page tells by a rule alone: a name whose dates it prints is none of these, nor, beside several events,
    one that is no heading."""
    told = {fold(fields.title): (fields, line) for fields, line in rules.find(context, today)}
    dated = {fold(event.title) for event in events} if told else set()
    if told and len(events) >= SEVERAL:
        heads = {fold(context.named(line)) for line in context.headings}
        told = {title: one for title, one in told.items() if title in heads}
    return [
        _event(context, source, fields, fields.when[0], line.index, len(events) + place, rules.SURE, ["rule"])
        for place, (title, (fields, line)) in enumerate(told.items())
        if title not in dated
    ]


def _year(fields: Fields, line: int) -> int:
    """The year that a record says, of its date on a line, which may be the next: "Dec 1", "Jan 5, 2027", "Feb 2"."""
    lead = next((one.lead for one in fields.clusters if one.first == line), None)
    return fields.year + (distance.turns(fields.clusters[0].lead, lead) if fields.year and lead is not None else 0)


def _event(
    context: Context,
    source: Source,
    fields: Fields,
    when: tuple[str, ...],
    line: int,
    position: int,
    confidence: float,
    why: list[str],
) -> RawEvent:
    year, month = context.shapes.dates.near[line]
    year = year or _year(fields, line)
    return RawEvent(
        source_id=source.id,
        page=context.page.url,
        title=fields.title,
        url=fields.url,
        when=when,
        near=Near(year or None, month or None) if year or month else None,
        where=directions.of_room(
            context, towns.completed(context, fields.where or title_places.at_a_house(fields.title))
        ),
        description=descriptions.without(fields.title, fields.description),
        organizer=fields.organizer,
        status=fields.status,
        availability=fields.status,
        price=fields.price,
        deadline=fields.deadline,
        order=context.order,
        kind=KIND,
        position=position,
        confidence=min(confidence, 1.0),
        found={**fields.found, "confidence": ", ".join(why)},
    )
