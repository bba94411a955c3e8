"""The keys a config file may have, their types and bounds; reads no file and knows no other key's value.

What needs two files to judge (does this region exist?) is asked in `config`. Every model refuses unknown keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from pipeline.configfile import values
from pipeline.filterwords import parts
from pipeline.model import BERLIN

Text = Annotated[str, Field(min_length=1)]
Address = Annotated[str, AfterValidator(values.web_address)]
Every = Annotated[str, AfterValidator(values.every)]
Page = Annotated[str, AfterValidator(values.page_address)]
Word = Annotated[str, BeforeValidator(values.as_word), Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(values.as_tuple)]
Selector = Annotated[Text, AfterValidator(values.selector)]
Land = Annotated[str, AfterValidator(values.land)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Allowed = Annotated[str, AfterValidator(values.allowed_host)]
Range = Annotated[tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]], BeforeValidator(values.as_tuple)]


class Keys(BaseModel):
    """A table of a config file: frozen, strictly typed, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Settings(Keys):
    """settings.toml: who runs this installation and how politely it asks. `delay` and `timeout` are seconds."""

    name: str = "pitchradar"
    base_url: Annotated[str, AfterValidator(values.site_address)] = "http://127.0.0.1:8001"
    contact: Annotated[str, AfterValidator(values.contact)] = ""
    delay: Annotated[float, Field(ge=0, le=600)] = 1.0
    timeout: Annotated[float, Field(gt=0, le=600)] = 30
    every: Every = "12h"
    impressum: Page = ""
    datenschutz: Page = ""
    barrierefreiheit: Page = ""
    logo: Page = ""
    webhook: Annotated[str, AfterValidator(lambda text: text and values.web_address(text))] = ""
    mail: Annotated[str, AfterValidator(values.e_mail)] = ""
    smtp: Annotated[str, AfterValidator(values.host_and_port)] = "localhost:25"
    smtp_user: str = ""
    gzip: bool = True
    allow_hosts: Annotated[tuple[Allowed, ...], BeforeValidator(values.as_tuple)] = ()


class RegionKeys(Keys):
    """A table of regions.toml; at least one key must say what belongs to the region."""

    name: Text
    land: Land | None = None
    center: Annotated[tuple[Latitude, Longitude], BeforeValidator(values.as_tuple)] | None = None
    radius_km: Annotated[float, Field(gt=0, le=1000)] | None = None
    cities: Texts = ()
    postcodes: Annotated[tuple[Annotated[str, Field(pattern=r"^\d{1,5}$")], ...], BeforeValidator(values.as_tuple)] = ()
    names: Texts = ()
    parent: str | None = None
    everywhere: bool = False

    @model_validator(mode="after")
    def _whole(self) -> RegionKeys:
        if (self.center is None) != (self.radius_km is None):
            raise ValueError("center and radius_km belong together")
        if not (self.land or self.center or self.cities or self.postcodes or self.everywhere):
            raise ValueError("says nothing of what belongs to it: give land, cities, postcodes or center and radius_km")
        return self


class Filter(Keys):
    """What a feed carries, in the words of a feed's address; a list means "or", several keys mean "and"."""

    branche: Word | None = None
    region: Word | None = None
    ort: Word | None = None
    umkreis: Word | None = None
    format: Word | None = None
    thema: Word | None = None
    online: Word | None = None
    sprache: Word | None = None
    kostenlos: Word | None = None
    abends: Word | None = None
    q: Word | None = None
    ohne: Word | None = None
    passung: Word | None = None
    offen: Word | None = None
    abgesagt: Word | None = None

    @field_validator("*")
    @classmethod
    def _taken(cls, text: str | None, info: ValidationInfo) -> str | None:
        return text and values.parameter(str(info.field_name), text)

    @model_validator(mode="after")
    def _circle(self) -> Filter:
        if self.umkreis and not self.ort:
            raise ValueError("umkreis needs ort")
        return self


class FeedKeys(Keys):
    """A table of feeds.toml."""

    title: Text
    description: str = ""
    filter: Filter
    color: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")] | None = None


class Follow(Keys):
    """How far a source is followed: event pages of their own, pages of the list, which links."""

    details: bool | None = None
    pages: Annotated[int, Field(ge=1, le=500)] | None = None
    links: Annotated[str, AfterValidator(values.regex)] | None = None


class Select(Keys):
    """CSS selectors for a page that is not understood by itself."""

    item: Selector | None = None
    title: Selector | None = None
    when: Selector | None = None
    where: Selector | None = None
    link: Selector | None = None
    end: Selector | None = None
    status: Selector | None = None
    text: Selector | None = None


class Dates(Keys):
    """How a source writes dates when it is not the German way."""

    order: Literal["dmy", "mdy"] | None = None


class Labels(Keys):
    """What is known of all events of a source beforehand: ids of industries.toml and formats.toml."""

    industries: Texts | None = None
    topics: Texts | None = None
    formats: Texts | None = None


class Expect(Keys):
    """What a healthy run of a source gives; outside of it the run is held."""

    events: Range | None = None
    with_time: Annotated[float, Field(ge=0, le=1)] | None = None

    @model_validator(mode="after")
    def _rising(self) -> Expect:
        if self.events and self.events[0] > self.events[1]:
            raise ValueError("events: the lower bound comes first")
        return self


class SourceKeys(Keys):
    """A table of sources/<region>.toml: the keys of `model.Source` but for its id."""

    url: Address
    title: str = ""
    kind: str | None = None
    region: str | None = None
    city: Text | None = None
    organizer: Text | None = None
    every: Every = "12h"
    timezone: Annotated[str, AfterValidator(values.zone)] = BERLIN
    relevant: Literal["judge", "always"] = "judge"
    follow: Follow = Follow()
    select: Select = Select()
    dates: Dates = Dates()
    patches: dict[Text, str] = {}
    tags: Labels = Labels()
    expect: Expect = Expect()
    render: bool = False
    unchecked: bool = False
    verified: bool = False
    authority: Literal["organizer", "venue", "platform", "aggregator"] = "organizer"
    paused: bool = False


class VenueKeys(Keys):
    """A table of venues.toml: a place under the names people give it. Degrees are WGS 84."""

    names: Texts
    name: Text | None = None
    street: Text | None = None
    postcode: Annotated[str, Field(pattern=r"^\d{4,5}$")] | None = None
    city: Text | None = None
    land: Land | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None


def plain(keys: Keys) -> dict[str, Any]:
    """The keys that were written, nested tables as plain dicts."""
    return keys.model_dump(exclude_unset=True, exclude_none=True)


def listed(value: str | Sequence[str]) -> list[str]:
    """The ids in a filter value or a list of labels."""
    return parts(value) if isinstance(value, str) else [part.strip() for part in value if part.strip()]
