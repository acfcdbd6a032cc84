import { tableOf } from "../kit/table-of.js";
import { receiveCapabilities, receiveCase } from "./inbound/digisos.js";
import { receiveMessages } from "./inbound/innsyn.js";
import { receiveLetter, receiveRead, receiveReceipt } from "./inbound/svarut.js";
import { isJson, type Json, momentIn, objectIn, objectsIn, textIn } from "./json.js";
import { type Municipality, partyOf, readMunicipality } from "./municipality.js";
import type { Platform } from "./platform.js";

/** What happened before the platform was started here, sent by the same interfaces as anything else. */
type Take = (platform: Platform, municipality: Municipality, line: Json, at: number) => void;

const need = (line: Json, name: string): string => {
  const text = textIn(line[name]);
  if (text === null) throw new Error(`${name} is missing`);
  return text;
};

const takeLetter: Take = (platform, municipality, line, at) => {
  const id = need(line, "id");
  const received = {
    id,
    account: need(line, "konto"),
    version: line["versjon"] === 3 ? (3 as const) : (2 as const),
    letter: objectIn(line["forsendelse"]),
    files: [],
  };
  receiveLetter(platform, municipality, received, at);
  for (const receipt of objectsIn(line["kvitteringer"])) {
    receiveReceipt(platform, municipality, { id, receipt }, at);
  }
  const read = line["lest"];
  if (isJson(read)) receiveRead(platform, municipality, { id, read }, at);
};

const takeMessages: Take = (platform, municipality, line, at) => {
  const { avvist } = receiveMessages(platform, municipality, line, at);
  const [first] = avvist;
  if (first !== undefined) throw new Error(`${first.meldingId}: ${first.feil}`);
};

const TAKES: Readonly<Record<string, Take>> = tableOf({
  forsendelse: takeLetter,
  digisos: (platform, municipality, line, at) =>
    receiveCase(platform, municipality, { id: need(line, "fiksDigisosId"), body: line }, at),
  kommuneinfo: (platform, municipality, line) => receiveCapabilities(platform, municipality, line),
  indexRequest: takeMessages,
});

const takeLine = (platform: Platform, line: Json): void => {
  const type = need(line, "type");
  if (type === "samtykke") {
    const party = partyOf(line["verdi"]);
    if (party === null) throw new Error("verdi is no person's or organisation's number");
    platform.store.keepConsent(party, line["gitt"] === true);
    return;
  }
  if (type === "kommune") {
    platform.store.addMunicipality(readMunicipality(line));
    return;
  }
  const take = Object.hasOwn(TAKES, type) ? TAKES[type] : undefined;
  const municipality = platform.store.municipality(need(line, "kommune"));
  if (take === undefined) throw new Error(`${type} is nothing that the platform takes`);
  if (municipality === null) throw new Error("kommune is none that came before it");
  take(platform, municipality, line, momentIn(line["tidspunkt"]) ?? platform.now());
};

/**
 * Takes a register: JSON, one on each line, in the order that things happened. All of it, or nothing.
 * @throws Error that names the line that can't be read
 */
export const takeRegister = (platform: Platform, text: string): void => {
  platform.store.transaction(() => {
    for (const [index, line] of text.split("\n").entries()) {
      if (line.trim() === "") continue;
      try {
        takeLine(platform, objectIn(JSON.parse(line)));
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(`The register's line ${index + 1} can't be taken: ${why}.`, { cause: error });
      }
    }
  });
};
