import { sql } from "drizzle-orm";
import type { Database, DatabaseOptions } from "../../drizzle/database.js";
import { openDatabase } from "../../drizzle/open.js";
import { systemClock } from "../../lib/clock.js";
import { randomId } from "../../lib/ids.js";
import { searchDocumentOf } from "../../subgraphs/dialogs/rules/search-document.js";
import { scopeTokensOf } from "../../subgraphs/dialogs/store/search/search-index.js";
import { DialogStore } from "../../subgraphs/dialogs/store.js";
import { type OwnerCall, openDialogWriter } from "../../subgraphs/dialogs/writing/index.js";
import { ORG, OWNER, SERVICES } from "./bodies.js";

/** Rows as a table has them, by column. */
export type Row = Readonly<Record<string, unknown>>;

/** Everything that some dialogs are in the database, as the bare database is to be given it. */
export interface Written {
  readonly dialogs: readonly Row[];
  readonly bodies: readonly Row[];
  readonly transmissions: readonly Row[];
  readonly activities: readonly Row[];
  readonly events: readonly Row[];
  /** In the order of `dialogs`: what each is called elsewhere. */
  readonly identifiers: readonly (readonly Row[])[];
  /** In the order of `dialogs`: on SQLite the words (scope, open, closed), on PostgreSQL the tsvector as text. */
  readonly documents: readonly (readonly string[])[];
}

/** What is measured: the writer, with everything that it does. */
export interface Ours {
  /** @throws where any of them is refused */
  createMany(bodies: readonly unknown[]): Promise<void>;
  create(body: unknown): Promise<void>;
  /** What was written of dialogs; not measured. */
  read(ids: readonly string[]): Promise<Written>;
  close(): Promise<void>;
}

const call: OwnerCall = {
  org: ORG,
  organization: OWNER,
  rights: new Set(),
  findServices: async (services) =>
    new Map(
      services
        .filter((service) => SERVICES.includes(service))
        .map((service) => [service, { org: ORG, type: "genericaccessresource" }]),
    ),
};

const parsed = <T>(value: unknown): T => (typeof value === "string" ? JSON.parse(value) : value) as T;

const documentsOnSqlite = (
  dialogs: readonly Row[],
  bodies: readonly Row[],
  transmissions: readonly Row[],
  activities: readonly Row[],
) => {
  const bodyOf = new Map(bodies.map((row) => [row["dialog_id"], row]));
  return dialogs.map((dialog) => {
    const body = bodyOf.get(dialog["id"]) ?? {};
    const { open, closed } = searchDocumentOf({
      dialog: {
        title: parsed(dialog["title"]),
        summary: parsed(dialog["summary"]),
        senderName: parsed(dialog["sender_name"]),
        nonSensitiveTitle: parsed(dialog["non_sensitive_title"]),
        nonSensitiveSummary: parsed(dialog["non_sensitive_summary"]),
        externalReference: dialog["external_reference"] as string | null,
      },
      body: {
        content: parsed(body["content"]),
        searchTags: parsed(body["search_tags"]),
        attachments: parsed(body["attachments"]),
      },
      transmissions: transmissions
        .filter((row) => row["dialog_id"] === dialog["id"])
        .map((row) => ({
          id: row["id"],
          createdAt: row["created_at"],
          content: parsed(row["content"]),
          attachments: parsed(row["attachments"]),
        })) as never,
      activities: activities
        .filter((row) => row["dialog_id"] === dialog["id"])
        .map((row) => ({
          id: row["id"],
          createdAt: row["created_at"],
          description: parsed(row["description"]),
        })) as never,
    });
    const scope = scopeTokensOf({
      party: String(dialog["party"]),
      org: String(dialog["org"]),
      serviceResource: String(dialog["service_resource"]),
    });
    return [scope.join(" "), open.join(" "), closed.join(" ")];
  });
};

const reader =
  (database: Database) =>
  async (ids: readonly string[]): Promise<Written> => {
    const isSqlite = database.dialect === "sqlite";
    const list = isSqlite
      ? sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`
      : sql`(SELECT unnest(${`{${ids.join(",")}}`}::uuid[]))`;
    const of = (table: string, key: string, order: string): Promise<Row[]> =>
      database.read.rows<Row>(
        sql`SELECT * FROM ${sql.identifier(table)} WHERE ${sql.identifier(key)} IN ${list} ORDER BY ${sql.raw(order)}`,
      );
    const dialogs = await of("dialog", "id", "seq");
    const bodies = await of("dialog_body", "dialog_id", "dialog_id");
    const transmissions = await of("transmission", "dialog_id", "dialog_id");
    const activities = await of("activity", "dialog_id", "dialog_id");
    const documents = isSqlite
      ? documentsOnSqlite(dialogs, bodies, transmissions, activities)
      : (
          await database.read.rows<{ document: string }>(
            sql`SELECT s.document::text AS document FROM dialog d JOIN dialog_search s ON s.seq = d.seq
            WHERE d.id IN ${list} ORDER BY d.seq`,
          )
        ).map(({ document }) => [document]);
    const namesOf = new Map<number, Row[]>();
    for (const row of await database.read.rows<Row>(
      sql`SELECT i.* FROM dialog_identifier i JOIN dialog d ON d.seq = i.dialog_seq WHERE d.id IN ${list}`,
    )) {
      const seq = Number(row["dialog_seq"]);
      namesOf.set(seq, [...(namesOf.get(seq) ?? []), row]);
    }
    return {
      dialogs,
      bodies,
      transmissions,
      activities,
      events: await of("event", "dialog_id", "seq"),
      identifiers: dialogs.map(({ seq }) => namesOf.get(Number(seq)) ?? []),
      documents,
    };
  };

/** The writer on a database of its own. */
export const openOurs = async (location: DatabaseOptions["location"]): Promise<Ours> => {
  const database = await openDatabase({ room: "dialogs", location });
  const store = new DialogStore(database);
  const writer = openDialogWriter({ store, clock: systemClock, newId: randomId });
  const check = ({ outcome, ...rest }: { readonly outcome: string }): void => {
    if (outcome !== "CREATED") throw new Error(`A dialog was not made: ${outcome} ${JSON.stringify(rest)}`);
  };
  return {
    async createMany(bodies) {
      for (const answer of await writer.createMany(call, bodies)) check(answer);
    },
    async create(body) {
      check(await writer.create(call, body));
    },
    read: reader(database),
    close: () => store.close(),
  };
};
