import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { Tunet } from "../../subgraphs/agencies/kit/tunet.js";

type Handler = (
  request: IncomingMessage,
  body: string,
) => { readonly status: number; readonly body: unknown };

/** Stands for Tunet, until the test is over. */
export const serveTunet = async (handle: Handler): Promise<Tunet> => {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { status, body } = handle(request, Buffer.concat(chunks).toString());
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: async () => "machine" };
};

/** A party as authorization tells of it. @param services what may be read for it */
export const partyTold = (
  partyUuid: string,
  urn: string,
  services: readonly string[],
  more: object = {},
): object => {
  const number = urn.slice(urn.lastIndexOf(":") + 1);
  const isPerson = urn.includes(":person:");
  return {
    partyUuid,
    personId: isPerson ? number : null,
    organizationNumber: isPerson ? null : number,
    authorizedResources: services,
    authorizedInstances: [],
    subunits: [],
    ...more,
  };
};
