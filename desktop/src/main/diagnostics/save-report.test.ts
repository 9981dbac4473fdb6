import { describe, expect, test } from "vitest";
import type { PageReport } from "../../bridge/support-report.ts";
import { createPageParts } from "./page-part.ts";
import { createSaveReport, reportName, type SavePorts } from "./save-report.ts";

const bytes = new Uint8Array([1]);
const failing = (code: string): Error => Object.assign(new Error(code), { code });

/** Saves with these results of each choice of a path, of each write and of each question. */
function setUp(paths: (string | null)[], writes: (Error | null)[] = [null], again: boolean[] = []) {
  const seen: string[] = [];
  const ports: SavePorts = {
    choosePath: async (name) => {
      seen.push(`choose ${name}`);
      return paths.shift() ?? null;
    },
    write: async (path) => {
      const error = writes.shift();
      if (error) throw error;
      seen.push(`write ${path}`);
    },
    showSaved: async (path) => void seen.push(`saved ${path}`),
    askForOtherPlace: async (reason) => {
      seen.push(reason);
      return again.shift() ?? false;
    },
  };
  let made = 0;
  const make = async (): Promise<Uint8Array> => {
    made += 1;
    return bytes;
  };
  const now = (): number => new Date(2026, 10, 29, 9, 5).getTime();
  return { seen, made: () => made, save: createSaveReport(ports, make, now) };
}

const name = "choose synapse-voice-support-2026-11-29-0905.zip";

describe("a support report", () => {
  test("is written where the person chooses, and its place is shown", async () => {
    const { save, seen } = setUp(["/d/a.zip"]);
    expect(await save()).toBe("saved");
    expect(seen).toEqual([name, "write /d/a.zip", "saved /d/a.zip"]);
  });

  test("is not written where the person cancels", async () => {
    const { save, seen } = setUp([null]);
    expect(await save()).toBe("cancelled");
    expect(seen).toEqual([name]);
  });

  test.each([
    [failing("ENOSPC"), "The disk is full."],
    [failing("EACCES"), "The app may not write into this folder."],
    [failing("EIO"), "The file could not be written (EIO)."],
    [new Error("odd"), "The file could not be written (unknown reason)."],
  ])("says why it can't be written: %s", async (error, reason) => {
    const { save, seen } = setUp(["/d/a.zip"], [error]);
    expect(await save()).toBe("failed");
    expect(seen).toEqual([name, reason]);
  });

  test("goes to another place, without new tests", async () => {
    const { save, seen, made } = setUp(["/full", "/free"], [failing("ENOSPC"), null], [true]);
    expect(await save()).toBe("saved");
    expect(seen.slice(2)).toEqual([name, "write /free", "saved /free"]);
    expect(made()).toBe(1);
  });

  test("is one, where two are asked for at once", async () => {
    const { save, made } = setUp(["/a", "/b"]);
    expect(await Promise.all([save(), save()])).toEqual(["saved", "saved"]);
    expect(made()).toBe(1);
  });

  test("has a name that sorts by time", () => {
    expect(reportName(new Date(2027, 0, 2, 3, 4))).toBe(
      "synapse-voice-support-2027-01-02-0304.zip",
    );
  });
});

describe("the part of the window", () => {
  const part: PageReport = {
    devices: [],
    microphonePermission: "granted",
    media: [],
    lastCall: null,
  };

  test("is taken once, for the id that was asked for", async () => {
    const asked: string[] = [];
    const parts = createPageParts(
      (id) => asked.push(id),
      () => () => undefined,
    );
    const received = parts.request();
    parts.received("another", { ...part, microphonePermission: "denied" });
    parts.received(asked[0] ?? "", part);
    parts.received(asked[0] ?? "", { ...part, microphonePermission: "denied" });
    expect(await received).toEqual(part);
  });

  test("is left out after 12 s", async () => {
    let expire: () => void = () => undefined;
    const parts = createPageParts(
      () => undefined,
      (delayMs, task) => {
        expect(delayMs).toBe(12_000);
        expire = task;
        return () => undefined;
      },
    );
    const received = parts.request();
    expire();
    expect(await received).toBe("The window did not reply.");
  });
});
