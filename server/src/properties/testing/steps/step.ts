import {
  agents,
  everybody,
  stranger,
  type Cast,
  type Device,
  type Name,
  type Someone,
} from "../world/people.ts";
import {
  calleeOf,
  callerOf,
  isLive,
  openOffersOf,
  type CallRow,
  type LegRow,
  type Observation,
} from "../world/observation.ts";
import type { Via } from "../world/world.ts";

export type AgentName = (typeof agents)[number];

/**
 * What people do to a call that exists. Numbers pick among those whom it fits at the time; `odd`:
 * among all, whether it fits or not; `past`: among those whose offer of it is over.
 */
export type CallVerb =
  | "accept"
  | "decline"
  | "cancel"
  | "hang_up"
  | "hold"
  | "resume"
  | "continue"
  | "renew"
  | "media_token";

/** One request of one person. */
export type Ask =
  | {
      readonly do: "presence";
      readonly who: AgentName;
      readonly device: Device;
      readonly state: "available" | "away";
      readonly feed: "realtime" | "poll" | "down";
      readonly via: Via;
    }
  | { readonly do: "sign_off"; readonly who: AgentName; readonly device: Device; readonly via: Via }
  | {
      readonly do: "dial";
      readonly who: Name;
      readonly to: Name | null;
      readonly device: Device;
      readonly key: number | null;
      readonly via: Via;
    }
  | {
      readonly do: CallVerb;
      readonly call: number;
      readonly by: number;
      readonly odd: boolean;
      readonly past?: boolean;
      readonly device: Device;
      readonly via: Via;
    }
  | { readonly do: "end_wrap_up"; readonly who: AgentName; readonly via: Via }
  | { readonly do: "ask_callback"; readonly who: "carl" | "dora"; readonly via: Via }
  | {
      readonly do: "claim" | "done" | "reopen";
      readonly callback: number;
      readonly who: AgentName;
      readonly via: Via;
    }
  | { readonly do: "look"; readonly who: Name; readonly via: Via }
  | {
      readonly do: "settings";
      readonly change: Readonly<Record<string, unknown>>;
      readonly via: Via;
    }
  | { readonly do: "remove"; readonly who: AgentName; readonly via: Via };

/** A party of a call enters its room, or leaves it. */
export interface Move {
  readonly do: "join" | "leave";
  readonly call: number;
  readonly side: number;
  readonly goodbye: boolean;
}

/** One command of a sequence: plain data, so that a failing sequence can be kept as it is printed. */
export type Deed =
  | Ask
  /** `sweep`: a server that sweeps at the same time. */
  | { readonly do: "together"; readonly of: readonly Ask[]; readonly sweep?: Via | null }
  | { readonly do: "accept_by_many"; readonly call: number }
  | { readonly do: "glare"; readonly who: Name; readonly to: Name }
  /**
   * A call by name that is answered, and whose parties enter its room: where much of what can
   * happen to calls begins.
   */
  | { readonly do: "talk"; readonly who: Name; readonly to: Name; readonly via: Via }
  /**
   * A call of the queue goes to the next agent: the first one declines it, and then would have it
   * after all.
   */
  | { readonly do: "second_thought"; readonly who: "carl" | "dora"; readonly via: Via }
  /** An agent is removed while a call rings them, by name or (`to` null) from the queue. */
  | {
      readonly do: "removed_while_rung";
      readonly who: "carl" | "dora";
      readonly to: AgentName | null;
      readonly via: Via;
    }
  /**
   * A wish to be called back, as far as it goes: claimed by one, who then has called, or gives it
   * back.
   */
  | {
      readonly do: "work_off";
      readonly who: "carl" | "dora";
      readonly by: AgentName;
      readonly end: "done" | "reopen";
      readonly via: Via;
    }
  | { readonly do: "repeat"; readonly of: Ask }
  | { readonly do: "crash"; readonly at: number; readonly of: Ask }
  | Move
  | {
      readonly do: "webhook";
      readonly pick: number;
      readonly how: "deliver" | "drop" | "double" | "keep";
      readonly via: Via;
    }
  | { readonly do: "lose_room"; readonly call: number }
  | { readonly do: "media"; readonly up: boolean }
  | {
      readonly do: "pass";
      readonly seconds: number;
      readonly sweeps: "often" | "once" | "never";
      readonly renew: boolean;
      readonly via: Via;
    }
  | { readonly do: "restart"; readonly via: Via };

/** An {@link Ask} as it goes over the wire. */
export interface Request {
  readonly kind: Ask["do"];
  readonly who: Someone;
  readonly device: string;
  readonly via: Via;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  readonly key: string | null;
  /** The call that it is about. */
  readonly callId: string | null;
}

/** What tells which request an ask is at the time. */
export interface Scene {
  readonly cast: Cast;
  readonly seen: Observation;
}

const pick = <T>(items: readonly T[], number: number): T | null =>
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
};

const fits = (verb: CallVerb, { status }: CallRow): boolean => {
  if (verb === "accept" || verb === "decline") return status === "RINGING";
  if (verb === "cancel" || verb === "renew") return status === "QUEUED" || status === "RINGING";
  return verb === "hang_up" || verb === "continue" ? isLive({ status }) : status === "IN_PROGRESS";
};

/** Whom a verb fits, each at the device that it fits; a call goes on on any of theirs. */
function doers(
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

function aboutCall(ask: Extract<Ask, { do: CallVerb }>, scene: Scene): Request | null {
  const candidates = ask.past
    ? scene.seen.calls.filter((row) => isLive(row) && rungBefore(scene, row).length > 0)
    : scene.seen.calls.filter((row) => ask.odd || fits(ask.do, row));
  const call = pick(candidates, ask.call);
  if (!call) return null;
  const among = (names: readonly Name[]): { who: Someone; device: string }[] =>
    names.map((name) => ({ who: scene.cast.people[name], device: ask.device }));
  const doer = pick(
    ask.past
      ? among(rungBefore(scene, call))
      : ask.odd
        ? among([...everybody, stranger])
        : doers(ask.do, call, scene, ask.device),
    ask.by,
  );
  return (
    doer && {
      kind: ask.do,
      ...doer,
      via: ask.via,
      method: "POST",
      path: `/api/voip/calls/${call.id}/${paths[ask.do]}`,
      key: null,
      callId: call.id,
    }
  );
}

/** The request that an ask is now; null where there is nothing that it could be about. */
export function toRequest(ask: Ask, scene: Scene): Request | null {
  const { people } = scene.cast;
  const base = { kind: ask.do, device: "desk", via: ask.via, key: null, callId: null };
  switch (ask.do) {
    case "presence":
      return {
        ...base,
        who: people[ask.who],
        device: ask.device,
        method: "PUT",
        path: "/api/voip/presence",
        body: { state: ask.state, feed: ask.feed },
      };
    case "sign_off":
      return {
        ...base,
        who: people[ask.who],
        device: ask.device,
        method: "DELETE",
        path: "/api/voip/presence",
      };
    case "dial":
      return {
        ...base,
        who: people[ask.who],
        device: ask.device,
        method: "POST",
        path: "/api/voip/start-call",
        key: ask.key === null ? null : `key-${ask.key}`,
        body: ask.to === null ? {} : { calleeSupabaseId: people[ask.to].id },
      };
    case "end_wrap_up":
      return { ...base, who: people[ask.who], method: "DELETE", path: "/api/voip/wrap-up" };
    case "ask_callback":
      return {
        ...base,
        who: people[ask.who],
        method: "POST",
        path: "/api/voip/callbacks",
        body: { topic: "call me" },
      };
    case "claim":
    case "done":
    case "reopen": {
      const callback = pick(scene.seen.callbacks, ask.callback);
      return (
        callback && {
          ...base,
          who: people[ask.who],
          method: "POST",
          path: `/api/voip/callbacks/${callback.id}/${ask.do}`,
        }
      );
    }
    case "look":
      return { ...base, who: people[ask.who], method: "GET", path: "/api/voip/agents/available" };
    case "settings":
      return {
        ...base,
        who: people.admin,
        method: "PATCH",
        path: "/api/tenant/settings",
        body: ask.change,
      };
    case "remove":
      return {
        ...base,
        who: people.admin,
        method: "DELETE",
        path: `/api/tenant/users/${people[ask.who].id}`,
      };
    default:
      return aboutCall(ask, scene);
  }
}
