import { registerEnumType } from "type-graphql";

/** How a form instance is doing, as Altinn's storage and its Dialogporten adapter see it together. */
export enum FormInstanceState {
  DRAFT = "DRAFT",
  IN_PROGRESS = "IN_PROGRESS",
  AWAITING_FEEDBACK = "AWAITING_FEEDBACK",
  REJECTED = "REJECTED",
  AWAITING_CONFIRMATION = "AWAITING_CONFIRMATION",
  COMPLETED = "COMPLETED",
  DELETED = "DELETED",
}

registerEnumType(FormInstanceState, {
  name: "FormInstanceState",
  description: "How a submission is doing.",
  valuesConfig: {
    DRAFT: { description: "Being filled in for the first time; nobody but the party has seen it." },
    IN_PROGRESS: {
      description:
        "Filled in, but not sent: it waits for a confirmation or a signature, or for more after feedback.",
    },
    AWAITING_FEEDBACK: { description: "Sent; the service owner is checking it before it goes on." },
    REJECTED: { description: "The service owner turned it down; the party has something to do." },
    AWAITING_CONFIRMATION: {
      description: "Sent and kept unchanged; the service owner has not confirmed yet that it has it.",
    },
    COMPLETED: { description: "The service owner has confirmed that it has it. Nothing is left to do." },
    DELETED: { description: "The party threw it away." },
  },
});
