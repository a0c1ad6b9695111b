// Makes expected.jsonl: when rules come round, by the npm package `rrule` and by the zone data of Node.
// Independent of what Jenny uses (dateutil, zoneinfo). Names come in, one a line: those of Python's tzdata,
// links and old names too. In a folder of your own, in two minutes:
//   npm install rrule@2.8.1
//   cat …/site-packages/tzdata/zones | node …/make.mjs > …/expected.jsonl
// A line is a zone: its name, then cases of [rule, start, after, [[wall clock, offset in minutes], …]];
// `start` is a wall clock, `after` an instant in UTC, and a rule without BY… counts elapsed time.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const { rrulestr } = createRequire(join(process.cwd(), "package.json"))("rrule");
const MINUTE = 60_000, DAY = 86_400_000;
const EACH = 4;
// Not before April 1996: until then Debian's WET, a zone of its own, is an hour off the link that it is elsewhere.
const FIRST = Date.UTC(1996, 3, 1), LAST = Date.UTC(2056, 11, 31);

// The laws of these were changed or found out after the zone data of Node (2025c) and of many systems, and stand in
// Python's (2026f): Moldova's clocks since 2022, and from autumn 2026 on Morocco, Cuba, and a part of Canada. The
// versions are asked only about the years in which they agree, so that the test holds with either.
const AGREED = new Map([
  ...["Europe/Chisinau", "Europe/Tiraspol"].map((zone) => [zone, Date.UTC(2022, 2, 1)]),
  ...`Africa/Casablanca Africa/El_Aaiun America/Edmonton America/Havana America/Inuvik America/Rainy_River
America/Vancouver America/Winnipeg America/Yellowknife Canada/Central Canada/Mountain Canada/Pacific Cuba`
    .split(/\s+/).map((zone) => [zone, Date.UTC(2026, 8, 1)]),
]);
// It says that nobody has chosen a zone; Node does not know it.
const UNKNOWN = new Set(["Factory"]);

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
// With their minutes.
const PAUSES = [["FREQ=HOURLY", 60], ["FREQ=HOURLY;INTERVAL=3", 180], ["FREQ=HOURLY;INTERVAL=7", 420],
  ["FREQ=MINUTELY;INTERVAL=40", 40], ["FREQ=MINUTELY;INTERVAL=95", 95]];

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

// When the clocks of a zone are changed: the first instants of each new offset.
function changesOf(zone, last) {
  const changes = [];
  for (let from = FIRST; from < last; from += 14 * DAY) {
    let early = from, late = Math.min(from + 14 * DAY, last);
    const before = offset(zone, early), after = offset(zone, late);
    if (before === after) continue;
    while (late - early > 1000) {
      const middle = early + Math.floor((late - early) / 2000) * 1000;
      if (offset(zone, middle) === before) early = middle;
      else late = middle;
    }
    changes.push({ at: late, before, after: offset(zone, late) });
  }
  return changes;
}

// Repeatable chance.
let seed = 20260413;
const chance = (most) => ((seed = (seed * 1103515245 + 12345) % 2147483648) >> 8) % most;
const oneOf = (some) => some[chance(some.length)];
const shown = (instant) => new Date(instant).toISOString().slice(0, 16);

// By a wall clock the rule runs through local times, by elapsed time through instants.
function caseOf(zone, rule, start, after) {
  const elapsed = !rule.includes("BY");
  const anchor = elapsed ? instantOf(zone, start) : start;
  const stamp = new Date(anchor).toISOString().slice(0, 19).replace(/[-:]/g, "");
  const parsed = rrulestr(`DTSTART:${stamp}Z\nRRULE:${rule.replace(/(UNTIL=\d+T\d+)/, "$1Z")}`);
  const found = [];
  let at = new Date(elapsed ? after : after - 2 * DAY), last = after;
  while (found.length < EACH && (at = parsed.after(at))) {
    const instant = elapsed ? at.getTime() : instantOf(zone, at.getTime());
    if (instant <= last) continue;
    const wall = elapsed ? instant + offset(zone, instant) : at.getTime();
    found.push([shown(wall), (wall - instant) / MINUTE]);
    last = instant;
  }
  return { case: [rule, shown(start), shown(after), found], last };
}

// A day's rule whose hour this change skips or repeats, looked for from the day before.
function atChange(zone, { at, before, after }) {
  const wall = new Date(Math.floor((at + (before + after) / 2) / MINUTE) * MINUTE);
  const rule = `FREQ=DAILY;BYHOUR=${wall.getUTCHours()};BYMINUTE=${wall.getUTCMinutes()}`;
  return caseOf(zone, rule, wall.getTime() - (2 + chance(90)) * DAY, Math.floor(at / MINUTE) * MINUTE - 1.4 * DAY);
}

// Real time, from two steps before this change on.
function overChange(zone, { at }) {
  const [rule, pause] = oneOf(PAUSES);
  const around = Math.floor(at / MINUTE) * MINUTE;
  const start = around - (1 + chance(30)) * DAY - chance(1440) * MINUTE;
  return caseOf(zone, rule, start, around - 2 * pause * MINUTE);
}

function anywhere(zone, last) {
  const rule = oneOf(RULES);
  const start = FIRST + chance((last - FIRST) / DAY - 800) * DAY + chance(1440) * MINUTE;
  // Of days few, of weeks and months many years from the first: each is counted from there.
  const years = /DAILY|HOURLY|MINUTELY/.test(rule) ? 1 : 12;
  const after = Math.min(start + chance(2 * years * 365) * DAY, last - 500 * DAY) - chance(2) * DAY;
  return caseOf(zone, rule, start, after);
}

function casesOf(zone, last) {
  const changes = changesOf(zone, last - 40 * DAY);
  const skipping = changes.filter((one) => one.after > one.before);
  const repeating = changes.filter((one) => one.after < one.before);
  const quiet = { at: FIRST + 100 * DAY + chance((last - FIRST) / DAY - 200) * DAY };
  const ways = [
    ...[skipping, repeating].filter((some) => some.length).flatMap((some) => [
      () => atChange(zone, oneOf(some)), () => overChange(zone, oneOf(some)),
    ]),
    () => overChange(zone, quiet), () => anywhere(zone, last), () => anywhere(zone, last),
  ];
  return ways.map((way) => {
    let one = way();
    while (one.last > last) one = way();
    return one.case;
  });
}

for (const zone of readFileSync(0, "utf-8").split(/\s+/).filter(Boolean)) {
  if (UNKNOWN.has(zone)) continue;
  process.stdout.write(`${JSON.stringify([zone, ...casesOf(zone, AGREED.get(zone) ?? LAST)])}\n`);
}
