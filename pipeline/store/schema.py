"""The tables of events.db, as migrations: each runs once, in one transaction. Never edit a landed one; add the next.

Statements are separated by an empty line.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from pipeline import wire
from pipeline.localdays import last_day
from pipeline.model import When
from pipeline.store.stored import digest

VERSION = 4  # of the last migration here; a database with a higher one belongs to a newer pitchradar

_EVENTS = """
create table events (
  uid text primary key, title text not null,
  start text not null, end text, all_day integer not null,
  day text not null, last_day text not null, weekday text not null, week text not null, time text,
  city text, location text, land text, latitude real, longitude real, online text,
  status text not null, availability text, listed integer not null, hidden integer not null,
  startup_relevant integer not null, kmu_fit integer not null, format text,
  industries text not null, topics text not null, formats text not null, regions text not null,
  organizer text, url text, description text, price text, language text, deadline text,
  sources integer not null, sequence integer not null, first_published text, last_changed text,
  data text not null
) strict;

create index events_day on events(day);

create virtual table events_fts using fts5(
  title, description, organizer, location, content='events', tokenize='unicode61 remove_diacritics 2'
);

create trigger events_ai after insert on events begin
  insert into events_fts(rowid, title, description, organizer, location)
  values (new.rowid, new.title, new.description, new.organizer, new.location);
end;

create trigger events_ad after delete on events begin
  insert into events_fts(events_fts, rowid, title, description, organizer, location)
  values ('delete', old.rowid, old.title, old.description, old.organizer, old.location);
end;

create trigger events_au after update on events begin
  insert into events_fts(events_fts, rowid, title, description, organizer, location)
  values ('delete', old.rowid, old.title, old.description, old.organizer, old.location);
  insert into events_fts(rowid, title, description, organizer, location)
  values (new.rowid, new.title, new.description, new.organizer, new.location);
end;
"""

_REST = """
create table sources (
  id text primary key, title text, url text, kind text, region text, verified integer,
  state text, cause text, alarm integer not null default 0, alarm_since text,
  events integer, last_run text, last_ok text, next_due text, failures integer not null default 0,
  paused integer not null default 0
) strict;

create table sightings (
  id text primary key, uid text, source_id text not null, title text, start text, day text, url text, page text,
  key text, status text, first_seen text, last_seen text, listed integer, missed integer, hash text, data text not null
) strict;

create index sightings_source on sightings(source_id);

create index sightings_uid on sightings(uid);

create index sightings_day on sightings(day);

create table runs (
  run_id text not null, source_id text not null, at text not null, ended text, ok integer not null,
  complete integer not null, cut integer not null, cause text, pages integer, not_modified integer, bytes integer,
  found integer, future integer, new integer, moved integer, cancelled integer, lost integer,
  held integer not null, alarm integer not null, why text, accepted integer not null default 0, facts text not null,
  primary key (run_id, source_id)
) strict;

create index runs_source on runs(source_id, at);

create table changes (
  id integer primary key, uid text not null, kind text not null, at text not null, title text, fields text not null,
  evidence text
) strict;

create index changes_uid on changes(uid);

create index changes_at on changes(at);

create table versions (
  uid text not null, at text not null, data text not null, primary key (uid, at)
) strict;

create table issues (
  id text primary key, level text, stage text, source_id text, message text, url text, value text,
  first_seen text, last_seen text, count integer not null default 1
) strict;

create table tags (uid text not null, axis text not null, label text not null, evidence text,
  primary key (uid, axis, label)) strict;

create index tags_label on tags(axis, label);

create table crawl_states (source_id text primary key, data text not null) strict;

create table published (name text primary key, first_at text) strict;

create table meta (key text primary key, value text) strict;

create view upcoming as
  select day, weekday, time, title, city, location, format, industries, status, availability, organizer, url, uid
  from events
  where startup_relevant = 1 and hidden = 0 and last_day >= date('now', 'localtime') order by day, time;

create view health as
  select s.id, s.title, s.state, s.cause, s.alarm, s.alarm_since, s.events, s.last_run, s.last_ok, s.next_due, s.url,
    case when s.paused = 1 then 'paused' when s.alarm = 1 then 'red' when s.state in ('failed', 'held') then 'yellow'
         when s.last_run is null then 'new' else 'green' end as health
  from sources s order by s.alarm desc, s.state, s.id;
"""

_CANDIDATES = """
create table candidates (
  url text primary key, site text not null, title text, kind text, cause text, score real not null,
  events integer not null, relevant integer not null, fresh integer not null, overlap integer not null,
  region text, evidence text not null, titles text not null, first_found text not null, last_probed text not null
) strict;
"""

_MARKS = """
alter table events add column mark text not null default '';

drop trigger events_au;

update events set mark = digest(data);

create trigger events_au after update on events begin
  insert into events_fts(events_fts, rowid, title, description, organizer, location)
  values ('delete', old.rowid, old.title, old.description, old.organizer, old.location);
  insert into events_fts(rowid, title, description, organizer, location)
  values (new.rowid, new.title, new.description, new.organizer, new.location);
end;

drop index events_day;

create index events_day on events(day, uid, last_day, mark);
"""

_LAST_DAYS = """
alter table sightings add column last_day text;

update sightings set last_day = last_day_of(json_extract(data, '$.when'));

drop index sightings_day;

create index sightings_last_day on sightings(last_day);
"""

MIGRATIONS = Migrations("pitchradar")


@MIGRATIONS()
def first_tables(db: Database) -> None:
    """Events, what they are made of, and what happened to them."""
    for block in (_EVENTS, _REST):
        _execute(db, block)


@MIGRATIONS()
def candidates(db: Database) -> None:
    """Addresses that may become sources."""
    db.execute(_CANDIDATES.strip())


@MIGRATIONS()
def marks(db: Database) -> None:
    """A short text that stands for all that is stored of an event, in an index that is all a publication has to read.
    Without the trigger, for no word that can be searched changes."""
    db.conn.create_function("digest", 1, digest, deterministic=True)
    _execute(db, _MARKS)


@MIGRATIONS()
def last_days(db: Database) -> None:
    """The day on which a sighting's event ends: until then, and some time longer, a run looks at it."""
    db.conn.create_function("last_day_of", 1, _last_day, deterministic=True)
    _execute(db, _LAST_DAYS)


def _last_day(when: str) -> str:
    return last_day(wire.load_json(When, when)).isoformat()


def _execute(db: Database, statements: str) -> None:
    for statement in statements.strip().split("\n\n"):  # executescript would commit the migration half-way
        db.execute(statement)
