import { expect, it } from "vitest";
import { createHttpSender, type Message } from "../../../subgraphs/profile/index.js";
import { serve } from "../../gateway/kit.js";

const MESSAGE: Message = {
  id: "01a2061f-1f52-7e23-91a7-abad0de8e71c",
  channel: "SMS",
  to: "+4790000001",
  language: "nn",
  subject: "",
  text: "Koden din er 123456.",
};

it("hands a message to the operator's service as JSON, and takes nothing but 2xx for a yes", async () => {
  const seen: { method: string | undefined; headers: unknown[]; body: unknown }[] = [];
  let status = 202;
  const url = await serve((request, response) => {
    let text = "";
    request.on("data", (part) => {
      text += String(part);
    });
    request.on("end", () => {
      const { authorization, "content-type": type, "idempotency-key": key } = request.headers;
      seen.push({ method: request.method, headers: [authorization, type, key], body: JSON.parse(text) });
      response.writeHead(status, { location: "/elsewhere" }).end();
    });
  });
  const send = createHttpSender({ url: `${url}/messages`, token: "secret" });
  const { signal } = new AbortController();
  await send(MESSAGE, signal);
  expect(seen).toEqual([
    {
      method: "POST",
      headers: ["Bearer secret", "application/json; charset=utf-8", MESSAGE.id],
      body: MESSAGE,
    },
  ]);
  for (status of [302, 400, 503]) {
    await expect(send(MESSAGE, signal)).rejects.toThrow(
      `The service that delivers messages answered ${status}.`,
    );
  }
  expect(seen).toHaveLength(4);
  await expect(send(MESSAGE, AbortSignal.abort())).rejects.toThrow();
});
