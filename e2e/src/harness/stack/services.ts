import { inject } from "vitest";

/** Asks the process that runs the tests; its paths are in `run-services.ts`. */
export async function callService<Reply>(path: string): Promise<Reply> {
  const response = await fetch(`${inject("runServices")}${path}`, { method: "POST" });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return (await response.json()) as Reply;
}
