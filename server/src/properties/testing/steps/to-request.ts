import {
  calleeOf,
  callerOf,
  isLive,
  openOffersOf,
  type CallRow,
  type LegRow,
  type Observation,
} from "../world/observation.ts";
import {
  everybody,
  stranger,
  type Cast,
  type Device,
  type Name,
  type Someone,
} from "../world/people.ts";
import type { Via } from "../world/world.ts";
import type { CallVerb, RequestStep, StepOf } from "./step.ts";

/** A {@link RequestStep} with its target, ready to be sent. */
export interface Request {
  readonly kind: RequestStep["do"];
  readonly who: Someone;
  readonly device: string;
  readonly via: Via;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  readonly key: string | null;
  /** The call that the command is on. */
  readonly callId: string | null;
}

/** The people and rows from which a step's target is picked. */
export interface Scene {
  readonly cast: Cast;
  readonly seen: Observation;
}

export const pick = <T>(items: readonly T[], number: number): T | null =>
  items[number % Math.max(1, items.length)] ?? null;

const paths: Readonly<Record<CallVerb, string>> = {
  accept: "accept",
  decline: "decline",
  cancel: "cancel",
  hang_up: "hang-up",
  hold: "hold",
  resume: "resume",
  continue: "continue",
  renew: "lease",
  media_token: "media-token",
  report_sound: "sound",
};

const suits = (verb: CallVerb, { status }: CallRow): boolean => {
  if (verb === "accept" || verb === "decline") return status === "RINGING";
  if (verb === "cancel" || verb === "renew") return status === "QUEUED" || status === "RINGING";
  return verb === "hang_up" || verb === "continue" ? isLive({ status }) : status === "IN_PROGRESS";
};

/** Returns the people for whom a command is possible, each with a device. */
function candidates(
  verb: CallVerb,
  call: CallRow,
  { seen, cast }: Scene,
  device: Device,
): { who: Someone; device: string }[] {
  const someone = (id: string, at: string): { who: Someone; device: string }[] => {
    const name = cast.nameOf(id);
    return name ? [{ who: cast.people[name], device: at }] : [];
  };
  const at = (leg: LegRow): string => (verb === "continue" ? device : (leg.deviceId ?? device));
  const caller = someone(callerOf(call).userId, at(callerOf(call)));
  const rung = openOffersOf(seen, call.id).flatMap(({ personId }) => someone(personId, device));
  const answerer = call.status === "IN_PROGRESS" ? calleeOf(call) : null;
  const callee = answerer ? someone(answerer.userId, at(answerer)) : [];
  if (verb === "accept" || verb === "decline") return rung;
  if (verb === "cancel" || verb === "renew") return caller;
  return [...caller, ...callee, ...(verb === "hang_up" ? rung : [])];
}

const rungBefore = ({ seen, cast }: Scene, { id }: CallRow): Name[] =>
  seen.offers
    .filter(({ callId, outcome }) => callId === id && outcome !== null && outcome !== "accepted")
    .flatMap(({ personId }) => cast.nameOf(personId) ?? []);

function commandOnCall(step: StepOf<CallVerb>, scene: Scene): Request | null {
  const calls = step.past
    ? scene.seen.calls.filter((row) => isLive(row) && rungBefore(scene, row).length > 0)
    : scene.seen.calls.filter((row) => step.odd || suits(step.do, row));
  const call = pick(calls, step.call);
  if (!call) return null;
  const withDevice = (names: readonly Name[]): { who: Someone; device: string }[] =>
    names.map((name) => ({ who: scene.cast.people[name], device: step.device }));
  const people = step.past
    ? withDevice(rungBefore(scene, call))
    : step.odd
      ? withDevice([...everybody, stranger])
      : candidates(step.do, call, scene, step.device);
  const by = pick(people, step.by);
  if (!by) return null;
  const request = commandRequest(step.do, call.id, by, step.via);
  return step.do === "report_sound"
    ? { ...request, body: { trouble: step.trouble ?? null } }
    : request;
}

/** Makes the request of a command on a call. */
export const commandRequest = (
  verb: CallVerb,
  callId: string,
  by: { readonly who: Someone; readonly device: string },
  via: Via,
): Request => ({
  kind: verb,
  ...by,
  via,
  method: "POST",
  path: `/api/voip/calls/${callId}/${paths[verb]}`,
  key: null,
  callId,
});

/** Makes the request of a step. Returns null if the step has no target at present. */
export function toRequest(step: RequestStep, scene: Scene): Request | null {
  const { people } = scene.cast;
  const base = { kind: step.do, device: "desk", via: step.via, key: null, callId: null };
  switch (step.do) {
    case "presence":
      return {
        ...base,
        who: people[step.who],
        device: step.device,
        method: "PUT",
        path: "/api/voip/presence",
        body: { state: step.state, feed: step.feed },
      };
    case "sign_off":
      return {
        ...base,
        who: people[step.who],
        device: step.device,
        method: "DELETE",
        path: "/api/voip/presence",
      };
    case "dial":
      return {
        ...base,
        who: people[step.who],
        device: step.device,
        method: "POST",
        path: "/api/voip/start-call",
        key: step.key === null ? null : `key-${step.key}`,
        body: step.to === null ? {} : { calleeSupabaseId: people[step.to].id },
      };
    case "end_wrap_up":
      return { ...base, who: people[step.who], method: "DELETE", path: "/api/voip/wrap-up" };
    case "ask_callback":
      return {
        ...base,
        who: people[step.who],
        method: "POST",
        path: "/api/voip/callbacks",
        body: { topic: "call me" },
      };
    case "claim":
    case "done":
    case "reopen": {
      const callback = pick(scene.seen.callbacks, step.callback);
      return (
        callback && {
          ...base,
          who: people[step.who],
          method: "POST",
          path: `/api/voip/callbacks/${callback.id}/${step.do}`,
        }
      );
    }
    case "look":
      return { ...base, who: people[step.who], method: "GET", path: "/api/voip/agents/available" };
    case "settings":
      return {
        ...base,
        who: people.admin,
        method: "PATCH",
        path: "/api/tenant/settings",
        body: step.change,
      };
    case "remove":
      return {
        ...base,
        who: people.admin,
        method: "DELETE",
        path: `/api/tenant/users/${people[step.who].id}`,
      };
    default:
      return commandOnCall(step, scene);
  }
}
