/*
 * Every intended difference between our answers and the published OpenAPI document, and why. The contract test fails
 * where there is another one, and where one of these is no longer there.
 */

const FROZEN_DOCUMENT =
  "their service answers so as well; the document, which their framework writes, leaves it out";

/** Operations that we have and the document has not. */
export const UNPUBLISHED_OPERATIONS: Readonly<Record<string, string>> = {
  "POST /dialogs/{dialogId}/activities/{activityId}/actions/updateFormSavedActivityTime":
    "theirs has it too, for administrators; it is kept out of the document",
};

/** Query parameters that we read and the document has not. */
export const UNPUBLISHED_PARAMETERS: Readonly<Record<string, string>> = {
  isSilentUpdate: "theirs reads it on every write; it is kept out of the document",
};

/** Statuses that we give and the document has not, by operation. */
export const UNPUBLISHED_STATUSES: readonly {
  readonly status: number;
  readonly why: string;
  readonly operations: readonly string[];
}[] = [
  {
    status: 400,
    why: `a malformed parameter or revision; ${FROZEN_DOCUMENT}`,
    operations: [
      "GET /dialogs",
      "GET /dialogs/endusercontext",
      "GET /dialogs/{dialogId}",
      "GET /dialogs/{dialogId}/actions/should-send-notification",
      "POST /dialogs/{dialogId}/actions/purge",
      "POST /dialogs/{dialogId}/actions/restore",
      "DELETE /dialogs/{dialogId}/context/labels/{label}",
    ],
  },
  {
    status: 403,
    why: `a token without the scope; ${FROZEN_DOCUMENT}`,
    operations: ["GET /dialogs", "GET /dialogs/endusercontext"],
  },
  {
    status: 404,
    why: `no such dialog, or another owner's; ${FROZEN_DOCUMENT}`,
    operations: [
      "GET /dialogs/{dialogId}/actions/should-send-notification",
      "POST /dialogs/{dialogId}/context/labels",
    ],
  },
  {
    status: 410,
    why: `a deleted dialog; ${FROZEN_DOCUMENT}`,
    operations: ["GET /dialogs/{dialogId}/actions/should-send-notification"],
  },
];

/** Statuses that the document has and we never give. */
export const NEVER_GIVEN: readonly {
  readonly status: number;
  readonly why: string;
  readonly operations: readonly string[];
}[] = [
  {
    status: 409,
    why: "theirs gives it where two transactions meet; here one waits for the other, and is then told 412 if it asked for a revision",
    operations: [
      "DELETE /dialogs/{dialogId}",
      "POST /dialogs/{dialogId}/actions/freeze",
      "POST /dialogs/{dialogId}/actions/purge",
      "POST /dialogs/{dialogId}/actions/restore",
      "DELETE /dialogs/{dialogId}/context/labels/{label}",
      "PUT /dialogs/{dialogId}/endusercontext/systemlabels",
      "POST /dialogs/endusercontext/systemlabels/actions/bulkset",
    ],
  },
  {
    status: 409,
    why: "an activity's id that is taken is told with 422, as theirs tells it",
    operations: ["POST /dialogs/{dialogId}/activities"],
  },
  {
    status: 422,
    why: "nothing about labels depends on the present moment: what is wrong with a request is said with 400",
    operations: [
      "PUT /dialogs/{dialogId}/endusercontext/systemlabels",
      "POST /dialogs/endusercontext/systemlabels/actions/bulkset",
    ],
  },
];

/** Properties that the document has and our answers never have. */
export const NEVER_ANSWERED: Readonly<Record<string, string>> = {
  "ProblemDetails.detail": "`errors` says what is wrong, place by place",
  "ProblemDetails.statusDescription": "`title` says it",
  "ProblemDetails.validationErrors": "`errors` holds the same, as their service has it today",
};

/** Properties that the document has in what is sent, and that say nothing there. */
export const NEVER_SENT: Readonly<Record<string, string>> = {
  "V1CommonContent_ContentValue.isAuthorized": "it is for answers: the document has one schema for both",
};

/** What a documented status carries beyond the document: it gives these no body at all. */
export const BODIES_WITHOUT_SCHEMA: Readonly<Record<number, string>> = {
  401: "problem details, as every other refusal has them",
  403: "problem details: theirs sends them as well, and clients show them",
  409: "problem details with the place that is taken: theirs sends them as well",
  410: "problem details: theirs sends them as well",
};
