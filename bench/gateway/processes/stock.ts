// Stock @apollo/gateway in Apollo Server, as its documentation has it: FILE of the supergraph, PORT.
import { readFileSync } from "node:fs";
import { ApolloGateway } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";

const [file, port] = process.argv.slice(2);
if (file === undefined || port === undefined) throw new Error("It takes the supergraph's file and a port.");

const gateway = new ApolloGateway({ supergraphSdl: readFileSync(file, "utf8") });
const server = new ApolloServer({ gateway });
await startStandaloneServer(server, { listen: { port: Number(port), host: "127.0.0.1" } });
