import { sql } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { openDatabase } from "../../drizzle/open.js";
import { describeOnBothDatabases } from "../kit/databases.js";
import { askerAs, type Installation, newInstallation, startTunet } from "../kit/installation.js";

const KILLS = 2;
const WRITERS = 6;
const OLA = "urn:altinn:person:identifier-no:03827900280";
const CASE = "urn:tst:killed";

interface Error {
  readonly __typename: string;
}

interface Instance {
  readonly id: string;
  readonly revision: number;
  readonly receipts: readonly { readonly number: number }[];
}

interface Payload {
  readonly data: { readonly it: { readonly instance: Instance | null; readonly errors: readonly Error[] } };
}

const INSTANCE = "instance { id revision receipts { number } } errors { __typename }";
const START = `mutation($input: StartFormInput!) { it: startForm(input: $input) { ${INSTANCE} } }`;
const SUBMIT = `mutation($id: ID!, $revision: Int!) { it: submitForm(id: $id, revision: $revision) { ${INSTANCE} } }`;
const TOLD = `{ workspace { history(first: 100, filter: { process: "${CASE}" }) { edges { node {
  status formInstance { id receipts { number } } dialog { activities { type } transmissions { type } } } } } } }`;

interface Told {
  readonly data: {
    readonly workspace: {
      readonly history: {
        readonly edges: readonly { readonly node: { readonly formInstance: { readonly id: string } } }[];
      };
    };
  };
}

/** What a submission is in the history: one dialog, sent once. */
const SENT_ONCE = {
  status: "AWAITING",
  formInstance: { receipts: [{ number: 1 }] },
  dialog: {
    activities: [{ type: "DIALOG_CREATED" }, { type: "FORM_SUBMITTED" }],
    transmissions: [{ type: "SUBMISSION" }],
  },
};

/** The agency begins forms for Ola, and Ola sends them; each by a name of its own, so that it can be tried again. */
const openClient = async (installation: Installation) => {
  const [asAgency, asOla] = await Promise.all([
    askerAs("building-agency", installation),
    askerAs("ola", installation),
  ]);
  const asked = async (answer: Promise<unknown>) => {
    const { it: given } = ((await answer) as Payload).data;
    return given;
  };
  return {
    async begin(url: string, name: string): Promise<Instance> {
      const answers = { address: name, consents: true };
      const input = { form: "bya/nabosvar", party: OLA, answers, process: CASE, idempotencyKey: name };
      const { instance, errors } = await asked(asAgency(url, START, { input }));
      expect(errors).toEqual([]);
      return instance ?? expect.fail("Nothing was begun.");
    },
    submit: (url: string, { id, revision }: Pick<Instance, "id" | "revision">) =>
      asked(asOla(url, SUBMIT, { id, revision })),
    told: (url: string) => asOla(url, TOLD) as Promise<Told>,
  };
};

type Client = Awaited<ReturnType<typeof openClient>>;

/** What clients know of a submission that they have asked for. */
interface Attempt {
  readonly name: string;
  /** As it was begun; null: no answer came to that. */
  begun: Instance | null;
  isAcknowledged: boolean;
}

/** Submits side by side, and kills the process in the midst of it. @returns every attempt, answered or not */
const submitUntilKilled = async (
  client: Client,
  round: number,
  { url, kill }: { readonly url: string; kill(): void },
): Promise<Attempt[]> => {
  const attempts: Attempt[] = [];
  let acknowledged = 0;
  const writer = async (index: number): Promise<void> => {
    for (let count = 0; ; count++) {
      const attempt: Attempt = { name: `${round} ${index} ${count}`, begun: null, isAcknowledged: false };
      attempts.push(attempt);
      attempt.begun = await client.begin(url, attempt.name);
      const { errors } = await client.submit(url, attempt.begun);
      expect(errors).toEqual([]);
      attempt.isAcknowledged = true;
      acknowledged += 1;
      if (acknowledged === 10 + 7 * round) kill();
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: WRITERS }, (_, index) => writer(index)));
  // Each ends because its connection did, not because it was refused.
  const lost = ends.map((end) => (end.status === "rejected" ? String(end.reason) : "none"));
  expect(lost.filter((reason) => !/fetch failed|terminated/.test(reason))).toEqual([]);
  return attempts;
};

/** What the killed process had taken to follow is anybody's when its lease has run out: that moment, now. */
const endLeases = async (location: Installation["location"]): Promise<void> => {
  const database = await openDatabase({ room: "forms", location });
  await database.transaction((tx) =>
    tx.rows(sql`UPDATE form_outbox SET due_at = 0 WHERE due_at IS NOT NULL RETURNING due_at`),
  );
  await database.close();
};

describeOnBothDatabases("an installation that is killed while forms are submitted", (dialect) => {
  it(`has lost nothing that it acknowledged, sends nothing twice, and tells of each once, ${KILLS} times over`, async () => {
    const installation = await newInstallation(dialect, 1_000);
    const client = await openClient(installation);
    const all: Attempt[] = [];
    for (let round = 0; round < KILLS; round++) {
      const { tunet, url } = await startTunet(installation);
      const kill = () => tunet.signal("SIGKILL");
      all.push(...(await submitUntilKilled(client, round, { url, kill })));
      expect(await tunet.ended).toEqual({ code: null, signal: "SIGKILL" });
      await endLeases(installation.location);
    }

    // Who had no answer asks again, in the very same words; and so does somebody who had one.
    const { url } = await startTunet(installation);
    const unanswered = all.filter(({ isAcknowledged }) => !isAcknowledged);
    expect(unanswered).toHaveLength(KILLS * WRITERS);
    const again = [...unanswered, ...all.filter(({ isAcknowledged }) => isAcknowledged).slice(0, 2)];
    await Promise.all(
      again.map(async (attempt) => {
        const instance = await client.begin(url, attempt.name);
        if (attempt.begun !== null) expect(instance.id).toBe(attempt.begun.id);
        attempt.begun ??= instance;
        const wasSent = instance.receipts.length === 1;
        if (attempt.isAcknowledged) expect(wasSent).toBe(true);
        const { errors } = await client.submit(url, attempt.begun);
        expect(errors).toEqual(wasSent ? [{ __typename: "FormStateConflict" }] : []);
      }),
    );

    const inHistory = async () => {
      const { edges } = (await client.told(url)).data.workspace.history;
      return edges
        .map(({ node }) => node)
        .sort((one, other) => one.formInstance.id.localeCompare(other.formInstance.id));
    };
    const expected = all
      .map(({ begun }) => ({ ...SENT_ONCE, formInstance: { ...SENT_ONCE.formInstance, id: begun?.id } }))
      .sort((one, other) => String(one.formInstance.id).localeCompare(String(other.formInstance.id)));
    await vi.waitFor(async () => expect(await inHistory()).toEqual(expected), { timeout: 20_000 });
  }, 120_000);
});
