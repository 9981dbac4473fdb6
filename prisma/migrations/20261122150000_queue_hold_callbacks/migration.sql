-- Queue calls in turns, hold, work after a call, callbacks, and counters for rate limits that all servers share.

-- The tenant's settings as they were when the call was placed: a change meanwhile changes no call under way.
ALTER TABLE "CallLog"
  ADD COLUMN "offerTimeoutSeconds" integer NOT NULL DEFAULT 15,
  ADD COLUMN "maxCallSeconds" integer NOT NULL DEFAULT 28800,
  ADD COLUMN "wrapUpSeconds" integer NOT NULL DEFAULT 0,
  ADD COLUMN "holdSound" text NOT NULL DEFAULT 'music';
CREATE INDEX "CallLog_waiting" ON "CallLog" ("tenantId", "placedAt", "id") WHERE "status" IN ('QUEUED', 'RINGING') AND "requestedCalleeId" IS NULL;
-- The reconciler asks for these every few seconds.
CREATE INDEX "CallLog_connected" ON "CallLog" ("mediaCheckedAt") WHERE "status" = 'IN_PROGRESS';

-- The queue rings an agent for one call at a time, whichever server it is that offers; calls by name may ring besides.
ALTER TABLE "CallOffer" ADD COLUMN "fromQueue" boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX "CallOffer_one_turn" ON "CallOffer" ("personId") WHERE "outcome" IS NULL AND "fromQueue";
CREATE INDEX "CallOffer_open_expires" ON "CallOffer" ("expiresAt") WHERE "outcome" IS NULL;

-- Since when an agent has had nothing to do, which decides whose turn it is; and until when there is work after a call.
-- One unique index only: a second would refuse what ON CONFLICT takes in by the first, where two devices of an agent appear at once.
CREATE TABLE "AgentWork" (
  "tenantId" uuid NOT NULL,
  "supabaseUserId" text NOT NULL,
  "idleSince" timestamptz(3) NOT NULL,
  "wrapUpUntil" timestamptz(3),
  PRIMARY KEY ("tenantId", "supabaseUserId"),
  CONSTRAINT "AgentWork_person_fkey" FOREIGN KEY ("tenantId", "supabaseUserId") REFERENCES "Person" ("tenantId", "supabaseUserId") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "AgentWork_wrapUpUntil_idx" ON "AgentWork" ("wrapUpUntil") WHERE "wrapUpUntil" IS NOT NULL;

CREATE TABLE "Callback" (
  "id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "tenantId" uuid NOT NULL REFERENCES "Tenant" ("id") ON DELETE RESTRICT,
  "status" text NOT NULL DEFAULT 'open' CONSTRAINT "Callback_status_check" CHECK ("status" IN ('open', 'claimed', 'done')),
  "customerId" text NOT NULL,
  "customerName" text NOT NULL,
  "topic" text NOT NULL,
  "callId" uuid,
  "requestedAt" timestamptz(3) NOT NULL,
  "claimedById" text,
  "claimedByName" text,
  "claimedAt" timestamptz(3),
  "doneAt" timestamptz(3),
  CONSTRAINT "Callback_customer_fkey" FOREIGN KEY ("tenantId", "customerId") REFERENCES "Person" ("tenantId", "supabaseUserId") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "Callback_agent_fkey" FOREIGN KEY ("tenantId", "claimedById") REFERENCES "Person" ("tenantId", "supabaseUserId") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "Callback_call_fkey" FOREIGN KEY ("tenantId", "callId") REFERENCES "CallLog" ("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "Callback_claimed_by_one" CHECK (("status" = 'open') = ("claimedById" IS NULL)),
  CONSTRAINT "Callback_done_at" CHECK (("status" = 'done') = ("doneAt" IS NOT NULL))
);
-- A customer waits to be called back once.
CREATE UNIQUE INDEX "Callback_one_to_do" ON "Callback" ("customerId") WHERE "status" <> 'done';
CREATE INDEX "Callback_tenantId_status_requestedAt_idx" ON "Callback" ("tenantId", "status", "requestedAt");

-- Columns as rate-limiter-flexible expects them; a key holds a hash, no address and no id.
CREATE TABLE "RateLimit" (
  "key" varchar(255) PRIMARY KEY,
  "points" integer NOT NULL DEFAULT 0,
  "expire" bigint
);
CREATE INDEX "RateLimit_expire_idx" ON "RateLimit" ("expire");

DO $$
DECLARE
  name text;
  role text;
BEGIN
  FOREACH name IN ARRAY ARRAY['AgentWork', 'Callback', 'RateLimit'] LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('REVOKE ALL ON TABLE public.%I FROM PUBLIC', name);
    EXECUTE format('CREATE POLICY server ON public.%I TO synapse_server USING (true) WITH CHECK (true)', name);
    FOREACH role IN ARRAY ARRAY['anon', 'authenticated'] LOOP
      IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
        EXECUTE format('REVOKE ALL ON TABLE public.%I FROM %I', name, role);
      END IF;
    END LOOP;
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON "AgentWork", "Callback" TO synapse_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON "RateLimit" TO synapse_server;
