-- call_events to the people they are for: postgres_changes, private Broadcast, and a wake-up for the server's long polls.

ALTER TABLE "call_events" REPLICA IDENTITY FULL;

-- A reader who has seen number n must never miss a lower one that commits later: numbers are given under a lock per
-- recipient that lasts to the end of the transaction. Write all events of a transaction in one INSERT, sorted by recipient.
CREATE FUNCTION "call_events_number"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('call_events:' || NEW."supabaseUserId", 0));
  NEW."seq" := nextval('public.call_events_seq_seq');
  RETURN NEW;
END $$;
CREATE TRIGGER "call_events_number" BEFORE INSERT ON "call_events" FOR EACH ROW EXECUTE FUNCTION "call_events_number"();

-- realtime.send turns its own errors into warnings. Where there is no Realtime (plain PostgreSQL) the long poll does alone.
CREATE FUNCTION "call_events_publish"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF to_regprocedure('realtime.send(jsonb,text,text,boolean)') IS NOT NULL THEN
    PERFORM realtime.send(NEW."payload", 'call', 'call-events:' || NEW."supabaseUserId", true);
  END IF;
  PERFORM pg_notify('call_events', NEW."supabaseUserId");
  RETURN NULL;
END $$;
CREATE TRIGGER "call_events_publish" AFTER INSERT ON "call_events" FOR EACH ROW EXECUTE FUNCTION "call_events_publish"();
REVOKE ALL ON FUNCTION public.call_events_number(), public.call_events_publish() FROM PUBLIC;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'anon') THEN
    REVOKE ALL ON FUNCTION public.call_events_number(), public.call_events_publish() FROM anon;
  END IF;

  -- The one thing that signed-in people may read by themselves: their own events.
  IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'authenticated') THEN
    REVOKE ALL ON FUNCTION public.call_events_number(), public.call_events_publish() FROM authenticated;
    GRANT USAGE ON SCHEMA public TO authenticated;
    GRANT SELECT ON TABLE public.call_events TO authenticated;
    -- What auth.uid() says, readable where schema auth is missing too.
    CREATE POLICY own_events ON public.call_events FOR SELECT TO authenticated
      USING ("supabaseUserId" = (SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'));
  END IF;

  IF NOT EXISTS (SELECT FROM pg_catalog.pg_publication WHERE pubname = 'supabase_realtime') THEN
    CREATE PUBLICATION supabase_realtime;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_publication_tables WHERE pubname = 'supabase_realtime' AND schemaname = 'public' AND tablename = 'call_events') THEN
    ALTER PUBLICATION supabase_realtime ADD TABLE public.call_events;
  END IF;

  -- Private channel call-events:<supabaseUserId>: its owner may listen; no policy lets anyone send.
  IF to_regclass('realtime.messages') IS NOT NULL AND EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'authenticated') THEN
    CREATE POLICY synapse_voice_own_call_events ON realtime.messages FOR SELECT TO authenticated
      USING (extension = 'broadcast' AND (SELECT realtime.topic()) = 'call-events:' || (SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'));
  END IF;
END $$;
