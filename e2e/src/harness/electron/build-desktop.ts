import { bringUpToDate, desktopBuilds } from "@synapse-voice/local";

/** Builds main and preload as they are shipped, and the console that they show. */
export async function buildDesktop(): Promise<void> {
  await bringUpToDate(desktopBuilds);
}
