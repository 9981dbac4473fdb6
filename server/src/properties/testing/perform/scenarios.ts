import { check } from "../check.ts";
import { exchange, exchangeAll } from "../exchange.ts";
import type { Model } from "../model.ts";
import type { AgentName, RequestStep, StepOf } from "../steps/step.ts";
import { commandRequest } from "../steps/to-request.ts";
import { isPlacedBy, openOffersOf, type CallRow } from "../world/observation.ts";
import { agents, type Name } from "../world/people.ts";
import { pass } from "./pass.ts";
import { move } from "./room-moves.ts";

export const dial = (who: Name, to: Name | null, via: 0 | 1): RequestStep => ({
  do: "dial",
  who,
  to,
  device: "desk",
  key: null,
  via,
});

/** A direct call is answered, and both parties join its room. */
export async function talk(model: Model, { who, to, via }: StepOf<"talk">): Promise<void> {
  const [caller, callee] = [model.cast.people[who].id, model.cast.people[to]];
  await check(model, await exchangeAll(model, [dial(who, to, via)]));
  const placed = model.seen.calls.find(
    (call) =>
      call.status === "RINGING" && isPlacedBy(call, caller) && call.requestedCalleeId === callee.id,
  );
  if (!placed) return;
  await check(model, [
    await exchange(
      model,
      commandRequest("accept", placed.id, { who: callee, device: "desk" }, via),
    ),
  ]);
  const call = model.seen.calls.find(({ id }) => id === placed.id);
  if (!call || !model.world.media.rooms.has(call.roomName)) return;
  for (const side of [0, 1]) move(model, call, { do: "join", call: 0, side, goodbye: false });
  await check(model);
}

/** The network of a callee lets no sound through, until the call ends for that reason. */
export async function blockedTalk(
  model: Model,
  { who, to, via }: StepOf<"blocked_talk">,
): Promise<void> {
  await talk(model, { do: "talk", who, to, via });
  const [caller, callee] = [model.cast.people[who].id, model.cast.people[to]];
  const call = model.seen.calls.find(
    (row) =>
      row.status === "IN_PROGRESS" &&
      isPlacedBy(row, caller) &&
      row.requestedCalleeId === callee.id,
  );
  if (!call) return;
  const request = commandRequest("report_sound", call.id, { who: callee, device: "desk" }, via);
  await check(model, [await exchange(model, { ...request, body: { trouble: "blocked" } })]);
  await pass(model, { do: "pass", seconds: 61, sweeps: "often", renew: true, via });
}

/** Makes all agents available, starts a call, and returns it with the first person whom it rings. */
async function firstRung(
  model: Model,
  { who, via }: StepOf<"second_thought" | "removed_while_rung">,
  to: AgentName | null = null,
): Promise<{ readonly call: CallRow; readonly first: Name } | null> {
  const appear = agents.map((agent): RequestStep => ({
    do: "presence",
    who: agent,
    device: "desk",
    state: "available",
    feed: "realtime",
    via,
  }));
  for (const step of [...appear, { do: "dial", who, to, device: "desk", key: null, via } as const])
    await check(model, await exchangeAll(model, [step]));
  const call = model.seen.calls.find(
    (row) =>
      row.status === "RINGING" &&
      isPlacedBy(row, model.cast.people[who].id) &&
      row.requestedCalleeId === (to && model.cast.people[to].id),
  );
  const first = call && model.cast.nameOf(openOffersOf(model.seen, call.id)[0]?.personId ?? "");
  return first ? { call, first } : null;
}

export async function secondThought(model: Model, step: StepOf<"second_thought">): Promise<void> {
  const rung = await firstRung(model, step);
  if (!rung) return;
  const { call, first } = rung;
  for (const verb of ["decline", "accept"] as const) {
    const by = { who: model.cast.people[first], device: "desk" };
    const request = commandRequest(verb, call.id, by, step.via);
    await check(model, [await exchange(model, request)]);
  }
}

export async function removedWhileRung(
  model: Model,
  step: StepOf<"removed_while_rung">,
): Promise<void> {
  const rung = await firstRung(model, step, step.to);
  const agent = agents.find((name) => name === rung?.first);
  if (!agent) return;
  await check(model, await exchangeAll(model, [{ do: "remove", who: agent, via: step.via }]));
  await pass(model, { do: "pass", seconds: 1, sweeps: "often", renew: true, via: step.via });
}

export async function workOff(
  model: Model,
  { who, by, end, via }: StepOf<"work_off">,
): Promise<void> {
  await check(model, await exchangeAll(model, [{ do: "ask_callback", who, via }]));
  for (const verb of ["claim", end] as const) {
    const callback = model.seen.callbacks.findIndex(
      ({ status, customerId }) => status !== "done" && customerId === model.cast.people[who].id,
    );
    if (callback >= 0)
      await check(model, await exchangeAll(model, [{ do: verb, callback, who: by, via }]));
  }
}
