-- Hosted Supabase serves schema public to the world and grants every new table to anon and authenticated.
-- So: row level security on every table, nothing granted to them, and a role for the server that can only do its work.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'synapse_server') THEN
    -- It can sign in once the runner (or the operator) has given it a password.
    CREATE ROLE synapse_server NOLOGIN NOCREATEDB NOCREATEROLE NOINHERIT;
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'synapse_server' AND (rolsuper OR rolbypassrls)) THEN
    RAISE EXCEPTION 'role synapse_server exists with SUPERUSER or BYPASSRLS: take these from it first';
  END IF;
END $$;
-- Prisma's driver writes times in UTC without an offset.
ALTER ROLE synapse_server SET timezone = 'UTC';
GRANT USAGE ON SCHEMA public TO synapse_server;

DO $$
DECLARE
  name text;
  role text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Tenant', 'Person', 'User', 'PortalCustomer', 'CallLog', 'CallOffer', 'ConnectedParty', 'AgentDevice', 'call_events', 'WebhookDelivery', 'IdempotencyKey', 'PendingSignup'] LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('REVOKE ALL ON TABLE public.%I FROM PUBLIC', name);
    EXECUTE format('CREATE POLICY server ON public.%I TO synapse_server USING (true) WITH CHECK (true)', name);
    FOREACH role IN ARRAY ARRAY['anon', 'authenticated'] LOOP
      IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
        EXECUTE format('REVOKE ALL ON TABLE public.%I FROM %I', name, role);
      END IF;
    END LOOP;
  END LOOP;

  FOREACH role IN ARRAY ARRAY['anon', 'authenticated'] LOOP
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
      EXECUTE format('REVOKE ALL ON SEQUENCE public.call_events_seq_seq FROM %I', role);
      EXECUTE format('REVOKE ALL ON FUNCTION public.call_log_over_is_final(), public.call_log_connected_parties() FROM %I', role);
      -- The runner's own table, or Prisma's.
      IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
        EXECUTE format('REVOKE ALL ON TABLE public._prisma_migrations FROM %I', role);
      END IF;
    END IF;
  END LOOP;
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    ALTER TABLE public._prisma_migrations ENABLE ROW LEVEL SECURITY;
  END IF;
END $$;

REVOKE ALL ON SEQUENCE public.call_events_seq_seq FROM PUBLIC;
REVOKE ALL ON FUNCTION public.call_log_over_is_final(), public.call_log_connected_parties() FROM PUBLIC;

GRANT SELECT, INSERT, UPDATE ON "Tenant", "Person", "User", "PortalCustomer", "CallLog", "CallOffer" TO synapse_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON "AgentDevice", "WebhookDelivery", "PendingSignup" TO synapse_server;
-- Written once; deleted when too old.
GRANT SELECT, INSERT, DELETE ON "call_events", "IdempotencyKey" TO synapse_server;
GRANT SELECT ON "ConnectedParty" TO synapse_server;
GRANT USAGE ON SEQUENCE public.call_events_seq_seq TO synapse_server;
