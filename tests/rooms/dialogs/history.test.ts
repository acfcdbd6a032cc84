import { expect, it } from "vitest";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aDialog, DAY, NOW, partyOf, scopeOf, serviceOf } from "./dialogs.js";
import { onWorkspace, openTestRoom } from "./room.js";

const VIEWER = { party: `${PERSON_PREFIX}17912099997`, scope: scopeOf([partyOf(0)], { [serviceOf(0)]: 3 }) };

describeOnBothDatabases("Workspace.history", (dialect) => {
  it("shows a row with everything that it joins", async () => {
    const { ask } = await openTestRoom({
      dialect,
      viewers: { kari: VIEWER },
      dialogs: [
        aDialog("Søknad", {
          dialog: {
            sourceStatus: "Mottatt",
            status: "AWAITING",
            title: { nb: "Søknad om støtte", en: "Application" },
            summary: { nb: "Vi har mottatt søknaden." },
            senderName: { nb: "Landbrukskontoret" },
            extendedStatus: { nb: "Til behandling" },
            externalReference: "2026/17",
            process: "urn:case:17",
            instanceRef: "urn:altinn:instance-id:50001/0199a000-0000-7000-8000-000000000001",
            dueAt: NOW + DAY,
            systemLabels: 1 | 16,
          },
        }),
      ],
    });
    const answer = await ask(
      "kari",
      onWorkspace(`history {
        edges { node {
          source { id name } title english: title(lang: "en") summary senderName status sourceStatus extendedStatus
          party { id } serviceResource { id } instanceRef externalReference createdAt contentUpdatedAt dueAt
          isContentSeen hasUnopenedContent systemLabels folder process { id items { edges { node { title } } } }
          isRedacted requiredAuthenticationLevel formInstance { id } dialog { content { title { value { value } } } }
        } }
        pageInfo { hasNextPage hasPreviousPage } totalCount { value precision } completeBackTo
        hiddenByLogin { requiredLevel }
        sources { source { id } state asOf coverage { from to ratio } searched latencyMillis reason }
      }`),
    );
    expect(answer.errors).toBeUndefined();
    const at = new Date(NOW - DAY).toISOString();
    const now = new Date(NOW).toISOString();
    const ref = "urn:altinn:instance-id:50001/0199a000-0000-7000-8000-000000000001";
    const source = (id: string) => ({
      source: { id },
      state: "OK",
      asOf: now,
      coverage: { from: null, to: now, ratio: null },
      searched: true,
      latencyMillis: 0,
      reason: null,
    });
    expect(answer.data?._entities[0].history).toEqual({
      edges: [
        {
          node: {
            source: { id: "altinn-3", name: "altinn-3" },
            title: "Søknad om støtte",
            english: "Application",
            summary: "Vi har mottatt søknaden.",
            senderName: "Landbrukskontoret",
            status: "AWAITING",
            sourceStatus: "Mottatt",
            extendedStatus: "Til behandling",
            party: { id: partyOf(0).id },
            serviceResource: { id: serviceOf(0) },
            instanceRef: ref,
            externalReference: "2026/17",
            createdAt: at,
            contentUpdatedAt: at,
            dueAt: new Date(NOW + DAY).toISOString(),
            isContentSeen: false,
            hasUnopenedContent: false,
            systemLabels: ["DEFAULT", "SENT"],
            folder: "INBOX",
            process: { id: "urn:case:17", items: { edges: [{ node: { title: "Søknad om støtte" } }] } },
            isRedacted: false,
            requiredAuthenticationLevel: 3,
            formInstance: { id: ref },
            dialog: {
              content: { title: { value: [{ value: "Søknad om støtte" }, { value: "Application" }] } },
            },
          },
        },
      ],
      pageInfo: { hasNextPage: false, hasPreviousPage: false },
      totalCount: { value: 1, precision: "EXACT" },
      completeBackTo: "1970-01-01T00:00:00.000Z",
      hiddenByLogin: null,
      sources: [source("altinn-2"), source("altinn-3"), source("fiks")],
    });
  });
});
