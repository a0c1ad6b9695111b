// Makes expected.json: when rules come round, by the npm package `rrule` and by the zone data of Node.
// Independent of what Jenny uses (dateutil, zoneinfo). In a folder of your own:
//   npm install rrule@2.8.1 && node …/make.mjs > …/expected.json
import { createRequire } from "node:module";
import { join } from "node:path";

const { rrulestr } = createRequire(join(process.cwd(), "package.json"))("rrule");
const DAY = 86_400_000;
const EACH = 5;

// With changes of half an hour, skipped days, odd offsets, none at all, and of both hemispheres.
const ZONES = `Africa/Cairo Africa/Johannesburg Africa/Lagos Africa/Nairobi America/Anchorage America/Argentina/Buenos_Aires
America/Bogota America/Caracas America/Chicago America/Denver America/Halifax America/Havana America/Lima America/Los_Angeles
America/Mexico_City America/New_York America/Phoenix America/Santiago America/Sao_Paulo America/St_Johns Asia/Baghdad
Asia/Dhaka Asia/Dubai Asia/Hong_Kong Asia/Jakarta Asia/Jerusalem Asia/Karachi Asia/Kathmandu Asia/Kolkata Asia/Pyongyang
Asia/Seoul Asia/Shanghai Asia/Singapore Asia/Tokyo Asia/Yangon Atlantic/Azores Atlantic/Reykjavik Australia/Adelaide
Australia/Brisbane Australia/Lord_Howe Australia/Perth Australia/Sydney Europe/Athens Europe/Berlin Europe/Dublin
Europe/Helsinki Europe/Istanbul Europe/Kyiv Europe/Lisbon Europe/London Europe/Madrid Europe/Moscow Europe/Paris Europe/Rome
Pacific/Apia Pacific/Auckland Pacific/Chatham Pacific/Honolulu Pacific/Kiritimati Pacific/Marquesas UTC`.split(/\s+/);

// Of minutes only pauses that divide the hour: with others `rrule` loses the step where it leaves hours out
// (from 22:34 every 7 minutes, at 9: it says 09:02, which is no multiple).
const RULES = [
  "FREQ=DAILY;BYHOUR=2;BYMINUTE=30", "FREQ=DAILY;BYHOUR=0;BYMINUTE=0", "FREQ=DAILY;INTERVAL=3;BYHOUR=1;BYMINUTE=15",
  "FREQ=DAILY;BYHOUR=8,13,20;BYMINUTE=0", "FREQ=WEEKLY;BYDAY=SU;BYHOUR=2;BYMINUTE=0",
  "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;BYHOUR=9;BYMINUTE=45", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=23;BYMINUTE=59",
  "FREQ=MONTHLY;BYMONTHDAY=31;BYHOUR=3;BYMINUTE=0", "FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=9;BYMINUTE=0",
  "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=17;BYMINUTE=0", "FREQ=MONTHLY;BYDAY=2SA;BYHOUR=10;BYMINUTE=0",
  "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=15;BYHOUR=12;BYMINUTE=0", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=9;BYMINUTE=0",
  "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU;BYHOUR=2;BYMINUTE=30", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=WE;BYHOUR=7;BYMINUTE=0",
  "FREQ=YEARLY;BYYEARDAY=100,-1;BYHOUR=6;BYMINUTE=0", "FREQ=DAILY;COUNT=4;BYHOUR=9;BYMINUTE=0",
  "FREQ=WEEKLY;UNTIL=20990101T000000;BYDAY=FR;BYHOUR=16;BYMINUTE=20", "FREQ=MINUTELY;INTERVAL=15;BYHOUR=9,10",
  "FREQ=HOURLY;INTERVAL=5;BYDAY=SA,SU",
];

const formats = new Map();

function offset(zone, instant) {
  if (!formats.has(zone)) {
    formats.set(zone, new Intl.DateTimeFormat("en-US", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
      hour: "numeric", minute: "numeric", second: "numeric",
    }));
  }
  const part = {};
  for (const { type, value } of formats.get(zone).formatToParts(new Date(instant))) part[type] = Number(value);
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - instant;
}

// RFC 5545, 3.3.5: the first of a repeated time; the offset before the gap for a skipped one.
function instantOf(zone, wall) {
  const before = offset(zone, wall - 1.5 * DAY), after = offset(zone, wall + 1.5 * DAY);
  const early = wall - before, late = wall - after;
  if (offset(zone, early) === before) return early;
  return offset(zone, late) === after ? late : early;
}

// Repeatable chance.
let seed = 20260413;
const chance = (most) => ((seed = (seed * 1103515245 + 12345) % 2147483648) >> 8) % most;
const shown = (instant) => new Date(instant).toISOString().slice(0, 19);

const cases = [];
for (const zone of ZONES) {
  for (let n = 0; n < 8; n += 1) {
    const rule = RULES[chance(RULES.length)];
    const start = Date.UTC(1996 + chance(40), chance(12), 1 + chance(28), chance(24), chance(60));
    const stamp = shown(start).replace(/[-:]/g, "");
    const parsed = rrulestr(`DTSTART:${stamp}Z\nRRULE:${rule.replace(/(UNTIL=\d+T\d+)/, "$1Z")}`);
    // A trip through the years: from just before the start, or from some months later.
    const from = start + (chance(2) ? -DAY : chance(400) * DAY);
    const after = instantOf(zone, from);
    const found = [];
    let wall = new Date(from - 2 * DAY), last = after;
    while (found.length < EACH && (wall = parsed.after(wall))) {
      const instant = instantOf(zone, wall.getTime());
      if (instant > last) found.push([shown(wall), shown(last = instant)]);
    }
    cases.push({ zone, rule, start: shown(start), after: shown(after), found });
  }
}
process.stdout.write(`[\n${cases.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`);
