-- Supabase Realtime does not apply row level security to deletions: every subscriber of the table receives them, and can
-- filter them by each column, because call_events has REPLICA IDENTITY FULL (docs/adr/0011-blank-before-delete.md).
-- So a row loses its contents before it is deleted.

-- A blank row belongs to no call. A call that is deleted takes its events with it in two steps, like any deletion.
ALTER TABLE "call_events" ALTER COLUMN "callId" DROP NOT NULL;

-- Deleting a row blanks it. Deleting a blank row deletes it. The rule holds for every role, and for servers of earlier
-- versions: their next clean-up deletes what the last one has blanked. Row level security applies to the update, and the
-- blank row is nobody's. The new id and number are random, so that they tell nothing either.
CREATE FUNCTION "call_events_blank"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '', pg_temp AS $$
BEGIN
  IF OLD."supabaseUserId" = '' AND OLD."callId" IS NULL THEN
    RETURN OLD;
  END IF;
  UPDATE public."call_events" SET
    "id" = gen_random_uuid(),
    "seq" = -1 - (hashtextextended(gen_random_uuid()::text, 0) & 9223372036854775806),
    "supabaseUserId" = '',
    "callId" = NULL,
    "version" = 0,
    "type" = '',
    "payload" = '{}',
    "createdAt" = to_timestamp(0)
  WHERE "id" = OLD."id";
  RETURN NULL;
END $$;
CREATE TRIGGER "call_events_blank" BEFORE DELETE ON "call_events" FOR EACH ROW EXECUTE FUNCTION "call_events_blank"();

-- A cascade can't be refused by the trigger: the foreign key would then be violated. The row stays without its call.
ALTER TABLE "call_events" DROP CONSTRAINT "call_events_callId_fkey";
ALTER TABLE "call_events" ADD CONSTRAINT "call_events_callId_fkey"
  FOREIGN KEY ("callId") REFERENCES "CallLog" ("id") ON DELETE SET NULL ON UPDATE CASCADE;

REVOKE ALL ON FUNCTION public."call_events_blank"() FROM PUBLIC;
DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['anon', 'authenticated', 'service_role'] LOOP
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
      EXECUTE format('REVOKE ALL ON FUNCTION public."call_events_blank"() FROM %I', role);
    END IF;
  END LOOP;

  -- Realtime tells every subscriber whose role can't read the primary key that a row was inserted (Error 401:
  -- Unauthorized). So anon may read this column. No policy shows anon a row, so it reads none and hears of none.
  IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'anon') THEN
    GRANT SELECT ("id") ON TABLE public.call_events TO anon;
  END IF;
END $$;
