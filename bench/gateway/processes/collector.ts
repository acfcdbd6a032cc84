// Takes OpenTelemetry spans as a collector would, and counts them.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onOrder } from "./orders.js";

const SPAN = Buffer.from('"spanId"');

let spans = 0;

const spansIn = (body: Buffer): number => {
  let count = 0;
  for (let at = body.indexOf(SPAN); at !== -1; at = body.indexOf(SPAN, at + SPAN.length)) count += 1;
  return count;
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    spans += spansIn(Buffer.concat(chunks));
    response.writeHead(200, { "content-type": "application/json", "content-length": 2 });
    response.end("{}");
  });
});

const url = new Promise<string>((resolve) => {
  server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
});

onOrder({ collectorUrl: () => url, spans: () => spans });
