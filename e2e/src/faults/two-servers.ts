import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { type Server, type Socket, connect, createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root, waitFor } from "@synapse-voice/local";
import { freePorts } from "../harness/stack/free-ports.ts";
import { stack, startProcess, stopProcess } from "../harness/stack/stack.ts";

const lifeline = fileURLToPath(import.meta.resolve("@synapse-voice/local/lifeline"));

/** A server behind the proxy. */
class Instance {
  readonly port: number;
  private child: ChildProcess | null = null;
  private started: Promise<void> = Promise.resolve();

  constructor(port: number) {
    this.port = port;
  }

  start(): void {
    const log = openSync(join(stack.dataDir, "logs", `server-${this.port}.log`), "a");
    this.child = spawn(process.execPath, ["--import", lifeline, join(root, "server/src/main.ts")], {
      cwd: root,
      env: { ...process.env, NODE_NO_WARNINGS: "1", ...stack.serverEnv, PORT: String(this.port) },
      stdio: ["ignore", log, log, "ipc"],
    });
    closeSync(log);
    const ready = async () => (await fetch(`http://127.0.0.1:${this.port}/readyz`)).ok;
    this.started = waitFor(`the server on port ${this.port}`, ready, { timeoutMs: 60_000 });
    this.started.catch(() => undefined);
  }

  ready(): Promise<void> {
    return this.started;
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }
}

/** Two servers behind a TCP proxy, in place of the stack's server and on its port. */
export interface TwoServers {
  /** Waits until both are ready. */
  bothReady(): Promise<void>;
  /**
   * Kills one of them with SIGKILL, in turn, and starts it again. Resolves once it is dead and its
   * connections are closed.
   */
  crashOne(): Promise<void>;
  /** Stops both and starts the stack's server again. */
  close(): Promise<void>;
}

export async function startTwoServers(): Promise<TwoServers> {
  await stopProcess("server");
  const instances = [
    new Instance((await freePorts()).server),
    new Instance((await freePorts()).server),
  ];
  for (const instance of instances) instance.start();
  const proxy = createProxy(instances.map(({ port }) => port));
  proxy.listen(Number(new URL(stack.urls.api).port), "127.0.0.1");
  const bothReady = async () =>
    void (await Promise.all(instances.map((instance) => instance.ready())));
  let next = 0;
  const close = async () => {
    proxy.close();
    await Promise.all(instances.map((instance) => instance.kill()));
    await startProcess("server");
  };
  try {
    await bothReady();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    close,
    bothReady,
    async crashOne() {
      const instance = instances[next++ % instances.length]!;
      await instance.kill();
      instance.start();
    },
  };
}

/** Forwards each new connection to the next server in turn, or to the other if it refuses. */
function createProxy(ports: readonly number[]): Server {
  let turn = 0;
  const forward = (client: Socket, tried: number): void => {
    let connected = false;
    const upstream = connect({ port: ports[(turn + tried) % ports.length]!, host: "127.0.0.1" });
    upstream.once("connect", () => {
      connected = true;
      client.pipe(upstream).pipe(client);
    });
    upstream.on("error", () => {
      if (!connected && tried + 1 < ports.length) forward(client, tried + 1);
      else client.destroy();
    });
    upstream.once("close", () => connected && client.destroy());
    client.once("close", () => upstream.destroy());
  };
  return createServer((client) => {
    client.on("error", () => client.destroy());
    turn += 1;
    forward(client, 0);
  });
}
