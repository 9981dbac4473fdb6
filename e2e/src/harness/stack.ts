import type { PartName } from "@synapse-voice/local";
import { inject } from "vitest";

/** The stack of this run. */
export const stack = inject("stack");

async function control(path: string): Promise<void> {
  const response = await fetch(`${stack.remoteControl}/${path}`, { method: "POST" });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
}

/** Stops a part for the time of `work` and starts it again, however that ends. */
export async function without<T>(part: PartName, work: () => Promise<T>): Promise<T> {
  await control(`stop/${part}`);
  try {
    return await work();
  } finally {
    await control(`start/${part}`);
  }
}

export const stopPart = (part: PartName): Promise<void> => control(`stop/${part}`);
export const startPart = (part: PartName): Promise<void> => control(`start/${part}`);

/** SIGKILL lets a part crash; the stack starts it again. */
export const crashPart = (part: PartName): Promise<void> => control(`signal/${part}/SIGKILL`);
