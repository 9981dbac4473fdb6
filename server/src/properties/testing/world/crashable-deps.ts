import { setImmediate as turn } from "node:timers/promises";
import type { Transactions } from "../../../calls/store/transactions.ts";
import type { AppDeps } from "../../../compose/app.ts";

/**
 * A server's hold on life: it can die at any of its steps to the outside, and tells when it has
 * nothing left to do.
 */
export interface Lifeline {
  readonly dead: boolean;
  /**
   * The server dies at its n-th step from now: a statement, the end of a transaction, a question to
   * the media server.
   */
  dieAt(step: number): void;
  /** Nothing kills it any more, unless it is dead. */
  live(): void;
  kill(): void;
  /** The parts of a server, seen through its life: when it is dead, nothing of it reaches the world. */
  wrap(parts: AppDeps): AppDeps;
  /** Resolves when every step that was begun is done, those that follow a reply too. */
  idle(): Promise<void>;
}

/**
 * Thrown into a server at the step at which it dies: what it had not committed is rolled back, what
 * follows never happens.
 */
class Died extends Error {
  override name = "Died";
}

/** What a process keeps to itself, or what fails of itself with its sockets. */
const own = new Set<string>([
  "clock",
  "log",
  "settings",
  "wakeUps",
  "openPolls",
  "callChanged",
  "verifyToken",
  "signInvitation",
]);

type Anything = (...args: never[]) => unknown;

export function createLifeline(): Lifeline {
  let dead = false;
  let stepsLeft = Infinity;
  let underWay = 0;

  function step(): void {
    stepsLeft -= 1;
    if (stepsLeft <= 0) dead = true;
    if (dead) throw new Died("the server died here");
  }
  async function follow<T>(work: PromiseLike<T>): Promise<T> {
    underWay += 1;
    try {
      const result = await work;
      if (dead) throw new Died("the server died meanwhile");
      return result;
    } finally {
      underWay -= 1;
    }
  }
  const watchFunction =
    (work: Anything): Anything =>
    (...args) => {
      step();
      const result = work(...args);
      if (isThenable(result)) return follow(result);
      return typeof result === "object" && result !== null ? watchMethods(result) : result;
    };
  const watchMethods = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, key) {
        const value: unknown = Reflect.get(object, key);
        return typeof value === "function"
          ? watchFunction((value as Anything).bind(object))
          : value;
      },
    });
  const watchTransaction =
    (run: Transactions["inTransaction"]): Transactions["inTransaction"] =>
    (tenantId, work) => {
      step();
      const committed = run(tenantId, (stores) => {
        const watched = Object.entries(stores).map(([name, store]) => [
          name,
          watchMethods(store as object),
        ]);
        return work(Object.fromEntries(watched) as typeof stores);
      });
      return follow(
        committed.then((result) => {
          step();
          return result;
        }),
      );
    };
  const watchTransactions = ({ inTransaction, onConnection }: Transactions): Transactions => ({
    inTransaction: watchTransaction(inTransaction),
    onConnection: watchTransaction(onConnection),
  });

  return {
    get dead() {
      return dead;
    },
    dieAt: (count) => void (stepsLeft = count),
    live: () => void (stepsLeft = Infinity),
    kill: () => void (dead = true),
    wrap(parts) {
      const watched = Object.entries(parts).map(([name, part]: [string, unknown]) => {
        if (own.has(name)) return [name, part];
        if (name === "transactions") return [name, watchTransactions(parts.transactions)];
        if (typeof part === "function") return [name, watchFunction(part as Anything)];
        return [name, typeof part === "object" && part !== null ? watchMethods(part) : part];
      });
      return Object.fromEntries(watched) as AppDeps;
    },
    async idle() {
      let quietTurns = 0;
      while (quietTurns < 3) {
        await turn();
        quietTurns = underWay === 0 ? quietTurns + 1 : 0;
      }
    },
  };
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" &&
  value !== null &&
  "then" in value &&
  typeof value.then === "function";
