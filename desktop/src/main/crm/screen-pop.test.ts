import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CallView } from "@synapse-voice/client";
import {
  aCallView,
  aSnapshot,
  carl,
  createFakeCallClient,
  grace,
} from "@synapse-voice/client/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defaultPreferences, type Preferences } from "../../bridge/preferences.ts";
import { openOpenedCalls } from "./opened-calls.ts";
import { createScreenPop } from "./screen-pop.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "screen-pop-"));
  path = join(folder, "screen-pops.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts the app, whose opened calls outlive it. */
function start(choices: Partial<Preferences> = {}) {
  const opened: string[] = [];
  const errors: string[] = [];
  const preferences = { ...defaultPreferences, ...choices };
  const pop = createScreenPop({
    preferences: () => preferences,
    opened: openOpenedCalls(path, (reason) => errors.push(reason)),
    open: (customerId, { takesFocus }) =>
      opened.push(`${customerId}${takesFocus ? "" : " behind"}`),
  });
  const client = createFakeCallClient();
  return {
    opened,
    errors,
    preferences,
    see: (...calls: CallView[]) => {
      client.set({ calls });
      pop.update(client.getState());
    },
    signOut: () => pop.update(null),
  };
}

const ringing = aCallView();
const answering = aCallView({ phase: "answering" });
const onCall = aCallView({ phase: "on-call", role: "callee", here: true });

describe("the record of a customer who calls", () => {
  it("opens when the call is answered here, and once", () => {
    const { see, opened } = start();
    see(ringing);
    see(ringing);
    see(answering);
    expect(opened).toEqual([]);
    see(onCall);
    see({ ...onCall, held: true });
    see();
    see(onCall);
    see(ringing);
    see(onCall);
    expect(opened).toEqual(["carl"]);
  });

  it("opens when it rings, if the agent wants that, and not again at the answer", () => {
    const { see, opened } = start({ screenPop: "ring" });
    see(ringing);
    expect(opened).toEqual(["carl behind"]);
    see(answering);
    see(onCall);
    expect(opened).toEqual(["carl behind"]);
  });

  it("opens for each of two calls", () => {
    const { see, opened } = start({ screenPop: "ring" });
    const dora = { ...carl, supabaseUserId: "dora" };
    see(ringing);
    see(ringing, aCallView({ call: aSnapshot({ id: "call-2", caller: dora }), peer: dora }));
    expect(opened).toEqual(["carl behind", "dora behind"]);
  });

  it.each<[string, Partial<CallView>]>([
    ["a colleague calls", { peer: grace }],
    ["the name is not verified", { peer: { ...carl, verified: false } }],
    ["nobody is known to call", { peer: null }],
  ])("stays closed if %s", (_name, change) => {
    for (const screenPop of ["ring", "answer"] as const) {
      const { see, opened } = start({ screenPop });
      for (const view of [ringing, answering, onCall]) see({ ...view, ...change });
      expect(opened).toEqual([]);
    }
  });

  it("stays closed if the agent called, or wants none", () => {
    const called = start();
    called.see(aCallView({ phase: "ringing-out", role: "caller" }));
    called.see(aCallView({ phase: "on-call", role: "caller", here: true }));
    const never = start({ screenPop: "never" });
    for (const view of [ringing, answering, onCall]) never.see(view);
    expect([called.opened, never.opened]).toEqual([[], []]);
  });

  it("stays closed here if the call is answered elsewhere, also after it moved here", () => {
    const { see, opened } = start();
    see(ringing);
    see({ ...onCall, here: false });
    see(onCall);
    expect(opened).toEqual([]);
  });

  it.each([{ alerts: false }, { doNotDisturb: true }])(
    "waits for the answer with %j",
    (choices) => {
      const { see, opened } = start({ screenPop: "ring", ...choices });
      see(ringing);
      expect(opened).toEqual([]);
      see(answering);
      see(onCall);
      expect(opened).toEqual(["carl"]);
    },
  );

  it("stays closed after a restart, during the call and while it still rings", () => {
    const before = start({ screenPop: "ring" });
    before.see(ringing);
    const after = start({ screenPop: "ring" });
    after.see(ringing);
    after.see(answering);
    after.see(onCall);
    expect(after.opened).toEqual([]);
    const later = start();
    later.see(aCallView({ ...onCall, call: aSnapshot({ id: "call-2" }) }));
    expect(later.opened).toEqual([]);
  });

  it("opens for who is signed in only", () => {
    const { see, signOut, opened } = start();
    see(ringing);
    signOut();
    see(onCall);
    expect(opened).toEqual([]);
  });
});

describe("the calls whose records were opened", () => {
  it("are the last 20, without anything of the customers", () => {
    const calls = openOpenedCalls(path, () => undefined);
    for (let at = 1; at <= 25; at += 1) calls.add(`call-${at}`);
    const kept = openOpenedCalls(path, () => undefined);
    expect([kept.has("call-5"), kept.has("call-6"), kept.has("call-25")]).toEqual([
      false,
      true,
      true,
    ]);
    expect(JSON.parse(readFileSync(path, "utf8"))).toHaveLength(20);
  });

  it("are remembered until the app quits where no file can be written or read", () => {
    writeFileSync(path, "{");
    mkdirSync(`${path}.new`);
    const { see, opened, errors } = start({ screenPop: "ring" });
    see(ringing);
    see(ringing);
    expect(opened).toEqual(["carl behind"]);
    expect(errors).toEqual([expect.stringContaining("EISDIR")]);
  });
});
