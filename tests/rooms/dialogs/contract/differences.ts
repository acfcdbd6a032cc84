/** What we do not have as Dialogporten has it, on purpose, and why. Whatever else differs is a mistake. */
export const INTENDED: Readonly<Record<string, string>> = {
  "ApplyPolicy is missing":
    "It is an argument of the directive @authorize, which tells Dialogporten's server what to check. Operations never name it.",
};

/** The roots are named as GraphQL's specification does; operations never name them. */
export const RENAMED: Readonly<Record<string, string>> = {
  Queries: "Query",
  Mutations: "Mutation",
  Subscriptions: "Subscription",
};
