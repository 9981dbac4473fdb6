import { messageOf } from "@synapse-voice/platform/errors";
import type { MediaServer } from "@synapse-voice/platform/media-server";
import type { Logger } from "pino";

/** Logs at the start of the server if LiveKit can be used, and what is wrong with its settings. */
export async function logMediaState(
  media: Pick<MediaServer, "check" | "createsUnknownRooms">,
  log: Pick<Logger, "info" | "warn" | "error">,
): Promise<void> {
  try {
    await media.check();
    log.info("LiveKit service initialized");
    if (await media.createsUnknownRooms())
      log.warn(
        "LiveKit creates a room for whoever joins an unknown one, so a device with an old " +
          "token can open the room of a call that is over; set room.auto_create: false in " +
          "LiveKit's config",
      );
  } catch (error) {
    log.error(
      { cause: messageOf(error) },
      "LIVEKIT_API_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET: LiveKit can't be used yet",
    );
  }
}
