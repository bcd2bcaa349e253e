// Foxglove's own client (npm: @foxglove/ws-protocol) listens to a running `evpose stream --to foxglove`, and Foxglove's own
// schemas (npm: @foxglove/schemas) are held against every message, the advertised ones too.
//
// Not part of the build. In any folder: npm install @foxglove/ws-protocol @foxglove/schemas ajv ws
// then, with evpose stream --to foxglove running: NODE_PATH=node_modules node foxglove.mjs [PORT [MESSAGES]]
// Exit code 1 when something is not as it should be.
import { createRequire } from "node:module";

const require = createRequire(process.cwd() + "/");
const { FoxgloveClient } = require("@foxglove/ws-protocol");
const { foxgloveMessageSchemas, generateJsonSchema } = require("@foxglove/schemas/internal");
const Ajv = require("ajv").default;
const WebSocket = require("ws");

const port = Number(process.argv[2] ?? 8765);
const wanted = Number(process.argv[3] ?? 100);
const ajv = new Ajv({ strict: false });
const theirs = (name) => ajv.compile(generateJsonSchema(foxgloveMessageSchemas[name.replace("foxglove.", "")]));

function fail(words) {
  console.error(`foxglove.mjs: ${words}`);
  process.exit(1);
}

const socket = new WebSocket(`ws://127.0.0.1:${port}`, [FoxgloveClient.SUPPORTED_SUBPROTOCOL]);
const client = new FoxgloveClient({ ws: socket });
const topics = new Map();
let server;
const patience = setTimeout(() => fail(`waited 60 s: ${[...topics.values()].map((t) => t.topic + " " + t.count)}`), 60_000);

client.on("error", (error) => fail(error.message));
client.on("close", () => fail("the server closed the connection"));
client.on("serverInfo", (info) => (server = info.name));
client.on("advertise", (channels) => {
  for (const { id, topic, encoding, schemaName, schema } of channels) {
    const own = ajv.compile(JSON.parse(schema));
    topics.set(client.subscribe(id), { topic, encoding, own, official: theirs(schemaName), count: 0 });
  }
});
client.on("message", ({ subscriptionId, timestamp, data }) => {
  const topic = topics.get(subscriptionId);
  const message = JSON.parse(new TextDecoder().decode(data));
  for (const check of [topic.own, topic.official]) {
    if (!check(message)) {
      fail(`${topic.topic}: ${ajv.errorsText(check.errors)}`);
    }
  }
  if (timestamp <= 0n) {
    fail(`${topic.topic}: a message without a time: ${timestamp}`);
  }
  topic.count++;
  const all = [...topics.values()];
  if (all.length === 2 && all.every((t) => t.count >= wanted)) {
    clearTimeout(patience);
    console.log(`${server}: ${all.map((t) => `${t.topic} ${t.count}`).join(", ")}: ok`);
    process.exit(0);
  }
});
