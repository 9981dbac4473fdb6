/**
 * Options of `expect.poll`. The timeout covers a busy machine and two of a client's slowest retries
 * (Realtime: 10 s for the socket, 10 s for the channel).
 */
export const soon = { timeout: 40_000, interval: 20 };
