import { isLoopback, listeningSockets, processTree } from "@synapse-voice/local/testing/sockets";
import { describe, expect, it } from "vitest";
import { expectTone } from "../harness/browser/audio-probe.ts";
import { tones } from "../harness/browser/tone.ts";
import { endCallsAfterEach } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";
import { pidsOf, stack } from "../harness/stack/stack.ts";

const processes = ["postgres", "gateway", "livekit", "server", "pages"] as const;

describe.runIf(process.platform === "linux")("the whole stack", () => {
  endCallsAfterEach();

  it("listens on this machine only, with all its processes, during a call too", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await carl.call();
    await ada.rings("Carl Customer");
    await ada.answer();
    await Promise.all([expectTone(ada.page, tones.customer), expectTone(carl.page, tones.agent)]);

    const tree = await processTree((await Promise.all(processes.map(pidsOf))).flat());
    const sockets = await listeningSockets(tree);
    expect(sockets.filter((socket) => !isLoopback(socket))).toEqual([]);
    // All known ports are among them, so nothing was overlooked.
    const { console, portal, api, supabase, livekitApi, database } = stack.urls;
    const ports = new Set(sockets.map(({ port }) => port));
    for (const url of [console, portal, api, supabase, livekitApi, database])
      expect(ports).toContain(Number(new URL(url).port));
    expect(sockets.map(({ protocol }) => protocol)).toContain("udp");
  });
});
