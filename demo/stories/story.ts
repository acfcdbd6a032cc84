import type { FormInstanceRow } from "../../drizzle/forms/tables.js";
import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS } from "../../lib/clock.js";
import type { DialogSeed } from "../../subgraphs/dialogs/index.js";
import { DialogDraft } from "../draft.js";
import type { AttachmentDraft } from "../draft-parts.js";
import { instanceOf, instanceRefOf } from "../forms.js";
import { namedIds } from "../ids.js";
import type { DemoParty } from "../party.js";
import { localized, type Texts } from "../texts.js";
import type { InstanceDelegation } from "../world/delegations.js";
import type { DemoService } from "../world/services.js";

/** What a story has come to. */
export interface Story {
  readonly name: string;
  readonly dialogs: readonly DialogSeed[];
  readonly instances: readonly FormInstanceRow[];
  readonly instanceDelegations: readonly InstanceDelegation[];
}

/** Tells a story as of a moment. */
export type Tell = (teller: Teller) => void;

/** Writes down a story. All its moments are told from the day of `now`, so that it never grows old. */
export class Teller {
  readonly name: string;
  readonly #today: number;
  readonly #drafts: DialogDraft[] = [];
  readonly #withForm = new Set<DialogDraft>();
  readonly #delegations: InstanceDelegation[] = [];

  constructor(name: string, now: number) {
    this.name = name;
    this.#today = Math.floor(now / DAY_MILLIS) * DAY_MILLIS;
  }

  /** A moment so many days before today, or after it where negative; at most yesterday for what has happened. */
  at(daysAgo: number, hour = 9, minute = 0): number {
    return this.#today - daysAgo * DAY_MILLIS + hour * HOUR_MILLIS + minute * MINUTE_MILLIS;
  }

  yearOf(daysAgo: number): number {
    return new Date(this.at(daysAgo)).getUTCFullYear();
  }

  /** @param key tells this dialog from the story's others, for ever */
  dialog(
    key: string,
    on: { readonly service: DemoService; readonly party: DemoParty; readonly at: number },
    title: Texts,
    summary: Texts | null = null,
  ): DialogDraft {
    const ids = namedIds(`${this.name}/${key}`);
    const draft = new DialogDraft(ids, on.service, on.party, on.at, localized(title));
    draft.row.summary = summary === null ? null : localized(summary);
    this.#drafts.push(draft);
    return draft;
  }

  /** The dialog is about a form instance. */
  withForm(draft: DialogDraft): void {
    draft.row.instanceRef = instanceRefOf(draft);
    draft.serviceOwnerLabels = [`urn:altinn:integration:storage:${draft.row.instanceRef.split(":").at(-1)}`];
    this.#withForm.add(draft);
  }

  /** The party lets somebody see this one dialog. */
  share(draft: DialogDraft, to: DemoParty): void {
    const { row, party } = draft;
    const instanceRef = `urn:altinn:dialog-id:${row.id}`;
    this.#delegations.push({ from: party, to, service: row.serviceResource, instanceRef });
  }

  finish(): Story {
    return {
      name: this.name,
      dialogs: this.#drafts.map((draft) => draft.finish()),
      instances: [...this.#withForm].map(instanceOf),
      instanceDelegations: this.#delegations,
    };
  }
}

/** A PDF with a name in three languages. */
export const pdf = (name: string, texts: Texts, expiresAt?: number): AttachmentDraft => ({
  name: `${name}.pdf`,
  displayName: localized(texts),
  ...(expiresAt === undefined ? {} : { expiresAt }),
});
