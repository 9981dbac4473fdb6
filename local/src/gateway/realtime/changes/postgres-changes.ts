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

/** A channel's subscription to changes. The identity is read at each change. */
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

const Result = v.object({
  visible: v.boolean(),
  columns: v.array(v.object({ name: v.string(), type: v.string() })),
  is_timed: v.boolean(),
  record: v.nullable(v.record(v.string(), v.unknown())),
  old_record: v.nullable(v.record(v.string(), v.unknown())),
  errors: v.nullable(v.array(v.string())),
});
const Results = v.nullable(v.array(Result));
type Result = v.InferOutput<typeof Result>;

/** Delivers changed rows to channels. Each channel receives what its user may see. */
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
   * Subscribes to changes. Rejects, with a text for the subscriber, if the table is not published
   * or a filter is invalid.
   */
  async subscribe(
    subscriptions: { id: number; request: ChangeRequest }[],
    subscriber: ChangeSubscriber,
  ): Promise<() => void> {
    const bindings: Binding[] = [];
    for (const { id, request } of subscriptions) {
      const filters = parseFilters(request.filter ?? "");
      await this.#assertPublished(request);
      await this.#assertReadable(request, filters, subscriber.identity().role);
      bindings.push({ id, request, filters, subscriber });
    }
    for (const binding of bindings) this.#bindings.add(binding);
    return () => {
      for (const binding of bindings) this.#bindings.delete(binding);
    };
  }

  async #assertPublished(request: ChangeRequest): Promise<void> {
    const found = await this.#db.query(
      `select from pg_publication_tables p
       where pubname = 'supabase_realtime'
         and ($1 = '*' or schemaname = $1)
         and ($2 = '*' or tablename = $2)
       limit 1`,
      [request.schema, request.table ?? "*"],
    );
    if (found.length > 0) return;
    throw new Error(
      "Unable to subscribe to changes with given parameters. " +
        "Please check Realtime is enabled for the given connect parameters: " +
        `[${textOf(request)}]`,
    );
  }

  /**
   * A role can filter only by columns that it may read (realtime.subscription_check_filters of
   * Supabase Realtime 2.129.8).
   */
  async #assertReadable(
    request: ChangeRequest,
    filters: ChangeFilter[],
    role: string,
  ): Promise<void> {
    const [hidden] = await this.#db.query<{ name: string }>(
      `select wanted.name from pg_publication_tables p
       cross join unnest($3::text[]) wanted (name)
       left join pg_attribute a
         on a.attrelid = format('%I.%I', p.schemaname, p.tablename)::regclass
           and a.attname = wanted.name and a.attnum > 0 and not a.attisdropped
       where p.pubname = 'supabase_realtime'
         and ($1 = '*' or p.schemaname = $1)
         and ($2 = '*' or p.tablename = $2)
         and not coalesce(
           has_column_privilege($4, a.attrelid, a.attnum, 'select'), false)
       limit 1`,
      [request.schema, request.table ?? "*", filters.map(({ column }) => column), role],
    );
    if (!hidden) return;
    throw new Error(
      "Unable to subscribe to changes with given parameters. " +
        `An exception happened so please check your connect parameters: [${textOf(request)}]. ` +
        `Exception: ERROR P0001 (raise_exception) invalid column for filter ${hidden.name}`,
    );
  }

  /** Delivers a change after all earlier ones, in the order of their commits. */
  push(change: RowChange): void {
    const affected = [...this.#bindings].filter(({ request }) => matches(request, change));
    if (affected.length === 0) return;
    this.#last = this.#last
      .then(() => this.#deliver(change, affected))
      .catch((error: Error) => this.#log(`postgres_changes: ${error.message}`));
  }

  async #deliver(change: RowChange, bindings: Binding[]): Promise<void> {
    const subscribers = bindings.map(({ subscriber, filters }) => ({
      role: subscriber.identity().role,
      claims: subscriber.identity().claims,
      filters,
    }));
    const [row] = await this.#db.query<{ answer: unknown }>(
      "select realtime.changes_for($1::jsonb, $2::jsonb) as answer",
      [changeJson(change), JSON.stringify(subscribers)],
    );
    const results = v.parse(Results, row?.answer ?? null);
    if (!results) return;
    const bySubscriber = new Map<ChangeSubscriber, { ids: number[]; result: Result }>();
    for (const [index, { id, subscriber }] of bindings.entries()) {
      const result = results[index];
      if (!result?.visible) continue;
      const known = bySubscriber.get(subscriber);
      if (known) known.ids.push(id);
      else bySubscriber.set(subscriber, { ids: [id], result });
    }
    for (const [subscriber, { ids, result }] of bySubscriber)
      subscriber.deliver({ ids, data: dataOf(change, result) });
  }
}

function textOf({ event, schema, table, filter }: ChangeRequest): string {
  return `event: ${event}, schema: ${schema}, table: ${table ?? "*"}, filters: [${filter ?? ""}]`;
}

function matches(request: ChangeRequest, change: RowChange): boolean {
  const { event, schema, table = "*" } = request;
  return (
    (event === "*" || event === change.type) &&
    (schema === "*" || schema === change.schema) &&
    (table === "*" || table === change.table)
  );
}

function dataOf(
  { schema, table, type, committedAt }: RowChange,
  { record, old_record, columns, is_timed, errors }: Result,
): Record<string, unknown> {
  return {
    schema,
    table,
    type,
    commit_timestamp: is_timed ? committedAt.toISOString() : null,
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
  const rows = [
    `"record":${tupleJson(record, jsonColumns)}`,
    `"old_record":${tupleJson(oldRecord, jsonColumns)}`,
  ];
  return `${known.slice(0, -1)},${rows.join(",")}}`;
}

/**
 * Writes a row as JSON. The text of a JSON column is inserted unchanged, so that numbers of any
 * length survive.
 */
function tupleJson(tuple: Tuple | undefined, jsonColumns: string[]): string {
  if (!tuple) return "null";
  const members = Object.entries(tuple).flatMap(([name, text]) => {
    if (text === undefined) return [];
    const value = text !== null && jsonColumns.includes(name) ? text : JSON.stringify(text);
    return [`${JSON.stringify(name)}:${value}`];
  });
  return `{${members.join(",")}}`;
}
