import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { runTunet, spawnTunet, type TunetProcess } from "../kit/process.js";

const OVERVIEW = `{ workspace {
  skatt { assessments(first: 200) { totalCount assessments { id kind party { name } dialog { id } } } }
  history(first: 1, filter: { source: ["altinn3"] }) {
    totalCount { value } edges { node { title dialog { skatt { kind incomeYear } } } } } } }`;

const ARCHIVE = `{ workspace { history(first: 200) {
  edges { node { source { id } sameAs { source { id } } altinn2 { archiveReference } } }
  sources { source { id } state } } } }`;

interface ArchiveAnswer {
  readonly data: {
    readonly workspace: {
      readonly history: {
        readonly edges: readonly {
          readonly node: {
            readonly source: { readonly id: string };
            readonly sameAs: readonly { readonly source: { readonly id: string } }[];
            readonly altinn2: { readonly archiveReference: string } | null;
          };
        }[];
        readonly sources: readonly { readonly source: { readonly id: string }; readonly state: string }[];
      };
    };
  };
}

const newInstallation = (): Readonly<Record<string, string>> => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-agencies-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return {
    PORT: "0",
    LOG_LEVEL: "info",
    TUNET_DATA_DIR: directory,
    TUNET_DEMO_DIALOGS: "1000",
    TUNET_DEMO_AGENCIES: "on",
  };
};

interface Started {
  readonly tunet: TunetProcess;
  readonly ask: (persona: string, query: string) => Promise<Answer>;
  readonly agencyUrl: string;
  readonly pidOf: (agency: string) => Promise<number>;
}

interface Answer {
  readonly data: { readonly workspace: Workspace };
  readonly errors?: readonly { readonly path: readonly unknown[]; readonly extensions: object }[];
}

interface Workspace {
  readonly skatt: {
    readonly assessments: {
      readonly totalCount: number;
      readonly assessments: readonly {
        readonly id: string;
        readonly kind: string;
        readonly party: { readonly name: string };
        readonly dialog: { readonly id: string } | null;
      }[];
    };
  } | null;
  readonly history: { readonly totalCount: { readonly value: number } };
}

const start = async (settings: Readonly<Record<string, string>>): Promise<Started> => {
  const tunet = spawnTunet(["start"], settings);
  onTestFinished(() => tunet.signal("SIGKILL"));
  const [, url = ""] = await tunet.printed(/GraphQL\s+(http\S+)\/graphql/);
  const pidOf = async (agency: string): Promise<number> =>
    Number((await tunet.printed(new RegExp(`"agency":"${agency}","agencyPid":(\\d+)`)))[1]);
  const [, agencyUrl = ""] = await tunet.printed(/"agency":"skatt","msg":"listening at ([^"]+)"/);
  await tunet.printed(/dialog\(s\) sent; none waits/);
  const ask = async (persona: string, query: string) => {
    const token = (await runTunet(["token", "--persona", persona], settings)).output.trim();
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    return (await response.json()) as Answer;
  };
  return { tunet, ask, agencyUrl, pidOf };
};

const isAnswering = async (url: string): Promise<boolean> => {
  try {
    await fetch(url);
    return true;
  } catch {
    return false;
  }
};

/** Resolves when nothing listens there any more; the test's own time limit ends the wait otherwise. */
const gone = async (url: string): Promise<void> => {
  while (await isAnswering(url));
};

const partiesIn = ({ data }: Answer): string[] => [
  ...new Set(data.workspace.skatt?.assessments.assessments.map(({ party }) => party.name)),
];

/** What a persona's history has of the archive, and how that stands, once it was on time. */
const archiveOf = async ({ ask }: Started, isWanted: (state: string | undefined) => boolean) => {
  for (;;) {
    const { data } = (await ask("housing-manager", ARCHIVE)) as unknown as ArchiveAnswer;
    const { edges, sources } = data.workspace.history;
    const state = sources.find(({ source }) => source.id === "altinn2-archive")?.state;
    if (!isWanted(state)) continue;
    const nodes = edges.map(({ node }) => node);
    const isOfArchive = ({ source }: { readonly source: { readonly id: string } }): boolean =>
      source.id === "altinn2-archive";
    return {
      state,
      twins: nodes.filter(({ sameAs }) => sameAs.some(isOfArchive)).length,
      // What could not be moved is nowhere else.
      only: nodes.filter(isOfArchive).map(({ altinn2 }) => altinn2?.archiveReference ?? null),
    };
  }
};

/** The old platform's archive beside it: each thing once, and killed by hand it is named in the next answer. */
const showsTheArchive = async (started: Started): Promise<void> => {
  await started.tunet.printed(/"agency":"altinn2","msg":"joined: supergraph \d+ serves"/);
  const there = await archiveOf(started, (state) => state === "PARTIAL");
  expect(there.twins).toBeGreaterThan(4);
  expect(there.only.length).toBeGreaterThan(3);
  expect(there.only).not.toContain(null);
  process.kill(await started.pidOf("altinn2"), "SIGKILL");
  await started.tunet.printed(/"agency":"altinn2","code":null,"signal":"SIGKILL"/);
  const gone = await archiveOf(started, () => true);
  expect(["STALE", "UNAVAILABLE"]).toContain(gone.state);
};

it("has skatt join by itself, show each persona what is theirs, write its decisions once, and end with the program; and the archive beside it", async () => {
  const settings = newInstallation();
  const first = await start(settings);
  const [, joined] = await first.tunet.printed(/"agency":"skatt","msg":"joined: supergraph (\d+) serves"/);
  // Its own supergraph serves, or one that another agency has joined since.
  const served = [0, 1, 2, 3].map((later) => Number(joined) + later).join("|");
  await first.tunet.printed(
    new RegExp(`"supergraph":(${served}),"msg":"The registry's newest supergraph serves`),
  );

  const kari = await first.ask("kari", OVERVIEW);
  expect(kari.errors).toBeUndefined();
  expect(partiesIn(kari)).toEqual(["Kari Solbakken"]);
  expect(kari.data.workspace.history).toMatchObject({
    edges: [
      { node: { title: "Vedtak om endring av skatten for 2024", dialog: { skatt: { kind: "CHANGED" } } } },
    ],
  });
  expect(partiesIn(await first.ask("ola", OVERVIEW))).toEqual(["Ola Granmo"]);
  expect(partiesIn(await first.ask("nobody", OVERVIEW))).toEqual([]);
  expect(partiesIn(await first.ask("accountant", OVERVIEW)).length).toBeGreaterThan(20);

  // Killed: the agency sees that it is alone, and goes too.
  first.tunet.signal("SIGKILL");
  await first.tunet.ended;
  await gone(first.agencyUrl);

  const second = await start(settings);
  await second.tunet.printed(/"agency":"skatt","msg":"joined: supergraph \d+ serves"/);
  expect(await second.ask("kari", OVERVIEW)).toEqual(kari);
  expect(second.tunet.output()).toContain("0 dialog(s) sent; none waits.");

  process.kill(await second.pidOf("skatt"), "SIGKILL");
  await second.tunet.printed(/"code":null,"signal":"SIGKILL","msg":"The agency has ended/);
  const without = await second.ask("kari", OVERVIEW);
  expect(without.data.workspace.skatt).toBeNull();
  expect(without.data.workspace.history.totalCount).toEqual(kari.data.workspace.history.totalCount);
  expect(without.errors).toContainEqual(
    expect.objectContaining({
      path: ["workspace", "skatt"],
      extensions: expect.objectContaining({ service: "skatt" }),
    }),
  );

  await showsTheArchive(second);
  second.tunet.signal("SIGTERM");
  expect(await second.tunet.ended).toEqual({ code: 0, signal: null });
}, 400_000);
