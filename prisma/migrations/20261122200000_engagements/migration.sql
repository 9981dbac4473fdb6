-- What a person is engaged in: the live call that they placed, the same while nobody has answered it, the call that they are connected
-- on and do not hold, and the calls that ring them.
CREATE FUNCTION "engagements"(tenant uuid, person text) RETURNS TABLE ("outgoing" uuid, "placing" uuid, "connected" uuid, "ringing" uuid[])
LANGUAGE sql STABLE SET search_path = '', pg_temp AS $$
  SELECT mine."id", CASE WHEN mine."answeredAt" IS NULL THEN mine."id" END, party."callId",
    ARRAY(SELECT o."callId" FROM public."CallOffer" o WHERE o."personId" = person AND o."tenantId" = tenant AND o."outcome" IS NULL ORDER BY o."callId")
  FROM (SELECT) AS nobody
  LEFT JOIN public."CallLog" mine ON mine."fromUserId" = person AND mine."tenantId" = tenant AND mine."status" IN ('QUEUED', 'RINGING', 'IN_PROGRESS')
  LEFT JOIN public."ConnectedParty" party ON party."supabaseUserId" = person
$$;

-- Whether a person is still engaged as was seen. Until the transaction ends nobody starts a call from or to them, or answers one as them:
-- that takes the same lock first. Volatile, so that it looks again once it has the lock, whatever the statement around it sees.
CREATE FUNCTION "still_engaged_as"(tenant uuid, person text, seen jsonb) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = '', pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('call_start:' || person, 0));
  RETURN EXISTS (SELECT FROM public."engagements"(tenant, person) AS now WHERE to_jsonb(now) = seen);
END $$;

REVOKE ALL ON FUNCTION public."engagements"(uuid, text), public."still_engaged_as"(uuid, text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public."engagements"(uuid, text), public."still_engaged_as"(uuid, text, jsonb) TO synapse_server;

-- Where the platform grants new functions to its roles by itself.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'anon') THEN
    REVOKE ALL ON FUNCTION public."engagements"(uuid, text), public."still_engaged_as"(uuid, text, jsonb) FROM anon;
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'authenticated') THEN
    REVOKE ALL ON FUNCTION public."engagements"(uuid, text), public."still_engaged_as"(uuid, text, jsonb) FROM authenticated;
  END IF;
  IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'service_role') THEN
    REVOKE ALL ON FUNCTION public."engagements"(uuid, text), public."still_engaged_as"(uuid, text, jsonb) FROM service_role;
  END IF;
END $$;
