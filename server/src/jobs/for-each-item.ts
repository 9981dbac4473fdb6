import { isDatabaseDown } from "@synapse-voice/platform/database";
import { MediaUnavailable, type MediaServer } from "@synapse-voice/platform/media-server";
import type { SweeperDeps } from "./sweeper-deps.ts";

/**
 * Calls that are worked on at the same time. One tenant's calls must not delay another's, and
 * requests need connections to the database, too.
 */
export const concurrency = 4;

/**
 * Works on items, a few at the same time. An item that fails is logged and skipped. An error that
 * would make all items fail ends the work and is thrown.
 */
export async function forEachItem<T extends { readonly tenantId: string }>(
  items: readonly T[],
  { log, media }: Pick<SweeperDeps, "log" | "media">,
  work: (item: T) => Promise<void>,
  workers = 1,
): Promise<void> {
  const remaining = items.values();
  const runWorker = async (): Promise<void> => {
    for (const item of remaining) {
      try {
        await work(item);
      } catch (error) {
        const isMediaError = error instanceof MediaUnavailable;
        if (isMediaError ? await isUnavailable(media) : isDatabaseDown(error)) throw error;
        log[isMediaError ? "warn" : "error"]({ item, err: error }, "skipped in a sweep");
      }
    }
  };
  await Promise.all(Array.from({ length: workers }, runWorker));
}

/**
 * Returns true if the media server answers nothing at all. Otherwise an error is about one room,
 * whose node may be unavailable.
 */
export const isUnavailable = (media: MediaServer): Promise<boolean> =>
  media.check().then(
    () => false,
    () => true,
  );
