import type { ClientClock } from "./clock.ts";

const first = 500;
const longest = 5_000;

/** Ms to wait before the next try after so many failures: doubles up to 5 s, half of it by chance so that clients don't come all at once. */
export function backoff(clock: ClientClock, failures: number): number {
  const ceiling = Math.min(longest, first * 2 ** failures);
  return ceiling / 2 + (clock.random() * ceiling) / 2;
}
