-- People, calls and what the server must remember about them; who may see it; how events reach them. One transaction, so that
-- no table is ever there without its row level security.

CREATE TYPE "PersonType" AS ENUM ('CRM_USER', 'PORTAL_CUSTOMER');
CREATE TYPE "Role" AS ENUM ('ADMIN', 'SUPERVISOR', 'AGENT');
CREATE TYPE "CallStatus" AS ENUM ('QUEUED', 'RINGING', 'IN_PROGRESS', 'COMPLETED', 'MISSED', 'DECLINED', 'CANCELLED', 'FAILED');
CREATE TYPE "OfferOutcome" AS ENUM ('accepted', 'declined', 'missed', 'cancelled', 'answered_elsewhere');

CREATE TABLE "Tenant" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "name" text NOT NULL,
  "settings" jsonb NOT NULL DEFAULT '{}',
  "allowedOrigins" text[] NOT NULL DEFAULT '{}',
  "createdAt" timestamptz(3) NOT NULL
);

CREATE TABLE "Person" (
  "supabaseUserId" text PRIMARY KEY,
  "tenantId" uuid NOT NULL REFERENCES "Tenant" ("id") ON DELETE RESTRICT,
  "type" "PersonType" NOT NULL,
  CONSTRAINT "Person_supabaseUserId_tenantId_type_key" UNIQUE ("supabaseUserId", "tenantId", "type"),
  CONSTRAINT "Person_tenantId_supabaseUserId_key" UNIQUE ("tenantId", "supabaseUserId")
);

-- A Supabase id is in one of User and PortalCustomer only: Person holds it once, with the type that each table insists on.
CREATE TABLE "User" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "supabaseUserId" text NOT NULL CONSTRAINT "User_supabaseUserId_key" UNIQUE,
  "tenantId" uuid NOT NULL REFERENCES "Tenant" ("id") ON DELETE RESTRICT,
  "type" "PersonType" NOT NULL DEFAULT 'CRM_USER' CONSTRAINT "User_type_check" CHECK ("type" = 'CRM_USER'),
  "firstName" text NOT NULL,
  "lastName" text NOT NULL,
  "email" text NOT NULL,
  "role" "Role" NOT NULL,
  "createdAt" timestamptz(3) NOT NULL,
  "deactivatedAt" timestamptz(3),
  CONSTRAINT "User_supabaseUserId_tenantId_type_key" UNIQUE ("supabaseUserId", "tenantId", "type"),
  CONSTRAINT "User_person_fkey" FOREIGN KEY ("supabaseUserId", "tenantId", "type")
    REFERENCES "Person" ("supabaseUserId", "tenantId", "type") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "User_tenantId_lastName_firstName_idx" ON "User" ("tenantId", "lastName", "firstName");

CREATE TABLE "PortalCustomer" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "supabaseUserId" text NOT NULL CONSTRAINT "PortalCustomer_supabaseUserId_key" UNIQUE,
  "tenantId" uuid NOT NULL REFERENCES "Tenant" ("id") ON DELETE RESTRICT,
  "type" "PersonType" NOT NULL DEFAULT 'PORTAL_CUSTOMER' CONSTRAINT "PortalCustomer_type_check" CHECK ("type" = 'PORTAL_CUSTOMER'),
  "firstName" text NOT NULL,
  "lastName" text NOT NULL,
  "email" text NOT NULL,
  "createdAt" timestamptz(3) NOT NULL,
  "deactivatedAt" timestamptz(3),
  CONSTRAINT "PortalCustomer_supabaseUserId_tenantId_type_key" UNIQUE ("supabaseUserId", "tenantId", "type"),
  CONSTRAINT "PortalCustomer_person_fkey" FOREIGN KEY ("supabaseUserId", "tenantId", "type")
    REFERENCES "Person" ("supabaseUserId", "tenantId", "type") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "PortalCustomer_tenantId_lastName_firstName_idx" ON "PortalCustomer" ("tenantId", "lastName", "firstName");

CREATE TABLE "CallLog" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "tenantId" uuid NOT NULL REFERENCES "Tenant" ("id") ON DELETE RESTRICT,
  "roomName" text NOT NULL CONSTRAINT "CallLog_roomName_key" UNIQUE,
  "status" "CallStatus" NOT NULL,
  "version" integer NOT NULL DEFAULT 1,
  "fromUserId" text NOT NULL,
  "fromUserType" "PersonType" NOT NULL,
  "fromPortalCustomerId" uuid REFERENCES "PortalCustomer" ("id") ON DELETE RESTRICT,
  "fromName" text NOT NULL,
  "fromNameVerified" boolean NOT NULL DEFAULT true,
  "callerDeviceId" text NOT NULL,
  "requestedCalleeId" text,
  "toUserId" text,
  "toUserType" "PersonType" NOT NULL,
  "toPortalCustomerId" uuid REFERENCES "PortalCustomer" ("id") ON DELETE RESTRICT,
  "toName" text,
  "answeredBy" text,
  "answeredDeviceId" text,
  "placedAt" timestamptz(3) NOT NULL,
  "startedAt" timestamptz(3) NOT NULL,
  "answeredAt" timestamptz(3),
  "endedAt" timestamptz(3),
  "duration" integer NOT NULL DEFAULT 0,
  "endReason" text,
  "endedBy" text,
  "deadlineAt" timestamptz(3),
  "callerLeaseUntil" timestamptz(3),
  "callerGoneUntil" timestamptz(3),
  "calleeGoneUntil" timestamptz(3),
  "callerHoldAt" timestamptz(3),
  "calleeHoldAt" timestamptz(3),
  "callerSid" text,
  "calleeSid" text,
  -- Whether a party that left the media room said so: then the call was hung up, else the connection was lost.
  "callerSaidGoodbye" boolean NOT NULL DEFAULT false,
  "calleeSaidGoodbye" boolean NOT NULL DEFAULT false,
  "mediaCheckedAt" timestamptz(3),
  "roomDeletedAt" timestamptz(3),
  CONSTRAINT "CallLog_tenantId_id_key" UNIQUE ("tenantId", "id"),
  CONSTRAINT "CallLog_caller_fkey" FOREIGN KEY ("tenantId", "fromUserId") REFERENCES "Person" ("tenantId", "supabaseUserId") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "CallLog_callee_fkey" FOREIGN KEY ("tenantId", "toUserId") REFERENCES "Person" ("tenantId", "supabaseUserId") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "CallLog_not_oneself" CHECK ("fromUserId" <> "toUserId"),
  CONSTRAINT "CallLog_caller_customer" CHECK (("fromPortalCustomerId" IS NOT NULL) = ("fromUserType" = 'PORTAL_CUSTOMER')),
  CONSTRAINT "CallLog_callee_customer" CHECK (("toPortalCustomerId" IS NOT NULL) = ("toUserId" IS NOT NULL AND "toUserType" = 'PORTAL_CUSTOMER')),
  -- What is not over has a deadline that the server enforces; what is over has an end and a reason.
  CONSTRAINT "CallLog_live_has_deadline" CHECK ("status" NOT IN ('QUEUED', 'RINGING', 'IN_PROGRESS') OR ("deadlineAt" IS NOT NULL AND "endedAt" IS NULL AND "endReason" IS NULL)),
  CONSTRAINT "CallLog_over_has_end" CHECK ("status" IN ('QUEUED', 'RINGING', 'IN_PROGRESS') OR ("endedAt" IS NOT NULL AND "endReason" IS NOT NULL)),
  CONSTRAINT "CallLog_answered_has_callee" CHECK ("status" NOT IN ('IN_PROGRESS', 'COMPLETED') OR ("answeredAt" IS NOT NULL AND "toUserId" IS NOT NULL AND "answeredBy" IS NOT NULL)),
  CONSTRAINT "CallLog_duration" CHECK ("duration" >= 0 AND ("answeredAt" IS NOT NULL OR "duration" = 0))
);
CREATE INDEX "CallLog_tenantId_placedAt_id_idx" ON "CallLog" ("tenantId", "placedAt" DESC, "id" DESC);
CREATE INDEX "CallLog_tenantId_fromUserId_placedAt_id_idx" ON "CallLog" ("tenantId", "fromUserId", "placedAt" DESC, "id" DESC);
CREATE INDEX "CallLog_tenantId_toUserId_placedAt_id_idx" ON "CallLog" ("tenantId", "toUserId", "placedAt" DESC, "id" DESC);
-- One live outgoing call a person.
CREATE UNIQUE INDEX "CallLog_one_live_outgoing_call" ON "CallLog" ("fromUserId") WHERE "status" IN ('QUEUED', 'RINGING', 'IN_PROGRESS');
CREATE INDEX "CallLog_live_callee" ON "CallLog" ("toUserId") WHERE "status" IN ('QUEUED', 'RINGING', 'IN_PROGRESS');
CREATE INDEX "CallLog_live_deadline" ON "CallLog" ("deadlineAt") WHERE "status" IN ('QUEUED', 'RINGING', 'IN_PROGRESS');
CREATE INDEX "CallLog_room_to_delete" ON "CallLog" ("endedAt") WHERE "endedAt" IS NOT NULL AND "roomDeletedAt" IS NULL;

CREATE TABLE "CallOffer" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "callId" uuid NOT NULL,
  "tenantId" uuid NOT NULL,
  "personId" text NOT NULL,
  "personType" "PersonType" NOT NULL,
  "name" text NOT NULL,
  "outcome" "OfferOutcome",
  "deviceId" text,
  "offeredAt" timestamptz(3) NOT NULL,
  "expiresAt" timestamptz(3) NOT NULL,
  "endedAt" timestamptz(3),
  CONSTRAINT "CallOffer_call_fkey" FOREIGN KEY ("tenantId", "callId") REFERENCES "CallLog" ("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "CallOffer_person_fkey" FOREIGN KEY ("tenantId", "personId") REFERENCES "Person" ("tenantId", "supabaseUserId") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "CallOffer_ended_with_outcome" CHECK (("outcome" IS NULL) = ("endedAt" IS NULL)),
  CONSTRAINT "CallOffer_accepted_on_device" CHECK ("outcome" IS DISTINCT FROM 'accepted' OR "deviceId" IS NOT NULL)
);
CREATE INDEX "CallOffer_callId_idx" ON "CallOffer" ("callId");
CREATE INDEX "CallOffer_tenantId_personId_offeredAt_idx" ON "CallOffer" ("tenantId", "personId", "offeredAt" DESC);
CREATE UNIQUE INDEX "CallOffer_one_accepted" ON "CallOffer" ("callId") WHERE "outcome" = 'accepted';
CREATE UNIQUE INDEX "CallOffer_one_open" ON "CallOffer" ("callId", "personId") WHERE "outcome" IS NULL;
CREATE INDEX "CallOffer_open_person" ON "CallOffer" ("personId") WHERE "outcome" IS NULL;

CREATE TABLE "ConnectedParty" (
  "supabaseUserId" text PRIMARY KEY,
  "callId" uuid NOT NULL
);
CREATE INDEX "ConnectedParty_callId_idx" ON "ConnectedParty" ("callId");

CREATE TABLE "AgentDevice" (
  "tenantId" uuid NOT NULL,
  "supabaseUserId" text NOT NULL,
  "deviceId" text NOT NULL,
  "wantedState" text NOT NULL,
  "feed" text NOT NULL,
  "leaseUntil" timestamptz(3) NOT NULL,
  "lastSeenAt" timestamptz(3) NOT NULL,
  PRIMARY KEY ("supabaseUserId", "deviceId"),
  CONSTRAINT "AgentDevice_person_fkey" FOREIGN KEY ("tenantId", "supabaseUserId") REFERENCES "Person" ("tenantId", "supabaseUserId") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "AgentDevice_tenantId_leaseUntil_idx" ON "AgentDevice" ("tenantId", "leaseUntil");

CREATE TABLE "call_events" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "seq" bigserial NOT NULL CONSTRAINT "call_events_seq_key" UNIQUE,
  "supabaseUserId" text NOT NULL,
  "callId" uuid NOT NULL REFERENCES "CallLog" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "version" integer NOT NULL,
  "type" text NOT NULL,
  "payload" jsonb NOT NULL,
  "createdAt" timestamptz(3) NOT NULL
);
CREATE INDEX "call_events_supabaseUserId_seq_idx" ON "call_events" ("supabaseUserId", "seq");
CREATE INDEX "call_events_createdAt_idx" ON "call_events" ("createdAt");
CREATE INDEX "call_events_callId_idx" ON "call_events" ("callId");

CREATE TABLE "WebhookDelivery" (
  "id" text PRIMARY KEY,
  "event" text NOT NULL,
  "payload" jsonb NOT NULL,
  "receivedAt" timestamptz(3) NOT NULL,
  "processedAt" timestamptz(3),
  "attempts" integer NOT NULL DEFAULT 0
);
CREATE INDEX "WebhookDelivery_receivedAt_idx" ON "WebhookDelivery" ("receivedAt");
CREATE INDEX "WebhookDelivery_unprocessed" ON "WebhookDelivery" ("receivedAt") WHERE "processedAt" IS NULL;

CREATE TABLE "IdempotencyKey" (
  "supabaseUserId" text NOT NULL,
  "key" text NOT NULL,
  "tenantId" uuid NOT NULL REFERENCES "Tenant" ("id") ON DELETE CASCADE,
  "command" text NOT NULL,
  "callId" uuid NOT NULL,
  "createdAt" timestamptz(3) NOT NULL,
  PRIMARY KEY ("supabaseUserId", "key")
);
CREATE INDEX "IdempotencyKey_createdAt_idx" ON "IdempotencyKey" ("createdAt");

CREATE TABLE "PendingSignup" (
  "supabaseUserId" text PRIMARY KEY,
  "email" text NOT NULL,
  "createdAt" timestamptz(3) NOT NULL,
  "abandonedAt" timestamptz(3)
);
CREATE INDEX "PendingSignup_createdAt_idx" ON "PendingSignup" ("createdAt");

-- About the search paths: an empty one still begins with pg_temp, where a session could put a type named "text" whose check
-- would run with the rights of a definer function's owner. Named last, pg_temp comes after pg_catalog.

-- What is over stays over.
CREATE FUNCTION "call_log_over_is_final"() RETURNS trigger LANGUAGE plpgsql SET search_path = '', pg_temp AS $$
BEGIN
  IF OLD."status" NOT IN ('QUEUED', 'RINGING', 'IN_PROGRESS') AND NEW."status" IS DISTINCT FROM OLD."status" THEN
    RAISE EXCEPTION 'call % is over (%), it cannot become %', OLD."id", OLD."status", NEW."status" USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "call_log_over_is_final" BEFORE UPDATE OF "status" ON "CallLog" FOR EACH ROW EXECUTE FUNCTION "call_log_over_is_final"();

-- One un-held call a person, whichever side they are on: ConnectedParty's primary key refuses the second.
-- A definer function, so that the server's role can only get there through CallLog.
CREATE FUNCTION "call_log_connected_parties"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '', pg_temp AS $$
DECLARE
  connected text[] := '{}';
BEGIN
  IF NEW."status" = 'IN_PROGRESS' THEN
    connected := array_remove(ARRAY[
      CASE WHEN NEW."callerHoldAt" IS NULL THEN NEW."fromUserId" END,
      CASE WHEN NEW."calleeHoldAt" IS NULL THEN NEW."toUserId" END
    ], NULL);
  END IF;
  DELETE FROM public."ConnectedParty" p WHERE p."callId" = NEW."id" AND p."supabaseUserId" <> ALL (connected);
  INSERT INTO public."ConnectedParty" ("supabaseUserId", "callId")
    SELECT person, NEW."id" FROM unnest(connected) AS person
    WHERE NOT EXISTS (SELECT FROM public."ConnectedParty" p WHERE p."supabaseUserId" = person AND p."callId" = NEW."id")
    ORDER BY person;
  RETURN NULL;
END $$;
CREATE TRIGGER "call_log_connected_parties" AFTER INSERT OR UPDATE OF "status", "fromUserId", "toUserId", "callerHoldAt", "calleeHoldAt" ON "CallLog"
  FOR EACH ROW EXECUTE FUNCTION "call_log_connected_parties"();

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

-- call_events to the people they are for: postgres_changes, private Broadcast, and a wake-up for the server's long polls.

ALTER TABLE "call_events" REPLICA IDENTITY FULL;

-- A reader who has seen number n must never miss a lower one that commits later: numbers are given under a lock per
-- recipient that lasts to the end of the transaction. Write all events of a transaction in one INSERT, sorted by recipient.
CREATE FUNCTION "call_events_number"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '', pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('call_events:' || NEW."supabaseUserId", 0));
  NEW."seq" := nextval('public.call_events_seq_seq');
  RETURN NEW;
END $$;
CREATE TRIGGER "call_events_number" BEFORE INSERT ON "call_events" FOR EACH ROW EXECUTE FUNCTION "call_events_number"();

-- realtime.send turns its own errors into warnings. Where there is no Realtime (plain PostgreSQL) the long poll does alone.
CREATE FUNCTION "call_events_publish"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '', pg_temp AS $$
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
    DROP POLICY IF EXISTS synapse_voice_own_call_events ON realtime.messages;
    CREATE POLICY synapse_voice_own_call_events ON realtime.messages FOR SELECT TO authenticated
      USING (extension = 'broadcast' AND (SELECT realtime.topic()) = 'call-events:' || (SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'));
  END IF;
END $$;
