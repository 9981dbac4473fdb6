import type { CustomerClient } from "@synapse-voice/client";
import type { Screen } from "../state/screen.ts";
import type { Sound } from "./sounds/melodies.ts";
import { lastQueueState, queueState } from "./opening-hours.ts";
import { playOnce, repeatSound } from "./sounds/play-sound.ts";
import { setTabTitle } from "./sounds/tab-title.ts";
import { waitingText } from "./waiting.tsx";

let last: Screen = { kind: "closed" };
let playing: { readonly sound: Sound; readonly stop: () => void } | null = null;
/** True once the setting for the sound of the queue was requested. */
let asked = false;

/** Returns the setting. Requests it first if it is not known, as after a reload. */
function queueSound(client: CustomerClient): Sound | null {
  const state = lastQueueState();
  if (!state && !asked) {
    asked = true;
    void queueState(client).then(() => follow(last, client));
  }
  return state?.queueSound === "music" ? "queue" : null;
}

function soundOf(screen: Screen, client: CustomerClient): Sound | null {
  if (screen.kind === "incoming") return "ring";
  if (screen.kind !== "calling") return null;
  if (screen.view?.phase === "ringing-out") return "ringback";
  return screen.view?.phase === "queued" ? queueSound(client) : null;
}

function titleOf(screen: Screen, client: CustomerClient): string | null {
  switch (screen.kind) {
    case "incoming":
      return `${screen.view.peer?.name ?? "Someone"} is calling`;
    case "calling":
      return waitingText(screen, client.getState().queue)[0];
    case "on-call":
      return `On call with ${screen.view.peer?.name ?? "someone"}`;
    default:
      return null;
  }
}

/**
 * Plays the sound of a screen: a ring, a ringback, or the sound of the queue, and a chime when
 * somebody answers who was waited for. Writes the tab's title, for people who look at another tab.
 */
export function follow(screen: Screen, client: CustomerClient): void {
  if (screen.kind === "on-call" && last.kind === "calling" && screen.view.role === "caller")
    playOnce("answered");
  last = screen;
  setTabTitle(titleOf(screen, client));
  const sound = soundOf(screen, client);
  if (sound === (playing?.sound ?? null)) return;
  playing?.stop();
  playing = sound && { sound, stop: repeatSound(sound) };
}
