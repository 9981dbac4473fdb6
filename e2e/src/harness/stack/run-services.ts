import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ProcessName } from "@synapse-voice/local";
import { buildDesktop } from "../electron/build-desktop.ts";
import { findDesktopRuntime } from "../electron/runtime.ts";
import type { WorkerStacks } from "./worker-stacks.ts";

/** An HTTP server of the main process, for the workers. */
export interface RunServices {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Serves, by POST and as JSON:
 *
 * - `/desktop`: builds the desktop app and finds an Electron for it, once a run.
 * - `/stacks/WORKER`: the worker's stack, started if it does not run yet.
 * - `/stacks/WORKER/stop/NAME`, `…/start/NAME`, `…/pids/NAME`, `…/signal/NAME/SIGNAL`: acts on one
 *   process of it. Replies with the ids of that process and its children.
 */
export async function openRunServices(stacks: WorkerStacks): Promise<RunServices> {
  let desktop: Promise<unknown> | undefined;
  const reply = async (path: string): Promise<unknown> => {
    const [, service, worker = "", ...command] = path.split("/");
    if (service === "desktop") return (desktop ??= prepareDesktop());
    const { stack, details } = await stacks.of(worker);
    if (command.length === 0) return details;
    const [action, name, signal] = command as [string, ProcessName, NodeJS.Signals];
    if (action === "stop") await stack.stopProcess(name);
    if (action === "start") await stack.startProcess(name);
    if (action === "signal") stack.signalProcess(name, signal);
    return stack.pidsOf(name);
  };
  const server = createServer((request, response) => {
    reply(request.url ?? "").then(
      (body) => response.writeHead(200).end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

async function prepareDesktop(): Promise<unknown> {
  const [runtime] = await Promise.all([findDesktopRuntime(console.log), buildDesktop()]);
  return runtime;
}
