import type { FormInstanceRow } from "../../drizzle/forms/tables.js";
import type { DialogSeed } from "../../subgraphs/dialogs/index.js";
import type { InstanceDelegation } from "../world/delegations.js";
import { buildingCase } from "./building-case.js";
import { drafts } from "./drafts.js";
import { emailUser } from "./email-user.js";
import { estate } from "./estate.js";
import { expiredAttachment } from "./expired-attachment.js";
import { guardianship } from "./guardianship.js";
import { inspection } from "./inspection.js";
import { invoices } from "./invoices.js";
import { languages } from "./languages.js";
import { movedService } from "./moved-service.js";
import { neighbourNotice } from "./neighbour-notice.js";
import { newBusiness } from "./new-business.js";
import { putAway } from "./put-away.js";
import { secrets } from "./secrets.js";
import { shownLater } from "./shown-later.js";
import { socialAssistance } from "./social-assistance.js";
import { type Story, type Tell, Teller } from "./story.js";
import { taxReturn } from "./tax-return.js";
import { vatReports } from "./vat-reports.js";

/** What the stories add up to. */
export interface Stories {
  readonly stories: readonly Story[];
  readonly dialogs: readonly DialogSeed[];
  readonly instances: readonly FormInstanceRow[];
  readonly instanceDelegations: readonly InstanceDelegation[];
}

const ALL: Readonly<Record<string, Tell>> = {
  "neighbour-notice": neighbourNotice,
  estate,
  "tax-return": taxReturn,
  "vat-reports": vatReports,
  "social-assistance": socialAssistance,
  "building-case": buildingCase,
  invoices,
  secrets,
  drafts,
  "expired-attachment": expiredAttachment,
  "moved-service": movedService,
  "shown-later": shownLater,
  "put-away": putAway,
  inspection,
  "new-business": newBusiness,
  guardianship,
  "email-user": emailUser,
  languages,
};

/** All stories, told as of a moment. */
export const storiesOf = (now: number): Stories => {
  const stories = Object.entries(ALL).map(([name, tell]) => {
    const teller = new Teller(name, now);
    tell(teller);
    return teller.finish();
  });
  return {
    stories,
    dialogs: stories.flatMap(({ dialogs }) => dialogs),
    instances: stories.flatMap(({ instances }) => instances),
    instanceDelegations: stories.flatMap(({ instanceDelegations }) => instanceDelegations),
  };
};
