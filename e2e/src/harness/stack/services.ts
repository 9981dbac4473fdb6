import { inject } from "vitest";

/** Sends a request to the main process of the run. `run-services.ts` lists the paths. */
export async function callService<Reply>(path: string): Promise<Reply> {
  const response = await fetch(`${inject("runServices")}${path}`, { method: "POST" });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return (await response.json()) as Reply;
}
