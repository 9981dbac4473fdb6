/** For `expect.poll`: as long as a busy machine and a client's slowest retry take, and asked often. */
export const soon = { timeout: 20_000, interval: 20 };
