/**
 * For `expect.poll`: as long as a busy machine and two of a client's slowest retries take
 * (Realtime: 10 s for the socket, 10 s for the channel), and asked often.
 */
export const soon = { timeout: 40_000, interval: 20 };
