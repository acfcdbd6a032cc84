import { Field, ID, ObjectType } from "type-graphql";
import type { DeadlineKind, DeadlineMetBy } from "../../../drizzle/dialogs/values-deadlines.js";
import type { PageEdge } from "../../../schema/paging.js";
import { CursorScalar, DateTimeScalar } from "../../../schema/scalars.js";
import { Count } from "../../../schema/types/count.js";
import type { PageInfo } from "../../../schema/types/page-info.js";
import type { LiveSelection } from "../live/index.js";
import type { AgendaRow, DeadlineKindCount, DeadlineSelection } from "../store/deadlines/selection.js";
import type { BoundedCount } from "../store/pieces.js";
import { DeadlineKindEnum, DeadlineMetByEnum } from "./enums.js";
import { HistoryItem, historyItemOf } from "./history-item.js";

@ObjectType("DeadlineAmount", { description: "A sum of money.", simpleResolvers: true })
export class DeadlineAmount {
  @Field(() => String, { description: "A decimal number with a point, e.g. `1250.00`." })
  value!: string;

  @Field(() => String, { description: "The currency's code (ISO 4217), e.g. `NOK`." })
  currency!: string;
}

@ObjectType("DeadlinePayment", { description: "How it is to be paid.", simpleResolvers: true })
export class DeadlinePayment {
  @Field(() => String, {
    nullable: true,
    description: "The customer's identification (KID), where there is one.",
  })
  kid!: string | null;

  @Field(() => String, { nullable: true, description: "The account that it is to be paid to." })
  account!: string | null;
}

@ObjectType("Deadline", { description: "Something that is to be done by a moment.", simpleResolvers: true })
export class Deadline {
  @Field(() => ID, { description: "The same as long as it is the same thing that is to be done." })
  id!: string;

  @Field(() => DeadlineKindEnum, {
    nullable: true,
    description: "What is to be done; null where neither the owner nor the dialog leaves no doubt.",
  })
  kind!: DeadlineKind | null;

  @Field(() => DateTimeScalar, { description: "By when." })
  at!: number;

  @Field(() => Boolean, {
    description:
      "Whether it is past and not met. An appeal's is never: when its time is over nothing is left to be done.",
  })
  isOverdue!: boolean;

  @Field(() => DeadlineAmount, {
    nullable: true,
    description: "What is to be paid, where that is said. Null where the item is redacted.",
  })
  amount!: DeadlineAmount | null;

  @Field(() => DeadlinePayment, {
    nullable: true,
    description: "How it is to be paid, where that is said. Null where the item is redacted.",
  })
  payment!: DeadlinePayment | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "When it was met; null where it is not." })
  metAt!: number | null;

  @Field(() => DeadlineMetByEnum, {
    nullable: true,
    description: "What says that it is met; null where it is not.",
  })
  metBy!: DeadlineMetBy | null;

  @Field(() => HistoryItem, { description: "What it is about." })
  item!: HistoryItem;
}

/** A deadline as it is shown. @param now milliseconds since 1970 UTC */
export const deadlineOf = ({ deadline, item }: AgendaRow, now: number): Deadline => {
  const { id, kind, dueAt, metAt, metBy, amount, currency, kid, account } = deadline;
  const isShown = !item.isRedacted;
  return {
    id,
    kind,
    at: dueAt,
    isOverdue: metAt === null && dueAt < now && kind !== "APPEAL",
    amount: isShown && amount !== null && currency !== null ? { value: amount, currency } : null,
    payment: isShown && (kid !== null || account !== null) ? { kid, account } : null,
    metAt,
    metBy,
    item: historyItemOf(item),
  };
};

@ObjectType("DeadlineEdge", { description: "A deadline in an agenda.", simpleResolvers: true })
export class DeadlineEdge {
  @Field(() => CursorScalar, { description: "Its position in the agenda." })
  cursor!: string;

  @Field(() => Deadline, { description: "The deadline." })
  node!: Deadline;

  @Field(() => Boolean, {
    description:
      "Whether it is due before what the pages before have shown: its source was away, and brings it now. Late ones come " +
      "first on their page.",
  })
  isLate!: boolean;
}

@ObjectType("DeadlineCount", { description: "How many deadlines are of one kind.", simpleResolvers: true })
export class DeadlineCount {
  @Field(() => DeadlineKindEnum, {
    nullable: true,
    description: "The kind; null: those that nobody says the kind of.",
  })
  kind!: DeadlineKind | null;

  @Field(() => Count, { description: "How many there are." })
  count!: Count;

  @Field(() => Count, { description: "How many of them are overdue." })
  overdue!: Count;
}

/** A page as it was read, and how long that took. */
export interface LoadedAgenda {
  readonly edges: readonly PageEdge<{ readonly row: AgendaRow; readonly isLate: boolean }>[];
  readonly pageInfo: PageInfo;
  /** Of the index. */
  readonly latencyMillis: number;
}

@ObjectType("DeadlineConnection", {
  description:
    "A page of an agenda, and what is to be said of the whole. What is not selected is not computed.",
})
export class DeadlineConnection {
  readonly selection!: DeadlineSelection;
  /** What live sources have; `null` where there are none. */
  readonly live!: LiveSelection | null;
  /** Each reads once. */
  readonly page!: () => Promise<LoadedAgenda>;
  readonly counted!: () => Promise<BoundedCount & { readonly counts: readonly DeadlineKindCount[] }>;
}
