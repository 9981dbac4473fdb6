// Floods a server with start-calls. A process of its own, so that it does not slow the process that
// measures. Started by flood.ts.
import { Agent, request } from "node:http";
import { startCall } from "@synapse-voice/contract";
import * as v from "valibot";

/**
 * Starts or stops the flood. Each client sends the next request once the last one is answered, as
 * the next of the users.
 */
const Command = v.variant("type", [
  v.object({
    type: v.literal("start"),
    url: v.string(),
    tokens: v.array(v.string()),
    clients: v.number(),
  }),
  v.object({ type: v.literal("stop") }),
]);

const agent = new Agent({ keepAlive: true });
let isFlooding = false;
let flood: Promise<unknown> = Promise.resolve();
let replies: Record<string, number> = {};

const once = (url: string, token: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const outgoing = request(
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
    outgoing.on("error", reject).end();
  });

async function client(url: string, nextToken: () => string): Promise<void> {
  const goesOn = (): boolean => isFlooding;
  while (goesOn()) {
    const status = await once(url, nextToken());
    replies[status] = (replies[status] ?? 0) + 1;
  }
}

process.on("message", (message) => {
  const command = v.parse(Command, message);
  if (command.type === "start") {
    isFlooding = true;
    replies = {};
    let turn = 0;
    const nextToken = (): string => command.tokens[turn++ % command.tokens.length] ?? "";
    flood = Promise.all(
      Array.from({ length: command.clients }, () => client(command.url, nextToken)),
    );
  } else {
    isFlooding = false;
    void flood.then(() => process.send?.(replies));
  }
});
