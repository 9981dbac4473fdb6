import { plainLine } from "@synapse-voice/contract";
import type { CallCommands } from "./commands.ts";

/**
 * Returns the client with a `call` that removes marks from the name, which would hide or reorder
 * text. Names of the server have none, so bundles whose pages give no name do without it.
 */
export const withPlainNames = <C extends CallCommands>(client: C): C => ({
  ...client,
  call: ({ name = null, ...callee } = {}) =>
    client.call({ ...callee, name: plainLine(name ?? "") || null }),
});
