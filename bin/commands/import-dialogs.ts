import { createReadStream, statSync } from "node:fs";
import { SECOND_MILLIS, systemClock } from "../../lib/clock.js";
import type { Environment } from "../../lib/config.js";
import { messageOf } from "../../lib/errors.js";
import { randomId } from "../../lib/ids.js";
import { dialogportenTypeOf } from "../../schema/services-port.js";
import { isOrganizationNumber, ORGANIZATION_PREFIX } from "../../schema/urns.js";
import { createServicesPort } from "../../subgraphs/catalogue/index.js";
import { type DialogImport, importDialogs, type LineResult } from "../../subgraphs/dialogs/index.js";
import { CommandError } from "../command-error.js";
import {
  firstLineOf,
  type ImportProgress,
  NOTHING_YET,
  openProgressNote,
  type ProgressNote,
} from "../import/import-progress.js";
import { locationOf } from "../location.js";
import type { Stores } from "../rooms.js";
import { parseSettings, type Settings } from "../settings.js";
import { withStores } from "./import.js";

export interface ImportDialogsOptions {
  /** Organisation number: who the log of labels says has imported them. Absent: the first dialog's service owner. */
  readonly organization?: string;
  readonly silent?: boolean;
  readonly restart?: boolean;
}

/** Once a second on a terminal, every ten elsewhere. */
const createTelling = (totalBytes: number | null, startedAt: number, from: ImportProgress) => {
  let toldAt = startedAt;
  return ({ byte, line, created, existing, refused }: ImportProgress, isEnd = false): void => {
    const now = systemClock();
    const pause = (process.stderr.isTTY ? 1 : 10) * SECOND_MILLIS;
    if (!isEnd && now - toldAt < pause) return;
    toldAt = now;
    const seconds = Math.max(now - startedAt, 1) / SECOND_MILLIS;
    const share =
      totalBytes === null || totalBytes === 0 ? "" : `${Math.floor((100 * byte) / totalBytes)} %, `;
    const rate = Math.round((line - from.line) / seconds);
    const text = `${share}${created} created, ${existing} were there, ${refused} refused, ${rate} lines/s`;
    process.stderr.write(process.stderr.isTTY ? `\r${text}\x1b[K${isEnd ? "\n" : ""}` : `${text}\n`);
  };
};

const counted = (results: readonly LineResult[], status: LineResult["status"]): number =>
  results.filter((result) => result.status === status).length;

/** `line 17: content.title: This must be given.` */
const refusalsIn = (results: readonly LineResult[]): readonly string[] =>
  results.flatMap((result) => {
    if (result.status !== "REFUSED") return [];
    return Object.entries(result.errors).flatMap(([path, messages]) =>
      messages.map((message) => `line ${result.line}: ${path === "" ? "" : `${path}: `}${message}`),
    );
  });

/** Services are asked of the catalogue once in an import. */
const servicesOf = ({ catalogue }: Stores): DialogImport["findServices"] => {
  const port = createServicesPort(catalogue);
  const known = new Map<string, { org: string; type: string } | null>();
  return async (services) => {
    const unknown = services.filter((service) => !known.has(service));
    if (unknown.length > 0) {
      const found = await port.servicesByIds({ token: "" }, unknown);
      for (const service of unknown) {
        const record = found.get(service);
        known.set(
          service,
          record === undefined ? null : { org: record.owner.code, type: dialogportenTypeOf(record) },
        );
      }
    }
    return new Map(
      services.flatMap((service) => {
        const record = known.get(service) ?? null;
        return record === null ? [] : [[service, record] as const];
      }),
    );
  };
};

const NAME_IT = "Name the organisation that imports with --organization.";

/** Who imports: as named, or whose service the first dialog is of. */
const importerOf = async (
  file: string,
  { catalogue }: Stores,
  { organization }: ImportDialogsOptions,
): Promise<string> => {
  if (organization !== undefined) {
    if (isOrganizationNumber(organization)) return ORGANIZATION_PREFIX + organization;
    throw new CommandError(`"${organization}" is no organisation number: its check digit does not fit.`);
  }
  if (file === "-") throw new CommandError(NAME_IT);
  let service: unknown;
  try {
    service = (JSON.parse(await firstLineOf(file)) as { serviceResource?: unknown } | null)?.serviceResource;
  } catch {
    throw new CommandError(`The first line of ${file} is not JSON. Write one dialog on each line.`);
  }
  if (typeof service !== "string") throw new CommandError(`The first dialog names no service. ${NAME_IT}`);
  const found = await createServicesPort(catalogue).servicesByIds({ token: "" }, [service]);
  const owner = found.get(service)?.owner;
  if (owner !== undefined) return owner.organization;
  throw new CommandError(`The catalogue has no service ${service}. Register it first, with its owner.`);
};

const openNote = async (file: string, settings: Settings): Promise<ProgressNote | null> => {
  if (file === "-") return null;
  try {
    return await openProgressNote(file, settings.dataDirectory, settings.databaseUrl ?? "sqlite");
  } catch (error) {
    throw new CommandError(`The file ${file} can't be read: ${messageOf(error)}.`, { cause: error });
  }
};

const streamOf = (file: string, from: ImportProgress): AsyncIterable<Buffer> =>
  file === "-" ? process.stdin : createReadStream(file, { start: from.byte, highWaterMark: 1_048_576 });

/**
 * Imports dialogs from a file of NDJSON, or from standard input. Where an import of the same file was ended it goes on.
 * Prints every line that was refused, and ends with 1 where there was one.
 */
export const importDialogsFile = async (
  environment: Environment,
  file: string,
  options: ImportDialogsOptions,
): Promise<void> => {
  const settings = parseSettings(environment);
  const note = await openNote(file, settings);
  const from = options.restart === true ? NOTHING_YET : (note?.read() ?? NOTHING_YET);
  const tell = createTelling(file === "-" ? null : statSync(file).size, systemClock(), from);
  let progress = from;
  if (from.byte > 0) process.stderr.write(`Goes on at line ${from.line}; --restart begins anew.\n`);

  await withStores(environment, async (stores) => {
    const organization = await importerOf(file, stores, options);
    const steps = importDialogs({
      store: stores.dialogs,
      findServices: servicesOf(stores),
      clock: systemClock,
      newId: randomId,
      stream: streamOf(file, from),
      first: { number: from.line, byte: from.byte },
      organization,
      isSilent: options.silent ?? false,
      sideBySide: locationOf(settings).dialect === "sqlite" ? 1 : 2,
    });
    for await (const { results, next } of steps) {
      for (const refusal of refusalsIn(results)) console.log(refusal);
      progress = {
        byte: next.byte,
        line: next.number,
        created: progress.created + counted(results, "CREATED"),
        existing: progress.existing + counted(results, "EXISTS"),
        refused: progress.refused + counted(results, "REFUSED"),
      };
      note?.write(progress);
      tell(progress);
    }
  });
  tell(progress, true);
  if (progress.refused > 0) process.exitCode = 1;
};
