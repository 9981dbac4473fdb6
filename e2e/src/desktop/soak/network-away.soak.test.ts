import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { person } from "../../harness/people/api.ts";
import { endCallsAfterEach, signedIn } from "../../harness/people/people.ts";
import { stack } from "../../harness/stack/stack.ts";
import { closeWindow } from "../harness/app-actions.ts";
import type { Desktop } from "../harness/app.ts";
import { leasedDevices } from "../harness/leases.ts";
import { consoleSettings } from "../harness/prepared.ts";
import { ringShown } from "../harness/ring-actions.ts";
import {
  openWorkplace,
  renewPresence,
  signInAsAda,
  trayText,
  type Workplace,
} from "../harness/workplace.ts";
import { openNetwork, type Network } from "./network.ts";

// Part of `npm run soak:desktop`. Not part of `npm test`, because it takes four minutes.

/** Time in ms for which the network is away. */
const awayMs = 120_000;
/** Time in ms in which tray and server must agree again. */
const agreeWithinMs = 25_000;
const ringLimitMs = 2_000;

describe("the desktop app, while the network is away for 2 minutes", () => {
  let place: Workplace;
  let desktop: Desktop;
  let networks: readonly Network[];
  let database: Client;

  beforeAll(async () => {
    place = await openWorkplace();
    database = new Client({ connectionString: stack.urls.database });
    await database.connect();
    const [api, supabase] = await Promise.all(
      [stack.urls.api, stack.urls.supabase].map(openNetwork),
    );
    networks = [place.add(api!), place.add(supabase!)];
    const settings = { ...((await consoleSettings()) as object) };
    Object.assign(settings, { apiUrl: api!.url, supabaseUrl: supabase!.url });
    await writeFile(join(place.profile.folder, "config.json"), JSON.stringify(settings));
    desktop = await place.launch();
    await signInAsAda(desktop);
  });
  afterAll(async () => {
    await place?.close();
    await database?.end();
  });
  endCallsAfterEach();

  const reachableInTray = async (): Promise<boolean> =>
    (await trayText(desktop.app)) === "Available: calls reach you";

  /**
   * Compares tray and server for a time. Returns the longest time in ms for which they differed,
   * and how it was at the end.
   */
  async function compare(durationMs: number): Promise<{ differedMs: number; reachable: boolean }> {
    const until = performance.now() + durationMs;
    let agreedAt = performance.now();
    let differedMs = 0;
    let tray = true;
    let server = true;
    while (performance.now() < until) {
      [tray, server] = await Promise.all([
        reachableInTray(),
        leasedDevices(database).then((count) => count > 0),
      ]);
      if (tray === server) agreedAt = performance.now();
      else differedMs = Math.max(differedMs, performance.now() - agreedAt);
      await wait(250);
    }
    expect(tray).toBe(server);
    return { differedMs, reachable: server };
  }

  it(
    "the tray never differs from the server for 25 s, and calls ring afterwards",
    { timeout: awayMs + 120_000 },
    async () => {
      await renewPresence(desktop.app);
      await closeWindow(desktop.app);
      for (const network of networks) network.setAway(true);
      const away = await compare(awayMs);
      expect(away.reachable).toBe(false);
      expect(await trayText(desktop.app)).toContain("Calls can't reach you: no connection");
      for (const network of networks) network.setAway(false);
      const back = await compare(agreeWithinMs);
      expect(back.reachable).toBe(true);
      console.log(
        `tray and server differed for ${Math.round(away.differedMs)} ms while the network was ` +
          `away, and for ${Math.round(back.differedMs)} ms after that`,
      );
      expect(Math.max(away.differedMs, back.differedMs)).toBeLessThan(agreeWithinMs);
      await callAda();
      await expect
        .poll(() => trayText(desktop.app), { timeout: ringLimitMs, interval: 50 })
        .toBe("Someone is calling you");
      await ringShown(desktop.app, "Carl Customer");
    },
  );

  async function callAda(): Promise<void> {
    const body = { calleeSupabaseId: person("ada").supabaseUserId };
    const { status } = await (await signedIn("carl")).send("POST", "/api/voip/start-call", body);
    expect(status).toBe(201);
  }
});
