import * as fc from "fast-check";
import type { Deed } from "./steps/step.ts";
import { deed } from "./steps/generate.ts";
import { demand, letClientsListen, newModel, PromiseBroken, type Model } from "./model.ts";
import { endAll } from "./perform/pass.ts";
import { isPossible, perform } from "./perform/perform.ts";
import type { StatisticsTaker } from "./statistics.ts";
import { everybody } from "./world/people.ts";
import { wrongStates } from "./checks/agent-states.ts";
import type { World } from "./world/world.ts";

/**
 * A deed as fast-check runs it: its data is all that it is, so it shrinks, prints and replays by
 * itself.
 */
class Step implements fc.AsyncCommand<Model, World> {
  readonly deed: Deed;
  constructor(one: Deed) {
    this.deed = one;
  }
  check(model: Model): boolean {
    return isPossible(this.deed, model);
  }
  async run(model: Model): Promise<void> {
    model.statistics.command(this.deed.do);
    await perform(this.deed, model);
  }
  toString(): string {
    return JSON.stringify(this.deed);
  }
}

const messageOf = (error: unknown): string =>
  error instanceof PromiseBroken
    ? error.message
    : error instanceof Error
      ? (error.stack ?? error.message)
      : String(error);

/** How long to look for a shorter sequence that fails, ms. */
const shorteningFor = 60_000;

/** The most commands of a sequence; half as many on average. */
const longest = 40;

export interface Run {
  /**
   * Each runs its share of the sequences, side by side with the others: most of the time they wait
   * for PostgreSQL.
   */
  readonly worlds: readonly World[];
  readonly statistics: StatisticsTaker;
  readonly sequences: number;
  readonly seed: number;
  /** Called after each sequence. */
  readonly onSequence?: (done: number) => void;
  /** When it fires, what is under way is finished and nothing more is begun. */
  readonly signal?: AbortSignal;
  /** Called with the first failure, before it is made shorter. */
  readonly onFailure?: (message: string) => void;
}

export interface Failure {
  readonly seed: number;
  readonly message: string;
  /** The shortest sequence found that fails, as `regressions.ts` keeps it. */
  readonly deeds: string;
}

/**
 * Runs one sequence in a tenant of its own: every invariant after every command, and at the end
 * that everything ends.
 */
async function runSequence(
  world: World,
  steps: Iterable<fc.AsyncCommand<Model, World>>,
  statistics: StatisticsTaker,
): Promise<void> {
  await world.heal();
  // Every sequence begins alike: no server has swept for a while.
  world.clock.advance(60_000);
  const model = await newModel(world, statistics);
  try {
    await fc.asyncModelRun(() => ({ model, real: world }), steps);
    await world.heal();
    await endAll(model);
    await letClientsListen(model, new Set(everybody.map((name) => model.cast.people[name].id)));
    demand(await wrongStates(model));
    statistics.sequence();
    statistics.end(model.seen);
  } finally {
    await forget(model);
  }
}

/**
 * Takes a sequence's tenant out of the sweepers' way; a failed one would be swept with all that
 * follow.
 */
async function forget({ world, cast: { tenantId } }: Model): Promise<void> {
  await world.idle();
  for (const roomName of world.media.rooms.keys())
    (world.media.rooms as Map<string, unknown>).delete(roomName);
  await world.database.query(`DELETE FROM "Callback" WHERE "tenantId" = $1`, [tenantId]);
  await world.database.query(`DELETE FROM "CallLog" WHERE "tenantId" = $1`, [tenantId]);
}

export const replay = (
  world: World,
  deeds: readonly Deed[],
  statistics: StatisticsTaker,
): Promise<void> =>
  runSequence(
    world,
    deeds.map((one) => new Step(one)),
    statistics,
  );

/**
 * Runs sequences that fast-check makes; returns the shortest failing one of each world in which any
 * fails.
 */
export async function runSequences({ worlds, ...run }: Run): Promise<Failure[]> {
  const together = { failed: false, done: 0 };
  const share = Math.ceil(run.sequences / worlds.length);
  const failures = await Promise.all(
    worlds.map((world, index) =>
      runShare({ ...run, world, sequences: share, seed: run.seed + index, together }),
    ),
  );
  return failures.filter((failure) => failure !== null);
}

interface Share extends Omit<Run, "worlds"> {
  readonly world: World;
  /** `failed`: one of the worlds has failed, so the others need not go on. */
  readonly together: { failed: boolean; done: number };
}

async function runShare({
  world,
  statistics,
  sequences,
  seed,
  onSequence,
  onFailure,
  signal,
  together,
}: Share): Promise<Failure | null> {
  const commands = fc.commands([deed.map((one) => new Step(one))], {
    maxCommands: longest,
    size: "max",
    disableReplayLog: true,
  });
  let failedAt = Infinity;
  const property = fc.asyncProperty(commands, async (steps) => {
    // What fails only now and then can't be made shorter for ever.
    if (
      performance.now() - failedAt > shorteningFor ||
      (together.failed && failedAt === Infinity) ||
      signal?.aborted
    )
      return;
    try {
      await runSequence(world, steps, statistics);
      if (!together.failed) onSequence?.((together.done += 1));
    } catch (error) {
      if (failedAt === Infinity) onFailure?.(messageOf(error));
      failedAt = Math.min(failedAt, performance.now());
      together.failed = true;
      throw error;
    }
  });
  const details = await fc.check(property, { seed, numRuns: sequences });
  if (!details.failed) return null;
  return {
    seed: details.seed,
    message: messageOf(details.errorInstance),
    deeds: `[${details.counterexample?.map(String).join(", ") ?? ""}]`,
  };
}
