import type { CallClient, Devices } from "@synapse-voice/client";
import type { CallMedia } from "@synapse-voice/client/media";
import { loadCallMedia } from "@synapse-voice/react";

/** Name of the Web Lock of the page that has the media. */
const lockName = "synapse-voice.media";

/** Resolves with a function that releases the lock, once this page has it. */
function acquireLock(): Promise<() => void> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(lockName, () => new Promise<void>((release) => resolve(release)))
      .catch(reject);
  });
}

/**
 * Loads call media once no other page of the desktop app has them. All its pages show the same
 * calls, and a second one would push the first out of its room. The browser releases the lock when
 * the page ends.
 */
export async function loadSoleMedia(
  client: CallClient,
  devices: Devices,
  load: (client: CallClient, devices: Devices) => Promise<CallMedia> = loadCallMedia,
): Promise<CallMedia> {
  const release = await acquireLock();
  try {
    const media = await load(client, devices);
    return { ...media, close: () => media.close().finally(release) };
  } catch (error) {
    release();
    throw error;
  }
}
