import { DAY_MILLIS } from "../lib/clock.js";
import type { AuthorizationSeed } from "../subgraphs/authorization/index.js";
import type { CatalogueSeed } from "../subgraphs/catalogue/index.js";
import type { DialogSeed, SourceSeed } from "../subgraphs/dialogs/index.js";
import type { FormsSeed } from "../subgraphs/forms/index.js";
import type { ProfileSeed } from "../subgraphs/profile/index.js";
import { altinn2RegisterOf } from "./agencies/altinn2-register.js";
import { fiksRegisterOf } from "./agencies/fiks-register.js";
import { taxRegisterOf } from "./agencies/tax-register.js";
import { Bulk, countOfPlatform, DIALOGS_WITH_FORMS } from "./bulk/bulk.js";
import { estateForms } from "./estate-forms.js";
import { answersOf, definitionsOf } from "./forms.js";
import { neighbourForms } from "./neighbour-forms.js";
import { type Persona, personas } from "./personas.js";
import { profilesOf } from "./profiles.js";
import { storiesOf } from "./stories/stories.js";
import { authorizationOf } from "./world/authorization.js";
import { catalogueOf } from "./world/catalogue.js";
import { populationOf } from "./world/population.js";
import { ARCHIVE_YEARS } from "./world/services.js";
import { sourcesOf } from "./world/sources.js";

/** What a demo world follows from: the same three give the same rows, to the byte. */
export interface DemoOptions {
  readonly seed: number;
  /** The moment that the world is built around, in milliseconds since 1970 UTC: due dates lie just after it. */
  readonly now: number;
  /** How many dialogs in all; the stories are always there, however few are asked for. */
  readonly dialogs: number;
}

/** Rows for all rooms. A world with more dialogs holds everything that one with fewer does. */
export interface DemoWorld {
  readonly personas: readonly Persona[];
  readonly authorization: AuthorizationSeed;
  readonly catalogue: CatalogueSeed;
  /** Made anew each time that it is read. */
  readonly forms: FormsSeed;
  readonly profiles: ProfileSeed;
  readonly sources: readonly SourceSeed[];
  /** What agencies with platforms of their own have in their registers, by their subgraph's name. */
  readonly registers: Readonly<Record<string, readonly object[]>>;
  /** The dialogs that belong to stories; `dialogs` gives these first. */
  readonly stories: readonly DialogSeed[];
  /** How many dialogs `dialogs` gives. */
  readonly dialogCount: number;
  /** All dialogs, made one at a time. */
  dialogs(): Generator<DialogSeed>;
  /** Those of the bulk alone. */
  bulk(): Generator<DialogSeed>;
}

const DAYS_SINCE_DEATH = 150;
/** Registers of agencies are made from so many dialogs of the bulk at most: they are read into memory. */
const REGISTERED_BULK = 3_000;

/** Makes the demo's world. */
export const createDemoWorld = ({ seed, now, dialogs }: DemoOptions): DemoWorld => {
  const population = populationOf(seed, dialogs);
  const stories = storiesOf(now);
  const bulk = new Bulk({ seed, now, population });
  const bulkCount = Math.max(0, dialogs - stories.dialogs.length);
  const storiesInArchive = stories.dialogs.filter(({ dialog }) => dialog.sourceId === "altinn2").length;
  const held = storiesInArchive + countOfPlatform(bulkCount, "altinn2");
  const diedOn = new Date(now - DAYS_SINCE_DEATH * DAY_MILLIS).toISOString().slice(0, 10);

  /** The stories', and as many of the bulk as an agency's own register is made from. */
  function* firstDialogs(): Generator<DialogSeed> {
    yield* stories.dialogs;
    for (let n = 0; n < Math.min(bulkCount, REGISTERED_BULK); n++) yield bulk.dialog(n);
  }

  const instances = () =>
    Array.from({ length: Math.min(bulkCount, DIALOGS_WITH_FORMS) }, (_, n) => bulk.instance(n)).filter(
      (instance) => instance !== null,
    );

  return {
    personas,
    authorization: authorizationOf(population, stories.instanceDelegations, diedOn),
    catalogue: catalogueOf(now),
    get forms() {
      const all = [...stories.instances, ...instances()];
      const names = new Map(this.authorization.parties.map(({ urn, name }) => [urn, name]));
      const answers = answersOf(all, (party) => names.get(party));
      const definitions = [...definitionsOf(now), ...neighbourForms(now), ...estateForms(now)];
      return { definitions, instances: all, answers };
    },
    get registers() {
      return {
        skatt: taxRegisterOf({ seed, now, population, dialogs: stories.dialogs }),
        fiks: fiksRegisterOf({ seed, now, population }),
        altinn2: altinn2RegisterOf({ seed, now, dialogs: firstDialogs() }),
      };
    },
    profiles: profilesOf(now),
    sources: sourcesOf(now, { held, years: ARCHIVE_YEARS }),
    stories: stories.dialogs,
    dialogCount: stories.dialogs.length + bulkCount,
    *dialogs() {
      yield* stories.dialogs;
      yield* this.bulk();
    },
    *bulk() {
      for (let n = 0; n < bulkCount; n++) yield bulk.dialog(n);
    },
  };
};
