import { setImmediate as turn } from "node:timers/promises";
import type { Transactions } from "../../../calls/store/transactions.ts";
import type { AppDeps } from "../../../compose/app.ts";

/**
 * Lets a server crash. A crash can come at any step by which the server reaches the outside: a
 * statement, the end of a transaction, or a request to the media server.
 */
export interface CrashControl {
  readonly isDead: boolean;
  /** Makes the server crash at its n-th step from now. */
  crashAt(step: number): void;
  /** Prevents a crash that was planned. */
  cancelCrash(): void;
  crash(): void;
  /** Returns dependencies that do nothing any more once the server is dead. */
  wrap(deps: AppDeps): AppDeps;
  /** Resolves when all steps are done, those of effects as well. */
  idle(): Promise<void>;
}

/** Thrown at the step at which a server crashes, and at all later ones. */
class Crashed extends Error {
  override name = "Crashed";
}

/** Dependencies inside the process, and those that fail by themselves with their sockets. */
const inside = new Set<string>([
  "clock",
  "log",
  "settings",
  "wakeUps",
  "openPolls",
  "callChanged",
  "verifyToken",
  "signInvitation",
]);

type AnyFunction = (...args: never[]) => unknown;

export function createCrashControl(): CrashControl {
  let isDead = false;
  let stepsLeft = Infinity;
  let pending = 0;

  function step(): void {
    stepsLeft -= 1;
    if (stepsLeft <= 0) isDead = true;
    if (isDead) throw new Crashed("the server crashed here");
  }
  async function follow<T>(work: PromiseLike<T>): Promise<T> {
    pending += 1;
    try {
      const result = await work;
      if (isDead) throw new Crashed("the server crashed meanwhile");
      return result;
    } finally {
      pending -= 1;
    }
  }
  const { wrapFunction, wrapMethods, wrapTransactions } = createWrappers(step, follow);

  return {
    get isDead() {
      return isDead;
    },
    crashAt: (count) => void (stepsLeft = count),
    cancelCrash: () => void (stepsLeft = Infinity),
    crash: () => void (isDead = true),
    wrap(deps) {
      const wrapped = Object.entries(deps).map(([name, dep]: [string, unknown]) => {
        if (inside.has(name)) return [name, dep];
        if (name === "transactions") return [name, wrapTransactions(deps.transactions)];
        if (typeof dep === "function") return [name, wrapFunction(dep as AnyFunction)];
        return [name, typeof dep === "object" && dep !== null ? wrapMethods(dep) : dep];
      });
      return Object.fromEntries(wrapped) as AppDeps;
    },
    async idle() {
      let quietTurns = 0;
      while (quietTurns < 3) {
        await turn();
        quietTurns = pending === 0 ? quietTurns + 1 : 0;
      }
    },
  };
}

/** Wraps functions, so that `step` is called before each one and `follow` waits for each promise. */
function createWrappers(step: () => void, follow: <T>(work: PromiseLike<T>) => Promise<T>) {
  const wrapFunction =
    (work: AnyFunction): AnyFunction =>
    (...args) => {
      step();
      const result = work(...args);
      if (isThenable(result)) return follow(result);
      return typeof result === "object" && result !== null ? wrapMethods(result) : result;
    };
  const wrapMethods = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, key) {
        const value: unknown = Reflect.get(object, key);
        return typeof value === "function"
          ? wrapFunction((value as AnyFunction).bind(object))
          : value;
      },
    });
  const wrapTransaction =
    (run: Transactions["inTransaction"]): Transactions["inTransaction"] =>
    (tenantId, work) => {
      step();
      const committed = run(tenantId, (stores) => {
        const wrapped = Object.entries(stores).map(([name, store]) => [
          name,
          wrapMethods(store as object),
        ]);
        return work(Object.fromEntries(wrapped) as typeof stores);
      });
      return follow(
        committed.then((result) => {
          step();
          return result;
        }),
      );
    };
  const wrapTransactions = ({ inTransaction, onConnection }: Transactions): Transactions => ({
    inTransaction: wrapTransaction(inTransaction),
    onConnection: wrapTransaction(onConnection),
  });
  return { wrapFunction, wrapMethods, wrapTransactions };
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" &&
  value !== null &&
  "then" in value &&
  typeof value.then === "function";
