// Prints where the head is, each step once or better: node consume.js [bootstrap] [seconds]
//
//   npm install
import { Kafka, logLevel } from "kafkajs";

const [bootstrap = "localhost:9092", seconds = "10"] = process.argv.slice(2);
const consumer = new Kafka({ brokers: [bootstrap], logLevel: logLevel.ERROR }).consumer({ groupId: `javascript-${Date.now()}` });
const newest = new Map(); // rig/step -> revision
const ahead = new Map(); // rig -> the newest step

function isNews({ rig, step, revision }) {
  if (step < (ahead.get(rig) ?? 0) - 3_000) {
    // data time began anew
    newest.clear();
    ahead.delete(rig);
  }
  ahead.set(rig, Math.max(step, ahead.get(rig) ?? 0));
  if (revision <= (newest.get(`${rig}/${step}`) ?? -1)) return false;
  newest.set(`${rig}/${step}`, revision); // the highest revision wins
  newest.delete(`${rig}/${step - 10_000}`); // long final
  return true;
}

function show(pose) {
  const { x, y, z } = pose.joints[0];
  const place = x === null ? "missing" : `(${x.toFixed()}, ${y.toFixed()}, ${z.toFixed()}) mm`;
  console.log(`${pose.rig} step ${pose.step} revision ${pose.revision}${pose.final ? " final" : ""}: head ${place}`);
}

await consumer.connect();
await consumer.subscribe({ topic: "poses-3d", fromBeginning: false });
await consumer.run({
  eachMessage: async ({ message }) => {
    const pose = JSON.parse(message.value.toString());
    if (isNews(pose)) show(pose);
  },
});
setTimeout(() => consumer.disconnect(), 1000 * Number(seconds));
