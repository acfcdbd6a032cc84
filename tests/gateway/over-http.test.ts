import { serverAudits } from "graphql-http";
import { describe, expect, it } from "vitest";
import { startTestGateway } from "./kit.js";

/** What graphql-http calls MAY and CSRF prevention forbids: a GET that any page could make a browser send. */
const REFUSED_GETS = ["5A70", "D6D5", "6A70"];

const audits = (url: string) => serverAudits({ url });

describe("GraphQL over HTTP, as graphql-http audits servers", () => {
  for (const { id, name } of audits("http://unused.invalid")) {
    it(`${id}: ${name}`, async () => {
      const { gateway } = await startTestGateway();
      const url = `${await gateway.listen(0, "127.0.0.1")}/graphql`;
      const result = await audits(url)
        .find((audit) => audit.id === id)
        ?.fn();
      expect(result).toMatchObject(
        REFUSED_GETS.includes(id) ? { status: "notice", response: { status: 400 } } : { status: "ok" },
      );
    });
  }
});
