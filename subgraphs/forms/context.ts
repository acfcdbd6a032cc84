import type { Clock } from "../../lib/clock.js";
import type { CursorCodec } from "../../lib/cursor.js";
import type { NewId } from "../../lib/ids.js";
import type { Call } from "../../schema/call.js";
import type { GraphPort } from "../../schema/graph-port.js";
import type { PartiesPort } from "../../schema/parties-port.js";
import type { AuthorizationPort } from "../../schema/ports.js";
import type { ServicesPort } from "../../schema/services-port.js";
import type { LinkParts } from "./attachments/links.js";
import type { Checked } from "./definitions/check.js";
import type { FormsLoaders } from "./loaders.js";
import type { PaymentProvider } from "./payment/provider.js";
import type { StatementSigner } from "./signing/statement.js";
import type { FormsStore } from "./store.js";
import type { Validators } from "./validation/validators.js";

/** An address at which a browser opens a form's page as whoever asked for it. */
export interface PageOpening {
  readonly url: string;
  /** Milliseconds since 1970 UTC. */
  readonly expiresAt: number;
}

/** What every resolver of the forms room is given. */
export interface FormsContext {
  readonly call: Call;
  readonly store: FormsStore;
  readonly loaders: FormsLoaders;
  readonly cursors: CursorCodec;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly authorization: AuthorizationPort;
  readonly services: ServicesPort;
  readonly parties: PartiesPort;
  readonly graph: GraphPort;
  readonly validators: Validators;
  /** Checks a definition's text, in a thread of its own. */
  checkDefinition(text: string): Promise<Checked>;
  /** How links to files are made. */
  readonly links: LinkParts;
  readonly signer: StatementSigner;
  /** `null`: nothing can be paid here. */
  readonly payments: PaymentProvider | null;
  /** Where clients reach this installation; `null` where it serves no pages. */
  publicUrl(): string | null;
  /** A signed address of a receipt's page; `null` where this installation serves no pages. */
  receiptUrl(instanceId: string, number: number): string | null;
  /** Where the viewer's browser opens an instance's page; `null` for programs, and where there are no pages. */
  openingOf(instanceId: string): PageOpening | null;
}
