/** What we do not have as Arbeidsflate's own backend has it, on purpose, and why. Whatever else differs is a mistake. */
export const INTENDED: Readonly<Record<string, string>> = {
  "NotificationAddressModel is missing": "No root field gives or takes it, so no operation can name it.",
  "PartyObject is missing": "No root field gives it, so no operation can name it.",
  "ProblemDetails is missing": "No root field gives it: what goes wrong is an error with a code.",
  "UserProfile is missing": "No root field gives it; `profile` gives `User`, which has the same fields.",
};

/** Their names that mean something else here. Operations name these types nowhere: only what they have is asked for. */
export const RENAMED: Readonly<Record<string, string>> = {
  Party: "UserParty",
  ServiceResource: "ListedServiceResource",
};
