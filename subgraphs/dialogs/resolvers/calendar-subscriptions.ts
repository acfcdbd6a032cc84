import { Arg, Ctx, FieldResolver, Mutation, Resolver } from "type-graphql";
import type { CalendarSubscriptionRow } from "../../../drizzle/dialogs/tables.js";
import { DEADLINE_KINDS } from "../../../drizzle/dialogs/values-deadlines.js";
import { partiesOf } from "../../../schema/scope.js";
import { parsePartyUrn } from "../../../schema/urns.js";
import type { DialogsContext } from "../context.js";
import { readLabelName } from "../rules/own-labels.js";
import { narrowScope } from "../rules/parties.js";
import { CALENDAR_LIMITS, hashOfSecret } from "../store/calendar-subscriptions.js";
import {
  CalendarSubscription,
  type CalendarSubscriptionError,
  CalendarSubscriptionForbidden,
  CalendarSubscriptionLimitReached,
  CalendarSubscriptionLoginTooWeak,
  CalendarSubscriptionNotFound,
  CalendarSubscriptionValidationError,
  CreateCalendarSubscriptionInput,
  CreateCalendarSubscriptionPayload,
  RevokeCalendarSubscriptionInput,
  RevokeCalendarSubscriptionPayload,
} from "../types/calendar-subscription.js";
import { Workspace } from "../types/workspace.js";

const MAX_PARTIES = 100;
/** Without a login, and with a substantial one. Nothing that needs a high login leaves for a calendar. */
const LEVELS: ReadonlySet<number> = new Set([0, 3]);

const subscriptionOf = ({ parties, kinds, ...row }: CalendarSubscriptionRow): CalendarSubscription => ({
  id: row.id,
  name: row.name,
  kinds: kinds === null ? null : [...kinds],
  parties: parties === null ? null : parties.map((id) => ({ id })),
  level: row.level,
  createdAt: row.createdAt,
  lastUsedAt: row.lastUsedAt,
});

const notMade = (error: CalendarSubscriptionError): CreateCalendarSubscriptionPayload => ({
  subscription: null,
  address: null,
  errors: [error],
});

const noCalendar = (): CalendarSubscriptionError =>
  new CalendarSubscriptionForbidden("This installation serves no calendars; ask its operator.");

/** Why this viewer can't have it; null where they can. */
const refusalOf = (
  { level, parties }: CreateCalendarSubscriptionInput,
  { call: { viewer }, calendar }: DialogsContext,
): CalendarSubscriptionError | null => {
  if (calendar === null) return noCalendar();
  if (viewer.kind !== "PERSON" && viewer.kind !== "SELF_IDENTIFIED") {
    return new CalendarSubscriptionForbidden(
      "Only people have calendar addresses. A program fetches /agenda.ics with its own token.",
    );
  }
  if (!LEVELS.has(level)) {
    return new CalendarSubscriptionValidationError(`level is ${level}; it must be 0 or 3.`);
  }
  if (level > viewer.level) {
    return new CalendarSubscriptionLoginTooWeak(
      `A calendar that is read with level ${level} is to be had with a login of that level; yours has ${viewer.level}.`,
    );
  }
  return (parties?.length ?? 0) > MAX_PARTIES
    ? new CalendarSubscriptionValidationError(
        `parties names ${parties?.length}; name at most ${MAX_PARTIES}.`,
      )
    : null;
};

/** UUIDs of the named parties, which must be the viewer's. @throws DomainError `PARTY_NOT_AUTHORISED` */
const partyIdsOf = async (
  { parties }: CreateCalendarSubscriptionInput,
  { view }: DialogsContext,
): Promise<string[] | null> => {
  if (parties == null) return null;
  const { scope } = await view();
  const urns = parties.map((urn) => parsePartyUrn(urn) ?? urn);
  return [...partiesOf(narrowScope(scope, { parties: urns })).keys()].sort();
};

@Resolver()
export class CalendarSubscriptionsResolver {
  @Mutation(() => CreateCalendarSubscriptionPayload, {
    description:
      "Makes an address from which a calendar program fetches the viewer's deadlines; at most 20 of them.",
  })
  async createCalendarSubscription(
    @Arg("input", () => CreateCalendarSubscriptionInput, { description: "What it is to show." })
    input: CreateCalendarSubscriptionInput,
    @Ctx() context: DialogsContext,
  ): Promise<CreateCalendarSubscriptionPayload> {
    const { call, store, calendar, clock, newId } = context;
    const refusal = refusalOf(input, context);
    if (refusal !== null || calendar === null) return notMade(refusal ?? noCalendar());
    const named = readLabelName(input.name);
    if ("problem" in named) return notMade(new CalendarSubscriptionValidationError(named.problem));
    const { kinds } = input;
    const now = clock();
    const secret = calendar.newSecret();
    const row: CalendarSubscriptionRow = {
      id: newId(now),
      owner: call.viewer.party,
      name: named.name,
      secretHash: hashOfSecret(secret),
      parties: await partyIdsOf(input, context),
      kinds: kinds == null ? null : DEADLINE_KINDS.filter((kind) => kinds.includes(kind)),
      level: input.level,
      language: call.language,
      createdAt: now,
      lastUsedAt: null,
    };
    if (await store.calendars.create(row)) {
      return { subscription: subscriptionOf(row), address: calendar.addressOf(secret), errors: [] };
    }
    return notMade(
      new CalendarSubscriptionLimitReached(
        `You have ${CALENDAR_LIMITS.subscriptions} calendar addresses already. Revoke one first.`,
      ),
    );
  }

  @Mutation(() => RevokeCalendarSubscriptionPayload, {
    description: "Revokes an address: from now on nothing is there.",
  })
  async revokeCalendarSubscription(
    @Arg("input", () => RevokeCalendarSubscriptionInput, { description: "Which one." })
    { subscriptionId }: RevokeCalendarSubscriptionInput,
    @Ctx() { call, store }: DialogsContext,
  ): Promise<RevokeCalendarSubscriptionPayload> {
    if (await store.calendars.revoke(call.viewer.party, subscriptionId)) return { success: true, errors: [] };
    const message = `You have no calendar address ${subscriptionId}. Ask for workspace { calendarSubscriptions }.`;
    return { success: false, errors: [new CalendarSubscriptionNotFound(message)] };
  }
}

@Resolver(() => Workspace)
export class WorkspaceCalendarSubscriptionsResolver {
  @FieldResolver(() => [CalendarSubscription], {
    nullable: true,
    description:
      "The viewer's own addresses for calendar programs, of whatever workspace, the oldest first. The addresses " +
      "themselves can't be told again.",
  })
  async calendarSubscriptions(@Ctx() { call, store }: DialogsContext): Promise<CalendarSubscription[]> {
    return (await store.calendars.ofOwner(call.viewer.party)).map(subscriptionOf);
  }
}
