-- Notes and disposition of a call, one row for each call that has any. They are deleted with the call's row. The label is
-- kept with the id, so that it stays readable when the tenant removes the disposition.
CREATE TABLE "call_notes" (
  "callId" uuid PRIMARY KEY,
  "tenantId" uuid NOT NULL REFERENCES "Tenant" ("id") ON DELETE RESTRICT,
  "text" text NOT NULL,
  "dispositionId" text,
  "dispositionLabel" text,
  "version" integer NOT NULL,
  "updatedAt" timestamptz(3) NOT NULL,
  "updatedById" text NOT NULL,
  "updatedByName" text NOT NULL,
  CONSTRAINT "call_notes_call_fkey" FOREIGN KEY ("tenantId", "callId") REFERENCES "CallLog" ("tenantId", "id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "call_notes_updated_by_fkey" FOREIGN KEY ("tenantId", "updatedById") REFERENCES "Person" ("tenantId", "supabaseUserId") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "call_notes_disposition" CHECK (("dispositionId" IS NULL) = ("dispositionLabel" IS NULL)),
  CONSTRAINT "call_notes_length" CHECK (length("text") <= 10000),
  CONSTRAINT "call_notes_version" CHECK ("version" > 0)
);
CREATE UNIQUE INDEX "call_notes_tenantId_callId_key" ON "call_notes" ("tenantId", "callId");
-- For the foreign key, as an erasure gives a person a new id.
CREATE INDEX "call_notes_tenantId_updatedById_idx" ON "call_notes" ("tenantId", "updatedById");

ALTER TABLE "call_notes" ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON TABLE "call_notes" FROM PUBLIC;
CREATE POLICY server ON "call_notes" TO synapse_server USING (true) WITH CHECK (true);
-- Erasing a customer deletes the notes of their calls.
GRANT SELECT, INSERT, UPDATE, DELETE ON "call_notes" TO synapse_server;

-- Where the platform grants new tables to its roles by itself.
DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['anon', 'authenticated'] LOOP
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
      EXECUTE format('REVOKE ALL ON TABLE public."call_notes" FROM %I', role);
    END IF;
  END LOOP;
END $$;
