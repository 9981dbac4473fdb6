// What it costs one server that thousands of portals listen by the long poll while nothing happens,
// and how late news is then.
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { liveCalls, startCall } from "@synapse-voice/contract";
import { percentile } from "./figures.ts";
import { ask, withProduct, type Asker, type Product } from "./product.ts";

const listeners = Number(process.argv[2] ?? 10_000);
const watchedFor = 60_000;
const atOnce = 50;

/** Resident memory of a process in MB, and its processor time in s. Linux. */
function usage(pid: number): { readonly mb: number; readonly cpu: number } {
  const resident = /^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return {
    mb: Number(resident?.[1] ?? 0) / 1024,
    cpu: (Number(fields[11]) + Number(fields[12])) / 100,
  };
}

/**
 * A browser that listens: polls again as soon as a reply is in. `fetch` would cost this process
 * more than what is measured.
 */
class Listener {
  private readonly socket: Socket;
  private received = "";
  private since = "0";
  private waiting: ((at: number) => void) | null = null;
  private readonly asker: Asker;

  constructor(port: number, asker: Asker) {
    this.asker = asker;
    this.socket = connect(port, "127.0.0.1")
      .setEncoding("utf8")
      .on("data", (text: string) => this.take(text))
      .on("error", () => undefined);
    this.poll();
  }

  /** The moment at which the next reply with a call is in. */
  news(): Promise<number> {
    return new Promise((resolve) => (this.waiting = resolve));
  }

  close(): void {
    this.socket.destroy();
  }

  private poll(): void {
    const { id, token } = this.asker;
    this.socket.write(
      `GET ${liveCalls.path}?wait=25&since=${this.since} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${token}\r\nSynapse-Device: bench-${id}\r\n\r\n`,
    );
  }

  private take(text: string): void {
    this.received += text;
    const length = /content-length: (\d+)/iu.exec(this.received)?.[1];
    const body = this.received.indexOf("\r\n\r\n") + 4;
    if (
      length === undefined ||
      body < 4 ||
      Buffer.byteLength(this.received.slice(body)) < Number(length)
    )
      return;
    const cursor = /"cursor":"(\d+)"/u.exec(this.received)?.[1];
    if (cursor === undefined) throw new Error(this.received);
    if (this.received.includes('"RINGING"')) this.waiting?.(performance.now());
    this.since = cursor;
    this.received = "";
    this.poll();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

async function measure(product: Product): Promise<void> {
  const port = Number(new URL(product.url).port);
  const people: Asker[] = [];
  while (people.length < listeners)
    people.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(atOnce, listeners - people.length) }, () =>
          product.addPerson(null),
        ),
      )),
    );
  const before = usage(product.pid);
  const open: Listener[] = [];
  const began = performance.now();
  for (const person of people) {
    open.push(new Listener(port, person));
    if (open.length % atOnce === 0)
      while ((await product.metric("synapse_open_polls")) < open.length - 4 * atOnce)
        await pause(20);
  }
  while ((await product.metric("synapse_open_polls")) < listeners) await pause(100);
  console.log(`${listeners} listeners after ${((performance.now() - began) / 1000).toFixed(0)} s`);
  const start = usage(product.pid);
  await pause(watchedFor);
  const end = usage(product.pid);
  console.log(
    `memory: ${before.mb.toFixed(0)} MB alone, ${end.mb.toFixed(0)} MB with them: ${(((end.mb - before.mb) * 1024) / listeners).toFixed(1)} kB a listener`,
  );
  console.log(
    `processor: ${(((end.cpu - start.cpu) / watchedFor) * 100_000).toFixed(1)} % of one core while they only wait (each asks again every 25 s)`,
  );
  const agent = await product.addPerson("AGENT");
  const late: number[] = [];
  for (let call = 0; call < 20; call += 1) {
    const index = Math.floor((call * listeners) / 20);
    const [listener, person] = [open[index], people[index]];
    if (!listener || !person) break;
    const heard = listener.news();
    const asked = performance.now();
    const started = (await ask(product.url, agent, "POST", startCall.path, {
      calleeSupabaseId: person.id,
    })) as { callId: string };
    late.push((await heard) - asked);
    await ask(product.url, agent, "POST", `/api/voip/calls/${started.callId}/cancel`);
  }
  console.log(
    `start-call to the ring at one of them: median ${percentile(late, 0.5).toFixed(1)} ms, p90 ${percentile(late, 0.9).toFixed(1)} ms`,
  );
  for (const listener of open) listener.close();
}

await withProduct(measure);
