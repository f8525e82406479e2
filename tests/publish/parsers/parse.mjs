// Reads calendars as delegates' programs do. In: a JSON array of iCalendar texts. Out: for each text and each parser,
// every event by UID with its summary and, in milliseconds since 1970, its start and end. ical.js reads tasks as well, which end
// when they are due.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import nodeIcal from "node-ical";

function withIcalJs(text) {
  ICAL.TimezoneService.reset();
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = {};
  for (const component of calendar.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(component);
    events[event.uid] = [event.summary, event.startDate.toUnixTime() * 1000, event.endDate.toUnixTime() * 1000];
  }
  for (const task of calendar.getAllSubcomponents("vtodo")) {
    const [uid, summary, start, due] = ["uid", "summary", "dtstart", "due"].map((name) => task.getFirstPropertyValue(name));
    events[uid] = [summary, start.toUnixTime() * 1000, due.toUnixTime() * 1000];
  }
  return events;
}

function withNodeIcal(text) {
  const events = {};
  for (const event of Object.values(nodeIcal.sync.parseICS(text))) {
    if (event.type === "VEVENT") {
      events[event.uid] = [event.summary, event.start.getTime(), event.end.getTime()];
    }
  }
  return events;
}

const texts = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(texts.map((text) => ({ "ical.js": withIcalJs(text), "node-ical": withNodeIcal(text) }))));
