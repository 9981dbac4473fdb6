// Measures the time from a call's commit to the callee's event, by both feeds. The floor is a bare
// NOTIFY of the same database in the same run.
// Needs a running stack: `npm start`.
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import {
  CallEvent,
  callEventsBroadcast,
  callEventsTopic,
  cancelCall,
  liveCalls,
  startCall,
} from "@synapse-voice/contract";
import { databaseUrl, localKeys, settingsFromEnv, urlsOf } from "@synapse-voice/local";
import { demoPassword, demoPeople } from "@synapse-voice/prisma/demo-people";
import { Client } from "pg";
import * as v from "valibot";
import { line } from "./figures.ts";

const calls = 120;
const settings = settingsFromEnv(process.env);
const urls = urlsOf(settings.ports);
const database = await databaseUrl(settings, "postgres");

async function signIn({ email }: { readonly email: string }): Promise<{
  supabase: SupabaseClient;
  request: (method: string, path: string, body?: unknown) => Promise<unknown>;
}> {
  const supabase = createClient(urls.supabase, localKeys.supabasePublishable, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const { data, error } = await supabase.auth.signInWithPassword({ email, password: demoPassword });
  if (error) throw error;
  const headers = {
    authorization: `Bearer ${data.session.access_token}`,
    "content-type": "application/json",
  };
  return {
    supabase,
    async request(method, path, body) {
      const response = await fetch(`${urls.api}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok)
        throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
  };
}

/** Records when a call has arrived. `when` resolves with that time. */
function createArrivals() {
  const times = new Map<string, number>();
  const waiting = new Map<string, (at: number) => void>();
  return {
    add(callId: string): void {
      if (times.has(callId)) return;
      times.set(callId, performance.now());
      waiting.get(callId)?.(performance.now());
    },
    when: (callId: string) =>
      new Promise<number>((resolve) => {
        const at = times.get(callId);
        if (at === undefined) waiting.set(callId, resolve);
        else resolve(at);
      }),
  };
}

async function connect(): Promise<Client> {
  const client = new Client({ connectionString: database });
  await client.connect();
  return client;
}

const listener = await connect();
const notifier = await connect();
await listener.query("LISTEN bench");
await listener.query("LISTEN call_events");

const awaited = new Map<string, (at: number) => void>();
listener.on("notification", ({ channel }) => {
  awaited.get(channel)?.(performance.now());
  awaited.delete(channel);
});

/** Resolves with the time of the next notification on a channel. */
const notified = (channel: string) =>
  new Promise<number>((resolve) => awaited.set(channel, resolve));

async function bareNotify(): Promise<number> {
  const arrived = notified("bench");
  const began = performance.now();
  void notifier.query("NOTIFY bench");
  return (await arrived) - began;
}

const carl = await signIn(demoPeople.carl);
const ada = await signIn(demoPeople.ada);
const byRealtime = createArrivals();
const byPoll = createArrivals();
const channel = ada.supabase.channel(callEventsTopic(demoPeople.ada.supabaseUserId), {
  config: { private: true },
});
channel.on("broadcast", { event: callEventsBroadcast }, ({ payload }) =>
  byRealtime.add(v.parse(CallEvent, payload).callId),
);
await new Promise<void>((resolve, reject) => {
  channel.subscribe((status, error) =>
    status === "SUBSCRIBED" ? resolve() : error && reject(error),
  );
});

const polling = new AbortController();
async function poll(): Promise<void> {
  let since = v.parse(liveCalls.reply, await ada.request("GET", liveCalls.path)).cursor;
  while (!polling.signal.aborted) {
    const reply = v.parse(
      liveCalls.reply,
      await ada.request("GET", `${liveCalls.path}?wait=1&since=${since}`),
    );
    since = reply.cursor;
    for (const { id } of reply.calls) byPoll.add(id);
  }
}
const polls = poll();

const floor: number[] = [];
const control: number[] = [];
const realtime: number[] = [];
const longPoll: number[] = [];
for (let index = 0; index < calls; index += 1) {
  floor.push(await bareNotify());
  const committed = notified("call_events");
  const { callId } = v.parse(
    startCall.reply,
    await carl.request("POST", startCall.path, { calleeSupabaseId: demoPeople.ada.supabaseUserId }),
  );
  // The notification arrives one bare NOTIFY after the commit.
  const commit = (await committed) - (floor.at(-1) ?? 0);
  realtime.push((await byRealtime.when(callId)) - commit);
  longPoll.push((await byPoll.when(callId)) - commit);
  await carl.request("POST", cancelCall.path.replace(":callId", callId));
  control.push(await bareNotify());
}
polling.abort();
await polls;
await ada.supabase.removeAllChannels();
await Promise.all([listener.end(), notifier.end()]);

console.log(`${" ".repeat(28)}  median              p90                 p99`);
console.log(line("bare NOTIFY (floor)", floor, floor));
console.log(line("bare NOTIFY (control)", control, floor));
console.log(line("commit → event, Realtime", realtime, floor));
console.log(line("commit → event, long poll", longPoll, floor));
