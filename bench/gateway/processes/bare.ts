// The lower bound: no GraphQL, just each query's fetches and the merging of their answers. FILE of the subgraphs' URLs,
// PORT.
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { answers } from "../bare/answers.js";
import { createSubgraphClient, type Fields } from "../bare/subgraph-client.js";
import { queriesOf, queryNames } from "../graph/queries.js";

const [file, port] = process.argv.slice(2);
if (file === undefined || port === undefined) throw new Error("It takes the URLs' file and a port.");

const client = createSubgraphClient(JSON.parse(readFileSync(file, "utf8")));
const byDocument = new Map(queriesOf(queryNames).map(({ name, query }) => [query, answers[name]]));

const answer = async (body: string, response: ServerResponse): Promise<void> => {
  const { query, variables = {} } = JSON.parse(body) as { query: string; variables?: Fields };
  const work = byDocument.get(query);
  const data = work === undefined ? { __typename: "Query" } : await work(client, variables);
  const text = JSON.stringify({ data });
  response.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
};

createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (text: string) => {
    body += text;
  });
  request.on("end", () => {
    answer(body, response).catch((error: unknown) => {
      response.writeHead(502, { "content-type": "text/plain", "content-length": 0 });
      response.end();
      console.error(error);
    });
  });
}).listen(Number(port), "127.0.0.1");
