import type { PrismaPg } from "@prisma/adapter-pg";

/** Called with each statement before it is sent. An error that it throws rejects the query. */
export type OnStatement = (sql: string) => void;

type Queryable = Pick<Awaited<ReturnType<PrismaPg["connect"]>>, "queryRaw" | "executeRaw">;

/** Returns an adapter that reports its statements first, those of transactions included. */
export function observed(adapter: PrismaPg, onStatement: OnStatement): PrismaPg {
  return replacing(adapter, {
    connect: async () => {
      const connected = await adapter.connect();
      const startTransaction: typeof connected.startTransaction = async (level) => {
        const transaction = await connected.startTransaction(level);
        return replacing(transaction, statements(transaction, onStatement));
      };
      return replacing(connected, { ...statements(connected, onStatement), startTransaction });
    },
  });
}

const statements = (queryable: Queryable, onStatement: OnStatement): Queryable => ({
  queryRaw: async (query) => (onStatement(query.sql), queryable.queryRaw(query)),
  executeRaw: async (query) => (onStatement(query.sql), queryable.executeRaw(query)),
});

/** Returns an object with some of its methods replaced. */
const replacing = <T extends object>(target: T, methods: Partial<T>): T =>
  new Proxy(target, {
    get(original, name) {
      const method: unknown = Reflect.get(name in methods ? methods : original, name);
      return typeof method === "function" && !(name in methods) ? method.bind(original) : method;
    },
  });
