// Floods a server with start-calls, in a process of its own so that it slows nothing but the
// server. Started by flood.ts.
import { Agent, request } from "node:http";
import { startCall } from "@synapse-voice/contract";
import * as v from "valibot";

/** So many clients ask again as soon as they are answered, each time as the next of these people. */
const Order = v.variant("type", [
  v.object({
    type: v.literal("start"),
    url: v.string(),
    tokens: v.array(v.string()),
    clients: v.number(),
  }),
  v.object({ type: v.literal("stop") }),
]);

const agent = new Agent({ keepAlive: true });
let going = false;
let flood: Promise<unknown> = Promise.resolve();
let replies: Record<string, number> = {};

const once = (url: string, token: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = request(
      `${url}${startCall.path}`,
      {
        method: "POST",
        agent,
        headers: { authorization: `Bearer ${token}`, "content-length": "0" },
      },
      (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? 0));
      },
    );
    asked.on("error", reject).end();
  });

async function client(url: string, nextToken: () => string): Promise<void> {
  const goesOn = (): boolean => going;
  while (goesOn()) {
    const status = await once(url, nextToken());
    replies[status] = (replies[status] ?? 0) + 1;
  }
}

process.on("message", (message) => {
  const order = v.parse(Order, message);
  if (order.type === "start") {
    going = true;
    replies = {};
    let turn = 0;
    const nextToken = (): string => order.tokens[turn++ % order.tokens.length] ?? "";
    flood = Promise.all(Array.from({ length: order.clients }, () => client(order.url, nextToken)));
  } else {
    going = false;
    void flood.then(() => process.send?.(replies));
  }
});
