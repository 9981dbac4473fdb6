import { expect } from "vitest";
import { signedIn } from "./people.ts";

/**
 * Waits until an agent takes calls of the queue. Devices are forgotten before each test. One is
 * back with its next presence, in 10 s.
 */
export async function expectSomeoneAtWork(): Promise<void> {
  const carl = await signedIn("carl");
  const isStaffed = async () => {
    const { body } = await carl.send("GET", "/api/voip/queue");
    return (body as { staffed: boolean }).staffed;
  };
  await expect.poll(isStaffed, { timeout: 15_000 }).toBe(true);
}
