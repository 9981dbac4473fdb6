import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPollFeed } from "@synapse-voice/client";
import { createFakeClock, createFakeVoiceServer } from "@synapse-voice/client/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openCallSession } from "./call-session.ts";
import { callsFile, openFileStorage } from "./file-storage.ts";

const project = "https://project.supabase.test";

describe("the calls file", () => {
  let folder: string;
  let errors: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "synapse-calls-"));
    errors = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const open = (path = callsFile(folder, project, "ada")) =>
    openFileStorage(path, (reason) => errors.push(reason));

  test("keeps texts for the next start, until they are removed", () => {
    const first = open();
    expect(first.getItem("one")).toBeNull();
    first.setItem("one", "1");
    first.setItem("two", "2");
    first.removeItem("two");
    const second = open();
    expect([second.getItem("one"), second.getItem("two")]).toEqual(["1", null]);
    expect(readdirSync(join(folder, "calls"))).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  test("is another one for another person and for another project, and names neither", () => {
    const paths = [
      callsFile(folder, project, "ada"),
      callsFile(folder, project, "grace"),
      callsFile(folder, "https://other.supabase.test", "ada"),
    ];
    expect(new Set(paths).size).toBe(3);
    expect(callsFile(folder, `${project}/`, "ada")).toBe(paths[0]);
    expect(paths.join(" ").slice(folder.length)).not.toMatch(/ada|grace|supabase/u);
  });

  test.each(["", "{", "7", '{"one":1}'])("reads as empty where it holds %j", (text) => {
    const path = join(folder, "damaged.json");
    writeFileSync(path, text);
    const storage = open(path);
    expect(storage.getItem("one")).toBeNull();
    expect(errors).toHaveLength(1);
    storage.setItem("one", "1");
    expect(open(path).getItem("one")).toBe("1");
  });

  test("keeps texts in memory where it can't be written, and reports it", () => {
    writeFileSync(join(folder, "calls"), "a file where the folder should be");
    const storage = open();
    errors.length = 0;
    storage.setItem("one", "1");
    expect(storage.getItem("one")).toBe("1");
    expect(errors).toHaveLength(1);
  });

  test("has a hang-up that the server did not get, also after the process was killed", async () => {
    const path = callsFile(folder, project, "ada");
    const script = join(import.meta.dirname, "testing/hang-up-and-die.ts");
    const child = spawn(process.execPath, [script, path], { stdio: "inherit" });
    expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
    expect(existsSync(path)).toBe(true);

    const clock = createFakeClock();
    const server = createFakeVoiceServer(clock);
    server.put({
      id: "call-1",
      status: "IN_PROGRESS",
      offer: { id: "offer-1", outcome: "accepted" },
      mediaDeviceId: "desktop-1",
    });
    openCallSession({
      apiUrl: "http://api.test",
      account: { userId: "ada", email: "ada@acme.test" },
      deviceId: "desktop-1",
      getToken: async () => "token",
      feed: createPollFeed(),
      storage: open(path),
      clock,
      fetch: server.fetch,
    });
    await clock.advance();
    expect(server.calls()).toMatchObject([{ id: "call-1", status: "COMPLETED" }]);
  });
});
