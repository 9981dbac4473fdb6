-- People: which agents take calls of the queue, invitations that wait, accounts to close, what customers see of agents, erasing customers.

-- An account that was there before its invitation belongs to others: a removal leaves it alone.
ALTER TABLE "Person"
  ADD COLUMN "ownsAccount" boolean NOT NULL DEFAULT true,
  ADD COLUMN "closeAccount" boolean NOT NULL DEFAULT false;
CREATE INDEX "Person_account_to_close" ON "Person" ("supabaseUserId") WHERE "closeAccount";

-- Null is the default of the role: agents take calls of the queue, admins and supervisors don't.
ALTER TABLE "User"
  ADD COLUMN "takesQueueCalls" boolean,
  ADD COLUMN "invitedAt" timestamptz(3);
-- Teams without agents go on taking calls.
UPDATE "User" u SET "takesQueueCalls" = true
WHERE u."role" <> 'AGENT' AND NOT EXISTS (
  SELECT FROM "User" a WHERE a."tenantId" = u."tenantId" AND a."role" = 'AGENT' AND a."deactivatedAt" IS NULL
);

ALTER TABLE "PortalCustomer"
  ADD COLUMN "invitedAt" timestamptz(3),
  ADD COLUMN "erasedAt" timestamptz(3);

-- The setting hideAgentEmails becomes customersSee. Who has set it keeps what customers see: names without email and role, or all.
-- Nobody has decided for the others, so they get the new default: the first name.
UPDATE "Tenant" SET "settings" = "settings" || jsonb_build_object(
  'customersSee', CASE WHEN "settings" -> 'hideAgentEmails' = 'true' THEN 'full_name' ELSE 'full_name_and_email' END
)
WHERE jsonb_typeof("settings") = 'object' AND NOT "settings" ? 'customersSee' AND "settings" -> 'hideAgentEmails' IN ('true', 'false');

-- It is one of the terms of a call.
ALTER TABLE "CallLog" ADD COLUMN "customersSee" text NOT NULL DEFAULT 'first_name';
UPDATE "CallLog" c SET "customersSee" = t."settings" ->> 'customersSee' FROM "Tenant" t
WHERE t."id" = c."tenantId" AND t."settings" ->> 'customersSee' IN ('full_name', 'full_name_and_email');
ALTER TABLE "call_leg" ADD COLUMN "firstName" text;
ALTER TABLE "CallOffer" ADD COLUMN "firstName" text;
UPDATE "call_leg" l SET "firstName" = u."firstName" FROM "User" u
WHERE u."tenantId" = l."tenantId" AND u."supabaseUserId" = l."userId" AND l."userType" = 'CRM_USER';

-- Erasing a customer blanks what the events of their calls say. The rows stay, so that nobody misses one. The server's role may not change
-- events, so this is a function of the owner.
CREATE FUNCTION "erase_events"(calls uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '', pg_temp AS $$
  UPDATE public."call_events" SET "payload" = '{}' WHERE "callId" = ANY (calls)
$$;
REVOKE ALL ON FUNCTION "erase_events"(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "erase_events"(uuid[]) TO synapse_server;
-- Where the platform grants new functions to its roles by itself.
DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['anon', 'authenticated', 'service_role'] LOOP
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
      EXECUTE format('REVOKE ALL ON FUNCTION public."erase_events"(uuid[]) FROM %I', role);
    END IF;
  END LOOP;
END $$;
