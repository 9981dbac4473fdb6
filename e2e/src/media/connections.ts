import type { Page } from "playwright-core";

declare global {
  interface Window {
    connections: RTCPeerConnection[];
  }
}

function remember(): void {
  window.connections = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      window.connections.push(this);
    }
  };
}

/** Collects the connections of a page. Call it before the page loads. */
export const watchConnections = (page: Pick<Page, "addInitScript">): Promise<unknown> =>
  page.addInitScript(remember);

/**
 * Returns the STUN servers and relays of all connections so far, by frame. WebRTC looks their names
 * up, which Chromium's network log does not show.
 */
export const iceServersOf = async (page: Page): Promise<string[]> => {
  const found = page.frames().map((frame) =>
    frame.evaluate(() => ({
      connections: window.connections.length,
      urls: window.connections.flatMap((one) =>
        (one.getConfiguration().iceServers ?? []).flatMap(({ urls }) => urls),
      ),
    })),
  );
  const frames = await Promise.all(found);
  if (frames.every(({ connections }) => connections === 0)) throw new Error("no connection");
  return frames.flatMap(({ urls }) => urls);
};

/** Returns the transport protocols of all live connections, such as `udp`. */
export const protocolsOf = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const found = new Set<string>();
    for (const connection of window.connections.filter(
      (one) => one.connectionState === "connected",
    )) {
      const report = await connection.getStats();
      const entries = new Map<string, Record<string, unknown>>();
      report.forEach((entry: { id: string }) => entries.set(entry.id, { ...entry }));
      for (const transport of [...entries.values()].filter(({ type }) => type === "transport")) {
        const pair = entries.get(String(transport["selectedCandidatePairId"]));
        const local = entries.get(String(pair?.["localCandidateId"]));
        if (local) found.add(String(local["protocol"]));
      }
    }
    return [...found];
  });

/** Stops sending the microphone, without the knowledge of the page. */
export const breakSending = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (const connection of window.connections)
      for (const sender of connection.getSenders())
        if (sender.track?.kind === "audio") await sender.replaceTrack(null);
  });

/** Returns the number of audio packets that have arrived, over all connections. */
export const packetsReceived = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    let packets = 0;
    for (const connection of window.connections)
      (await connection.getStats()).forEach(
        (entry: { type: string; packetsReceived?: number }) =>
          (packets += entry.type === "inbound-rtp" ? (entry.packetsReceived ?? 0) : 0),
      );
    return packets;
  });
