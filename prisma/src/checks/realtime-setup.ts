import type { Database } from "../connection/database.ts";

/** An object behind live events that this database lacks. */
export interface MissingSetup {
  readonly what: string;
  /** The statement or step that adds it. */
  readonly fix: string;
}

type Check = readonly [column: string, condition: string, what: string, fix: string];

const rerun =
  "apply the product's migrations (npm run migrate); where it is only disabled: " +
  "ALTER TABLE public.call_events ENABLE TRIGGER call_events_publish";
// As in the migration, which skips what needs Realtime in a project without it.
const me = "(SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')";
const ownEvents =
  "CREATE POLICY own_events ON public.call_events FOR SELECT TO authenticated " +
  `USING ("supabaseUserId" = ${me})`;
const ownChannel =
  "CREATE POLICY synapse_voice_own_call_events ON realtime.messages " +
  "FOR SELECT TO authenticated USING (extension = 'broadcast' " +
  `AND (SELECT realtime.topic()) = 'call-events:' || ${me})`;

const checks: readonly Check[] = [
  [
    "trigger",
    `EXISTS (
      SELECT FROM pg_trigger t
      JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relname = 'call_events'
        AND t.tgname = 'call_events_publish' AND t.tgenabled <> 'D')`,
    "trigger call_events_publish on call_events",
    rerun,
  ],
  [
    "publication",
    `EXISTS (
      SELECT FROM pg_publication_tables
      WHERE pubname = 'supabase_realtime'
        AND schemaname = 'public' AND tablename = 'call_events')`,
    "call_events in publication supabase_realtime",
    "ALTER PUBLICATION supabase_realtime ADD TABLE public.call_events",
  ],
  [
    "identity",
    `EXISTS (
      SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relname = 'call_events' AND c.relreplident = 'f')`,
    "REPLICA IDENTITY FULL on call_events",
    "ALTER TABLE public.call_events REPLICA IDENTITY FULL",
  ],
  [
    "own_events",
    `EXISTS (
      SELECT FROM pg_policies
      WHERE schemaname = 'public' AND tablename = 'call_events'
        AND cmd = 'SELECT' AND 'authenticated' = ANY (roles))`,
    "policy own_events on call_events",
    ownEvents,
  ],
  [
    "send",
    `EXISTS (
      SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = 'realtime' AND p.proname = 'send')`,
    "function realtime.send",
    "enable Realtime for this project; until then clients use the long poll",
  ],
  [
    "own_channel",
    `EXISTS (
      SELECT FROM pg_policies
      WHERE schemaname = 'realtime' AND tablename = 'messages'
        AND policyname = 'synapse_voice_own_call_events')`,
    "policy synapse_voice_own_call_events on realtime.messages",
    ownChannel,
  ],
];

/** Returns the objects behind live events that are missing. If the list is empty, Realtime can work. */
export async function checkRealtimeSetup(database: Database): Promise<MissingSetup[]> {
  const columns = checks.map(([column, condition]) => `${condition} AS "${column}"`).join(", ");
  const [row = {}] = await database.$queryRawUnsafe<Record<string, boolean>[]>(`SELECT ${columns}`);
  return checks
    .filter(([column]) => row[column] !== true)
    .map(([, , what, fix]) => ({ what, fix }));
}
