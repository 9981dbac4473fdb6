import { reportSoundSlim, type SoundTrouble } from "@synapse-voice/contract";
import type { CallClient } from "../client.ts";
import { ApiError } from "../session/api-error.ts";
import type { ClientClock } from "../session/clock.ts";
import type { CallMediaState } from "./state/media-state.ts";

/** Reports to the server what this device hears of its calls, so that the other side learns it. */
export interface SoundReports {
  /** Takes the media of all calls of this device, after each change. */
  update(calls: readonly CallMediaState[]): void;
  stop(): void;
}

type Sound = "ok" | SoundTrouble;

/** The reports of one call. */
interface Reported {
  /** The sound that the server knows of; null if that is unknown. */
  known: Sound | null;
  /** True while a report is under way: two at once could arrive in the wrong order. */
  isBusy: boolean;
}

/** Time in ms before a report that failed is sent again. */
const retryMs = 2_000;

/**
 * A call that was answered longer ago than this in ms was on another page or device before, which
 * may have reported a trouble. So the first report of this page is sent, even if all is well.
 */
const resumedAfterMs = 5_000;

/** Returns null while nothing is known. A call in another tab has its own reports. */
const soundOf = ({ status, networkBlocked, silence }: CallMediaState): Sound | null => {
  if (status === "lost") return null;
  if (networkBlocked) return "blocked";
  if (silence === "no-sound-from-them") return "unheard";
  return status === "connected" ? "ok" : null;
};

/** Returns true if the same report may succeed later. Older servers don't know the endpoint. */
const isRetryable = (error: unknown): boolean =>
  !(error instanceof ApiError) || error.status === 0 || error.status === 429 || error.status >= 500;

/**
 * Makes the reports. A call that was just answered is reported once it has a trouble, and after
 * each change from then on. While this device reconnects, its last report stands.
 */
export function createSoundReports(
  client: Pick<CallClient, "request" | "getState" | "now">,
  clock: ClientClock,
): SoundReports {
  const reports = new Map<string, Reported>();
  let last: readonly CallMediaState[] = [];

  /** Returns the time of the answer; null before it, when the server takes no reports. */
  const answeredAt = (callId: string): number | null => {
    const view = client.getState().calls.find(({ call }) => call.id === callId);
    return view?.phase === "on-call" ? (view.answeredAt ?? client.now()) : null;
  };
  function reportsOf(callId: string, answered: number): Reported {
    const isResumed = client.now() - answered > resumedAfterMs;
    const made = reports.get(callId) ?? { known: isResumed ? null : "ok", isBusy: false };
    reports.set(callId, made);
    return made;
  }
  async function send(callId: string, sound: Sound, reported: Reported): Promise<void> {
    reported.isBusy = true;
    const finish = (known: Sound | null): void => {
      Object.assign(reported, { known, isBusy: false });
      // Not after the end of the call. Meanwhile the sound may have changed.
      if (reports.get(callId) === reported) update(last);
    };
    try {
      const trouble = sound === "ok" ? null : sound;
      await client.request(reportSoundSlim, { params: { callId }, body: { trouble } });
      finish(sound);
    } catch (error) {
      if (isRetryable(error)) clock.after(retryMs, () => finish(null));
      else finish(sound);
    }
  }
  function update(calls: readonly CallMediaState[]): void {
    last = calls;
    for (const callId of reports.keys())
      if (!calls.some((call) => call.callId === callId)) reports.delete(callId);
    for (const call of calls) {
      const answered = answeredAt(call.callId);
      const sound = soundOf(call);
      if (answered === null || sound === null) continue;
      const reported = reportsOf(call.callId, answered);
      if (!reported.isBusy && reported.known !== sound) void send(call.callId, sound, reported);
    }
  }
  return {
    update,
    stop: () => {
      reports.clear();
      last = [];
    },
  };
}
