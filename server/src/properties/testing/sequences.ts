import * as fc from "fast-check";
import { letClientsFetch } from "./check.ts";
import { createModel, failOn, InvariantBroken, type Model } from "./model.ts";
import { step } from "./steps/generate.ts";
import type { Step } from "./steps/step.ts";
import { endAll } from "./perform/pass.ts";
import { isPossible, perform } from "./perform/perform.ts";
import type { StatisticsRecorder } from "./statistics.ts";
import { everybody } from "./world/people.ts";
import { wrongStates } from "./checks/agent-states.ts";
import type { World } from "./world/world.ts";

/** A step as fast-check runs it. It is made of data only, so it can be shrunk, printed and replayed. */
class StepCommand implements fc.AsyncCommand<Model, World> {
  readonly step: Step;
  constructor(one: Step) {
    this.step = one;
  }
  check(model: Model): boolean {
    return isPossible(this.step, model);
  }
  async run(model: Model): Promise<void> {
    model.statistics.command(this.step.do);
    await perform(this.step, model);
  }
  toString(): string {
    return JSON.stringify(this.step);
  }
}

const messageOf = (error: unknown): string =>
  error instanceof InvariantBroken
    ? error.message
    : error instanceof Error
      ? (error.stack ?? error.message)
      : String(error);

/** Time to search for a shorter sequence that fails. */
const shrinkTimeMs = 60_000;

/** The most steps of a sequence. The average is half of it. */
const maxSteps = 40;

export interface Run {
  /** Each runs its share of the sequences at the same time. Mostly they wait for PostgreSQL. */
  readonly worlds: readonly World[];
  readonly statistics: StatisticsRecorder;
  readonly sequences: number;
  readonly seed: number;
  /** Called after each sequence. */
  readonly onSequence?: (done: number) => void;
  /** Stops the run: the present sequences are finished, and no others are started. */
  readonly signal?: AbortSignal;
  /** Called with the first failure, before it is shrunk. */
  readonly onFailure?: (message: string) => void;
}

export interface Failure {
  readonly seed: number;
  readonly message: string;
  /** The shortest failing sequence that was found, in the form of `regressions.ts`. */
  readonly steps: string;
}

/**
 * Runs one sequence in a tenant of its own. Checks every invariant after every step, and at the end
 * that all calls end.
 */
async function runSequence(
  world: World,
  steps: Iterable<fc.AsyncCommand<Model, World>>,
  statistics: StatisticsRecorder,
): Promise<void> {
  await world.heal();
  // Every sequence begins in the same way: no server has swept for a while.
  world.clock.advance(60_000);
  const model = await createModel(world, statistics);
  try {
    await fc.asyncModelRun(() => ({ model, real: world }), steps);
    await world.heal();
    await endAll(model);
    await letClientsFetch(model, new Set(everybody.map((name) => model.cast.people[name].id)));
    failOn(await wrongStates(world, model.cast, model.seen));
    statistics.sequence();
    statistics.end(model.seen);
  } finally {
    await deleteCalls(model);
  }
}

/** Deletes a sequence's calls, so that the sweepers of later sequences don't read them. */
async function deleteCalls({ world, cast: { tenantId } }: Model): Promise<void> {
  await world.idle();
  for (const roomName of world.media.rooms.keys())
    (world.media.rooms as Map<string, unknown>).delete(roomName);
  await world.database.query(`DELETE FROM "Callback" WHERE "tenantId" = $1`, [tenantId]);
  await world.database.query(`DELETE FROM "CallLog" WHERE "tenantId" = $1`, [tenantId]);
}

export const replay = (
  world: World,
  steps: readonly Step[],
  statistics: StatisticsRecorder,
): Promise<void> =>
  runSequence(
    world,
    steps.map((one) => new StepCommand(one)),
    statistics,
  );

/** Runs random sequences. Returns the shortest failing one of each world in which any fails. */
export async function runSequences({ worlds, ...run }: Run): Promise<Failure[]> {
  const progress = { failed: false, done: 0 };
  const share = Math.ceil(run.sequences / worlds.length);
  const failures = await Promise.all(
    worlds.map((world, index) =>
      runShare({ ...run, world, sequences: share, seed: run.seed + index, progress }),
    ),
  );
  return failures.filter((failure) => failure !== null);
}

interface Share extends Omit<Run, "worlds"> {
  readonly world: World;
  /** Shared by all worlds. After a failure in one of them, the others stop. */
  readonly progress: { failed: boolean; done: number };
}

async function runShare({
  world,
  statistics,
  sequences,
  seed,
  onSequence,
  onFailure,
  signal,
  progress,
}: Share): Promise<Failure | null> {
  const commands = fc.commands([step.map((one) => new StepCommand(one))], {
    maxCommands: maxSteps,
    size: "max",
    disableReplayLog: true,
  });
  let failedAt = Infinity;
  const property = fc.asyncProperty(commands, async (steps) => {
    // A sequence that fails only sometimes could be shrunk without end.
    if (
      performance.now() - failedAt > shrinkTimeMs ||
      (progress.failed && failedAt === Infinity) ||
      signal?.aborted
    )
      return;
    try {
      await runSequence(world, steps, statistics);
      if (!progress.failed) onSequence?.((progress.done += 1));
    } catch (error) {
      if (failedAt === Infinity) onFailure?.(messageOf(error));
      failedAt = Math.min(failedAt, performance.now());
      progress.failed = true;
      throw error;
    }
  });
  const details = await fc.check(property, { seed, numRuns: sequences });
  if (!details.failed) return null;
  return {
    seed: details.seed,
    message: messageOf(details.errorInstance),
    steps: `[${details.counterexample?.map(String).join(", ") ?? ""}]`,
  };
}
