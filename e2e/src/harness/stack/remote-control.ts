import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ProcessName, Stack } from "@synapse-voice/local";

/** Lets test files, which run in other processes, stop and start parts of the stack. */
export async function openRemoteControl(
  stack: Stack,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => void obey(stack, request.url ?? "", response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

async function obey(stack: Stack, url: string, response: ServerResponse): Promise<void> {
  const [, command, part, signal] = url.split("/") as [string, string, ProcessName, NodeJS.Signals];
  try {
    if (command === "stop") await stack.stopProcess(part);
    if (command === "start") await stack.startProcess(part);
    if (command === "signal") stack.signalProcess(part, signal);
    response.writeHead(200).end(JSON.stringify(part ? stack.pidsOf(part) : []));
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
}
