/*
 * iCalendar after RFC 5545: content lines end with CRLF and are folded at 75 octets (§3.1); in texts the backslash, the
 * semicolon, the comma and line breaks are escaped (§3.3.11). What is written into a line never ends it.
 */

const MAX_OCTETS = 75;

/** The calendar's zone (§3.6.5): summer time since 1996, by the European rule. A calendar has a component at least. */
const OSLO = [
  "BEGIN:VTIMEZONE",
  "TZID:Europe/Oslo",
  "BEGIN:DAYLIGHT",
  "TZOFFSETFROM:+0100",
  "TZOFFSETTO:+0200",
  "TZNAME:CEST",
  "DTSTART:19960331T020000",
  "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
  "END:DAYLIGHT",
  "BEGIN:STANDARD",
  "TZOFFSETFROM:+0200",
  "TZOFFSETTO:+0100",
  "TZNAME:CET",
  "DTSTART:19961027T030000",
  "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
  "END:STANDARD",
  "END:VTIMEZONE",
];

/** When an event is: a whole day in Norway, or a moment. */
export type IcsStart = { readonly day: string } | { readonly at: number };

/** An event of a calendar; texts as they are, before they are escaped. */
export interface IcsEvent {
  readonly uid: string;
  readonly start: IcsStart;
  readonly summary: string;
  readonly description: string;
  readonly category: string | null;
  /** When it was last changed, in milliseconds since 1970 UTC. */
  readonly changedAt: number;
  readonly sequence: number;
  /** How many hours before it to remind; null: not at all. */
  readonly alarmHours: number | null;
}

export interface IcsCalendar {
  readonly name: string;
  readonly description: string;
  readonly events: readonly IcsEvent[];
}

/** A text as a property's value. Control characters are left out: none means anything here. */
export const icsText = (text: string): string =>
  text
    .replace(/\r\n?|[\n\u2028\u2029\u0085]/gu, "\n")
    .replace(/(?!\n)\p{Cc}/gu, "")
    .replace(/[\\;,]/g, (character) => `\\${character}`)
    .replaceAll("\n", "\\n");

/** One content line, folded so that no line has more than 75 octets, and no character is cut in two. */
export const folded = (line: string): string => {
  const lines: string[] = [];
  let current = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > MAX_OCTETS) {
      lines.push(current);
      current = " ";
      octets = 1;
    }
    current += character;
    octets += size;
  }
  return [...lines, current].map((part) => `${part}\r\n`).join("");
};

/** `20260615T080000Z` */
const utc = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;

const startOf = (start: IcsStart): string =>
  "day" in start ? `DTSTART;VALUE=DATE:${start.day.replaceAll("-", "")}` : `DTSTART:${utc(start.at)}`;

const alarmOf = ({ alarmHours, summary }: IcsEvent): string[] =>
  alarmHours === null
    ? []
    : [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        `TRIGGER:-PT${alarmHours}H`,
        `DESCRIPTION:${icsText(summary)}`,
        "END:VALARM",
      ];

const eventLines = (event: IcsEvent): string[] => [
  "BEGIN:VEVENT",
  `UID:${icsText(event.uid)}`,
  `DTSTAMP:${utc(event.changedAt)}`,
  `LAST-MODIFIED:${utc(event.changedAt)}`,
  `SEQUENCE:${event.sequence}`,
  startOf(event.start),
  `SUMMARY:${icsText(event.summary)}`,
  ...(event.description === "" ? [] : [`DESCRIPTION:${icsText(event.description)}`]),
  ...(event.category === null ? [] : [`CATEGORIES:${icsText(event.category)}`]),
  // A deadline takes no time: nobody is busy then.
  "TRANSP:TRANSPARENT",
  ...alarmOf(event),
  "END:VEVENT",
];

/** A calendar as `text/calendar`. It says nothing of when it was made, so that the same content is the same text. */
export const icsOf = ({ name, description, events }: IcsCalendar): string =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Tunet//Agenda//NO",
    "CALSCALE:GREGORIAN",
    `X-WR-CALNAME:${icsText(name)}`,
    `X-WR-CALDESC:${icsText(description)}`,
    "X-WR-TIMEZONE:Europe/Oslo",
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    "X-PUBLISHED-TTL:PT1H",
    ...OSLO,
    ...events.flatMap(eventLines),
    "END:VCALENDAR",
  ]
    .map(folded)
    .join("");
