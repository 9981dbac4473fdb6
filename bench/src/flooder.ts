// Floods a server with start-calls, in a process of its own so that it slows nothing but the server. Started by flood.ts.
import { Agent, request } from "node:http";
import { startCall } from "@synapse-voice/contract";
import * as v from "valibot";

/** Each client asks again as soon as it is answered, but no sooner than after so many ms. */
const Order = v.variant("type", [
  v.object({ type: v.literal("start"), url: v.string(), tokens: v.array(v.string()), every: v.number() }),
  v.object({ type: v.literal("stop") }),
]);

const agent = new Agent({ keepAlive: true });
let going = false;
let flood: Promise<unknown> = Promise.resolve();
let replies: Record<string, number> = {};

const once = (url: string, token: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request(`${url}${startCall.path}`, { method: "POST", agent, headers: { authorization: `Bearer ${token}`, "content-length": "0" } }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    asked.on("error", reject).end();
  });

async function client(url: string, token: string, every: number): Promise<void> {
  await new Promise((resolve) => void setTimeout(resolve, Math.random() * every));
  const goesOn = (): boolean => going;
  while (goesOn()) {
    const began = performance.now();
    const status = await once(url, token);
    replies[status] = (replies[status] ?? 0) + 1;
    const rest = began + every - performance.now();
    if (rest > 0) await new Promise((resolve) => void setTimeout(resolve, rest));
  }
}

process.on("message", (message) => {
  const order = v.parse(Order, message);
  if (order.type === "start") {
    going = true;
    replies = {};
    flood = Promise.all(order.tokens.map((token) => client(order.url, token, order.every)));
  } else {
    going = false;
    void flood.then(() => process.send?.(replies));
  }
});
