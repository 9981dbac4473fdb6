import * as v from "valibot";
import type { Database } from "../../database.ts";
import { parseFilters, type ChangeFilter } from "./change-filters.ts";
import type { Identity } from "../identity.ts";
import type { RowChange, Tuple } from "./row-change.ts";

export const ChangeRequest = v.looseObject({
  event: v.picklist(["*", "INSERT", "UPDATE", "DELETE"]),
  schema: v.optional(v.string(), "public"),
  table: v.optional(v.string()),
  filter: v.optional(v.string()),
});
export type ChangeRequest = v.InferOutput<typeof ChangeRequest>;

/** A channel's wish to be told of changes, checked as who the channel is when the change comes. */
export type ChangeSubscriber = {
  identity: () => Identity;
  deliver: (payload: ChangePayload) => void;
};
export type ChangePayload = { ids: number[]; data: Record<string, unknown> };

type Binding = {
  id: number;
  request: ChangeRequest;
  filters: ChangeFilter[];
  subscriber: ChangeSubscriber;
};

const Sight = v.object({
  visible: v.boolean(),
  record: v.nullable(v.record(v.string(), v.unknown())),
  old_record: v.nullable(v.record(v.string(), v.unknown())),
  errors: v.nullable(v.array(v.string())),
});
const Answer = v.nullable(
  v.object({
    columns: v.array(v.object({ name: v.string(), type: v.string() })),
    sights: v.array(Sight),
  }),
);
type Sight = v.InferOutput<typeof Sight>;

/** Tells channels of changed rows, to each what its person may see. */
export class PostgresChanges {
  readonly #db: Database;
  readonly #log: (line: string) => void;
  readonly #bindings = new Set<Binding>();
  #last: Promise<void> = Promise.resolve();

  constructor(db: Database, log: (line: string) => void) {
    this.#db = db;
    this.#log = log;
  }

  /**
   * Throws, with a text for the subscriber, where the table is not published or the filter makes no
   * sense.
   */
  async subscribe(
    wishes: { id: number; request: ChangeRequest }[],
    subscriber: ChangeSubscriber,
  ): Promise<() => void> {
    const bindings: Binding[] = [];
    for (const { id, request } of wishes) {
      const filters = parseFilters(request.filter ?? "");
      await this.#assertPublished(request, filters);
      bindings.push({ id, request, filters, subscriber });
    }
    for (const binding of bindings) this.#bindings.add(binding);
    return () => {
      for (const binding of bindings) this.#bindings.delete(binding);
    };
  }

  async #assertPublished(
    { event, schema, table, filter }: ChangeRequest,
    filters: ChangeFilter[],
  ): Promise<void> {
    const found = await this.#db.query(
      `select from pg_publication_tables p where pubname = 'supabase_realtime' and ($1 = '*' or schemaname = $1) and ($2 = '*' or tablename = $2)
         and not exists (select from unnest($3::text[]) wanted (name) where not exists (
           select from information_schema.columns c where c.table_schema = p.schemaname and c.table_name = p.tablename and c.column_name = wanted.name))
       limit 1`,
      [schema, table ?? "*", filters.map(({ column }) => column)],
    );
    if (found.length > 0) return;
    throw new Error(
      `Unable to subscribe to changes with given parameters. Please check Realtime is enabled for the given connect parameters: ` +
        `[event: ${event}, schema: ${schema}, table: ${table ?? "*"}, filters: [${filter ?? ""}]]`,
    );
  }

  /** Changes are told in the order of their commits. */
  push(change: RowChange): void {
    const concerned = [...this.#bindings].filter(({ request }) => concerns(request, change));
    if (concerned.length === 0) return;
    this.#last = this.#last
      .then(() => this.#tell(change, concerned))
      .catch((error: Error) => this.#log(`postgres_changes: ${error.message}`));
  }

  async #tell(change: RowChange, bindings: Binding[]): Promise<void> {
    const subscribers = bindings.map(({ subscriber, filters }) => ({
      role: subscriber.identity().role,
      claims: subscriber.identity().claims,
      filters,
    }));
    const [row] = await this.#db.query<{ answer: unknown }>(
      "select realtime.changes_for($1::jsonb, $2::jsonb) as answer",
      [changeJson(change), JSON.stringify(subscribers)],
    );
    const answer = v.parse(Answer, row?.answer ?? null);
    if (!answer) return;
    const seen = new Map<ChangeSubscriber, { ids: number[]; sight: Sight }>();
    for (const [index, { id, subscriber }] of bindings.entries()) {
      const sight = answer.sights[index];
      if (!sight?.visible) continue;
      const known = seen.get(subscriber);
      if (known) known.ids.push(id);
      else seen.set(subscriber, { ids: [id], sight });
    }
    for (const [subscriber, { ids, sight }] of seen)
      subscriber.deliver({ ids, data: dataOf(change, answer.columns, sight) });
  }
}

function concerns(request: ChangeRequest, change: RowChange): boolean {
  const { event, schema, table = "*" } = request;
  return (
    (event === "*" || event === change.type) &&
    (schema === "*" || schema === change.schema) &&
    (table === "*" || table === change.table)
  );
}

function dataOf(
  { schema, table, type, committedAt }: RowChange,
  columns: unknown,
  { record, old_record, errors }: Sight,
): Record<string, unknown> {
  return {
    schema,
    table,
    type,
    commit_timestamp: committedAt.toISOString(),
    columns,
    ...(type === "DELETE" ? {} : { record: record ?? {} }),
    ...(type === "INSERT" ? {} : { old_record: old_record ?? {} }),
    errors,
  };
}

function changeJson({
  xid,
  schema,
  table,
  type,
  record,
  oldRecord,
  jsonColumns,
}: RowChange): string {
  const known = JSON.stringify({ xid, schema, table, type });
  return `${known.slice(0, -1)},"record":${tupleJson(record, jsonColumns)},"old_record":${tupleJson(oldRecord, jsonColumns)}}`;
}

/** Written by hand, since the text of a JSON column goes in as it is, with numbers of any length. */
function tupleJson(tuple: Tuple | undefined, jsonColumns: string[]): string {
  if (!tuple) return "null";
  const members = Object.entries(tuple).flatMap(([name, text]) => {
    if (text === undefined) return [];
    const value = text !== null && jsonColumns.includes(name) ? text : JSON.stringify(text);
    return [`${JSON.stringify(name)}:${value}`];
  });
  return `{${members.join(",")}}`;
}
