import { check } from "../check.ts";
import { exchange, exchangeAll } from "../exchange.ts";
import type { Model } from "../model.ts";
import type { Step, StepOf } from "../steps/step.ts";
import { toRequest } from "../steps/to-request.ts";
import { canAnswer, isFree } from "./free.ts";
import { pass } from "./pass.ts";
import { acceptByMany, hasTarget, ringing, together } from "./races.ts";
import { repeat } from "./repeat.ts";
import { inRoom, live, webhook } from "./room-moves.ts";
import { blockedTalk, dial, removedWhileRung, secondThought, talk, workOff } from "./scenarios.ts";

/** Returns true if a step has a target at present. */
export function isPossible(step: Step, model: Model): boolean {
  switch (step.do) {
    case "together":
      return step.of.filter((one) => hasTarget(one, model)).length > (isSweeping(step) ? 0 : 1);
    case "repeat":
    case "crash":
      return hasTarget(step.of, model);
    case "accept_by_many":
      return ringing(model).length > 0;
    case "join":
    case "leave":
    case "lose_room":
      return live(model).length > 0;
    case "webhook":
      return model.webhooks.length > 0;
    case "media":
      return model.world.media.available !== step.up;
    case "glare":
      return step.who !== step.to;
    case "talk":
    case "blocked_talk":
      return (
        step.who !== step.to &&
        isFree(model.seen, model.cast.people[step.who].id) &&
        canAnswer(model.seen, model.cast.people[step.to])
      );
    case "second_thought":
    case "removed_while_rung":
      return isFree(model.seen, model.cast.people[step.who].id);
    case "work_off":
    case "pass":
    case "restart":
      return true;
    default:
      return hasTarget(step, model);
  }
}

const isSweeping = ({ sweep }: StepOf<"together">): boolean =>
  sweep !== undefined && sweep !== null;

/** Performs a step, and checks everything after each part of it. */
export async function perform(step: Step, model: Model): Promise<void> {
  // Two steps are never at the same instant. Commands that should meet are one step.
  model.world.clock.advance(20);
  switch (step.do) {
    case "together":
      return together(model, step);
    case "accept_by_many":
      return acceptByMany(model, step);
    case "glare":
      return together(model, {
        do: "together",
        of: [dial(step.who, step.to, 0), dial(step.to, step.who, 1)],
      });
    case "talk":
      return talk(model, step);
    case "blocked_talk":
      return blockedTalk(model, step);
    case "second_thought":
      return secondThought(model, step);
    case "removed_while_rung":
      return removedWhileRung(model, step);
    case "work_off":
      return workOff(model, step);
    case "repeat":
      return repeat(model, step.of);
    case "crash":
      return crash(model, step);
    case "join":
    case "leave":
    case "lose_room":
      return inRoom(model, step);
    case "webhook":
      return webhook(model, step);
    case "media":
      model.world.media.available = step.up;
      return check(model);
    case "pass":
      return pass(model, step);
    case "restart":
      await model.world.restart(step.via);
      return check(model);
    default:
      return check(model, await exchangeAll(model, [step]));
  }
}

/**
 * A server crashes at some step of a command: before its commit, after it, or during an effect. A
 * new server takes its place.
 */
async function crash(model: Model, { at, of }: StepOf<"crash">): Promise<void> {
  const { world } = model;
  const request = toRequest(of, model);
  if (!request) return;
  world.crashAt(request.via, at);
  const exchanged = await exchange(model, request);
  await world.idle();
  model.statistics.race(
    world.isDead(request.via)
      ? exchanged.reply
        ? "died after the reply"
        : "died before the reply"
      : "lived on",
  );
  if (world.isDead(request.via)) await world.restart(request.via);
  else world.crashAt(request.via, Infinity);
  await check(model, [exchanged]);
}
