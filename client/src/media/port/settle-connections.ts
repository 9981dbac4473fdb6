/** Longest time in ms for which a room that is left waits for its connections. */
const settleLimitMs = 300;

/** The part of a browser's connection that is used. */
export type SettledConnection = Pick<RTCPeerConnection, "createOffer">;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Waits until connections do nothing, so that they can be closed.
 *
 * Chromium 108 keeps a connection as long as the page lives, with all that waits for it, if it is
 * closed while it makes an offer or takes a description. That is where a call ends in its first
 * moments. A connection does one after another: an offer that is asked for now comes last. Its end
 * is told before Chromium has let go, hence the task in between.
 */
export async function settleConnections(connections: readonly SettledConnection[]): Promise<void> {
  if (connections.length === 0) return;
  const offers = connections.map((connection) => connection.createOffer());
  await Promise.race([Promise.allSettled(offers), pause(settleLimitMs)]);
  await pause(0);
}
