import { fork } from "node:child_process";
import { once } from "node:events";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { ProcessMessage } from "../processes/process-messages.ts";
import { settingsFromEnv } from "../settings/settings.ts";
import { processNames, processSpecs } from "./process-specs.ts";

/** Makes an import of the database client fail, as it does before the client is generated. */
const withoutClient = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier.endsWith("generated/client.ts")) throw new Error("The client is missing.");
      return next(specifier, context);
    },
  });
`)}`;
const specs = processSpecs(settingsFromEnv({}), { livekitBinary: "none", fast: true });

/** Loads a process of the stack. A wrong setting ends it before it starts anything. */
async function load(script: string) {
  const child = fork(script, [], {
    execArgv: ["--import", withoutClient],
    env: { ...process.env, SYNAPSE_PORTAL_PORT: "none" },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let errors = "";
  child.stderr?.on("data", (chunk) => (errors += String(chunk)));
  const messages: unknown[] = [];
  child.on("message", (message) => messages.push(message));
  await once(child, "close");
  return { errors, messages: messages.map((message) => v.parse(ProcessMessage, message)) };
}

/** They start once the client is generated. */
const later: readonly string[] = ["server", "recorder"];

// The first start generates the client beside these processes, so it may be missing when they load.
describe("before the database client is generated", () => {
  it.each(processNames.filter((name) => !later.includes(name)))("%s loads", async (name) => {
    expect(await load(specs[name].script)).toEqual({
      errors: "",
      messages: [{ type: "failed", reason: expect.stringContaining("SYNAPSE_PORTAL_PORT") }],
    });
  });
});
