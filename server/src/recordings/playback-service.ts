import { createHash } from "node:crypto";
import type { RecordingPeaks } from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import { RefusalError } from "@synapse-voice/platform/errors";
import type { OpenedObject } from "@synapse-voice/platform/sealing";
import type { PeopleDirectory } from "../identity/people-directory.ts";
import type { Person } from "../identity/person.ts";
import { linkLifetimeMs, type LinkTokens, type RecordingLink } from "./link-token.ts";
import { peaksFromBytes } from "./peak-levels.ts";
import type { RecordedSound, SoundPlace } from "./recorded-sound.ts";
import type { HeardRecording, RecordingsService } from "./recordings-service.ts";
import type { RecordingStore, StoredRecording } from "./store/recording-store.ts";

/** A use of a link. */
export interface LinkUse {
  readonly callId: string;
  readonly token: string;
  /** The address that it came from. */
  readonly address: string;
  readonly signal: AbortSignal;
}

/** The sound that a link leads to. */
export interface HeardSound {
  readonly sound: OpenedObject;
  readonly purpose: RecordingLink["purpose"];
}

/** Lets people hear recordings. */
export interface PlaybackService {
  /** Makes a link to the sound. `path` is its address at this server. */
  link(
    person: Person,
    callId: string,
    purpose: RecordingLink["purpose"],
  ): Promise<{ path: string; expiresAt: string }>;
  /** Opens the sound of a link, if its person may hear it now. */
  open(use: LinkUse): Promise<HeardSound>;
  peaks(person: Person, callId: string, signal: AbortSignal): Promise<RecordingPeaks>;
}

export interface PlaybackServiceDeps {
  readonly recordings: Pick<RecordingsService, "find">;
  readonly store: Pick<RecordingStore, "recordAccess">;
  readonly directory: Pick<PeopleDirectory, "find">;
  readonly tokens: LinkTokens;
  readonly sound: RecordedSound;
  readonly clock: Clock;
}

export function createPlaybackService({
  recordings,
  store,
  directory,
  tokens,
  sound,
  clock,
}: PlaybackServiceDeps): PlaybackService {
  return {
    async link(person, callId, purpose) {
      const heard = await recordings.find(person, callId);
      placeOf(heard);
      const now = clock.now();
      const { id } = heard.call;
      const token = await tokens.sign({ userId: person.userId, callId: id, purpose }, now);
      return {
        path: `/api/voip/calls/${id}/recording/audio?token=${token}`,
        expiresAt: new Date(now + linkLifetimeMs).toISOString(),
      };
    },
    async open({ callId, token, address, signal }) {
      const link = await tokens.read(token, clock.now());
      if (link?.callId !== callId.toLowerCase()) throw new RefusalError("recording_link_expired");
      const person = await directory.find(link.userId, link.issuedAt);
      if (!person || person.isInvited) throw new RefusalError("recording_link_expired");
      const heard = await recordings.find(person, callId);
      const place = placeOf(heard);
      const opened = await sound.open(place, place.objectName, signal);
      // Nothing is heard that is not recorded.
      await store.recordAccess(person.tenantId, {
        id: accessId(link, address),
        callId: heard.call.id,
        userId: person.userId,
        action: link.purpose,
        address,
        at: clock.now(),
      });
      return { sound: opened, purpose: link.purpose };
    },
    async peaks(person, callId, signal) {
      const place = placeOf(await recordings.find(person, callId));
      if (place.peaksName === null) throw new RefusalError("recording_not_ready");
      return peaksFromBytes(await sound.read(place, place.peaksName, signal));
    },
  };
}

/** Returns where the finished file is. Throws if there is none, or none any longer. */
function placeOf({ call, stored }: HeardRecording): SoundPlace & {
  readonly objectName: string;
  readonly peaksName: string | null;
} {
  const { wrappedKey, storagePrefix, objectName, peaksName } = stored;
  if (isGone(stored)) throw new RefusalError("recording_gone");
  const isFinished = stored.state === "complete" || stored.state === "partial";
  if (!isFinished || wrappedKey === null || storagePrefix === null || objectName === null)
    throw new RefusalError("recording_not_ready");
  return { callId: call.id, wrappedKey, storagePrefix, objectName, peaksName };
}

const isGone = ({ state }: StoredRecording): boolean => state === "expired" || state === "erased";

/**
 * Returns one id for all uses of a link from one address, as a UUID. A player sends many requests.
 * Uses from another address are recorded by themselves.
 */
function accessId({ id }: RecordingLink, address: string): string {
  const hash = createHash("sha256").update(`${id}\n${address}`).digest("hex");
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`];
  return [...parts, `8${hash.slice(17, 20)}`, hash.slice(20, 32)].join("-");
}
