-- An agent has at most 50 devices: the ones that were seen last, and the new one. A new device takes the place of the
-- oldest. The lock is held until the transaction ends, so that devices that come at once see one another. Rows that
-- another transaction has locked are skipped, because it is renewing or deleting them.
CREATE FUNCTION "agent_device_limit"() RETURNS trigger LANGUAGE plpgsql SET search_path = '', pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('AgentDevice:' || NEW."supabaseUserId", 0));
  DELETE FROM public."AgentDevice" WHERE ctid = ANY (ARRAY(
    SELECT d.ctid FROM public."AgentDevice" d
    WHERE d."supabaseUserId" = NEW."supabaseUserId" AND d."deviceId" IN (
      SELECT o."deviceId" FROM public."AgentDevice" o WHERE o."supabaseUserId" = NEW."supabaseUserId"
      ORDER BY o."deviceId" = NEW."deviceId" DESC, o."lastSeenAt" DESC, o."deviceId" OFFSET 50
    )
    FOR UPDATE SKIP LOCKED
  ));
  RETURN NULL;
END $$;
CREATE TRIGGER "agent_device_limit" AFTER INSERT ON "AgentDevice" FOR EACH ROW EXECUTE FUNCTION "agent_device_limit"();

-- What has come together so far.
DELETE FROM "AgentDevice" d USING (
  SELECT "supabaseUserId", "deviceId",
    row_number() OVER (PARTITION BY "supabaseUserId" ORDER BY "lastSeenAt" DESC, "deviceId") AS place
  FROM "AgentDevice"
) o WHERE o.place > 50 AND d."supabaseUserId" = o."supabaseUserId" AND d."deviceId" = o."deviceId";

REVOKE ALL ON FUNCTION "agent_device_limit"() FROM PUBLIC;
-- Where the platform grants new functions to its roles by itself.
DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['anon', 'authenticated', 'service_role'] LOOP
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
      EXECUTE format('REVOKE ALL ON FUNCTION public."agent_device_limit"() FROM %I', role);
    END IF;
  END LOOP;
END $$;
