import { type Stop, systemClock } from "../../session/clock.ts";
import { within } from "../../session/limits/within.ts";
import type { DeviceRole } from "./device-choices.ts";
import type { Devices } from "./devices.ts";

/** The part of an audio element that chooses its output. Safari has none. */
type Element = Pick<HTMLAudioElement, "setSinkId">;

/** Time in ms that the browser has to change an output. Sound does not wait longer for it. */
const outputTimeoutMs = 2_000;

async function tryOutput(element: Partial<Element>, id: string): Promise<boolean> {
  try {
    await element.setSinkId?.(id);
    return true;
  } catch {
    await element.setSinkId?.("").catch(() => {});
    return false;
  }
}

/**
 * Plays an element on an output, or on the system's own where that can't be used. Resolves to false
 * for the latter, and where the browser does not answer: then the element stays on its output.
 */
const setOutput = (element: Partial<Element>, id: string): Promise<boolean> =>
  within(systemClock, outputTimeoutMs, tryOutput(element, id), false);

/**
 * Plays an audio element on the device of a role, also when that changes. Returns a function that
 * ends this.
 */
export function followOutput(element: Partial<Element>, devices: Devices, role: DeviceRole): Stop {
  let applied = "";
  const apply = (): void => {
    const id = devices.getState().uses[role].usedId ?? "";
    if (id === applied) return;
    applied = id;
    // After a failure, the next change of the devices tries again.
    void setOutput(element, id).then((isSet) => {
      if (!isSet && applied === id) applied = "";
    });
  };
  apply();
  const unsubscribe = devices.subscribe(apply);
  const unfollow = devices.followClosely();
  return () => {
    unsubscribe();
    unfollow();
  };
}

/**
 * Connects a source to one output. `AudioContext` can't choose its output in the Chromium of the
 * older desktop apps, so an audio element plays it there.
 */
function connectOutput(context: AudioContext, source: AudioNode, id: string): Stop {
  if (id === "") {
    source.connect(context.destination);
    return () => source.disconnect(context.destination);
  }
  const target = context.createMediaStreamDestination();
  const element = new Audio();
  element.srcObject = target.stream;
  source.connect(target);
  let isConnected = true;
  void setOutput(element, id)
    .then(() => (isConnected ? element.play() : undefined))
    .catch(() => {});
  return () => {
    isConnected = false;
    source.disconnect(target);
    element.pause();
    element.srcObject = null;
  };
}

/**
 * Connects a source of Web Audio to the devices of these roles, also when they change. Two roles
 * with one device play once. Returns a function that disconnects it.
 */
export function connectOutputs(
  context: AudioContext,
  source: AudioNode,
  devices: Devices,
  roles: readonly DeviceRole[],
): Stop {
  const connections = new Map<string, Stop>();
  const apply = (): void => {
    const { uses } = devices.getState();
    const wanted = new Set(roles.map((role) => uses[role].usedId).filter((id) => id !== null));
    for (const [id, disconnect] of connections) {
      if (wanted.has(id)) continue;
      disconnect();
      connections.delete(id);
    }
    for (const id of wanted)
      if (!connections.has(id)) connections.set(id, connectOutput(context, source, id));
  };
  apply();
  const unsubscribe = devices.subscribe(apply);
  const unfollow = devices.followClosely();
  return () => {
    unsubscribe();
    unfollow();
    for (const disconnect of connections.values()) disconnect();
    connections.clear();
  };
}
