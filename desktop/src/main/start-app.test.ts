import { beforeEach, describe, expect, test } from "vitest";
import { start, StartError, type StartPorts } from "./start-app.ts";

describe("the start of the app", () => {
  let events: string[];
  let ports: StartPorts;
  beforeEach(() => {
    events = [];
    ports = {
      log: (subject, reason) => events.push(`log ${subject}: ${reason.split("\n")[0]}`),
      showError: (title, text) => events.push(`show ${title}: ${text}`),
      exit: (code) => events.push(`exit ${code}`),
    };
  });

  test("that works shows nothing and goes on", async () => {
    await start("App", async () => undefined, ports);
    expect(events).toEqual([]);
  });

  test("with settings that are wrong is explained under their own title", async () => {
    const work = async (): Promise<void> => {
      throw new StartError("App is not set up yet", "apiUrl: is missing");
    };
    await start("App", work, ports);
    expect(events).toEqual([
      "log start: apiUrl: is missing",
      "show App is not set up yet: apiUrl: is missing",
      "exit 1",
    ]);
  });

  test.each([
    ["rejects", () => Promise.reject(new Error("no display")), "Error: no display", "no display"],
    [
      "throws at once",
      () => {
        throw new Error("EACCES: config.json");
      },
      "Error: EACCES: config.json",
      "EACCES: config.json",
    ],
  ])("that %s is logged, shown, and ends with code 1", async (_how, work, logged, shown) => {
    await start("App", work, ports);
    expect(events).toEqual([`log start: ${logged}`, `show App can't start: ${shown}`, "exit 1"]);
  });

  test("ends even if the reason can't be shown", async () => {
    const showError = (): void => {
      throw new Error("no dialog");
    };
    const failing = start("App", () => Promise.reject(new Error("x")), { ...ports, showError });
    await expect(failing).rejects.toThrow("no dialog");
    expect(events.at(-1)).toBe("exit 1");
  });
});
