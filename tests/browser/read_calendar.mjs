// A calendar as ical.js (used by Thunderbird and others) reads it: one JSON line per event.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
for (const found of calendar.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(found);
  const { uid, summary, startDate, endDate } = event;
  const [start, end] = [startDate, endDate].map((at) => (at.isDate ? at.toString() : at.toJSDate().toISOString()));
  console.log(JSON.stringify({ uid, summary, start, end, status: found.getFirstPropertyValue("status") }));
}
