-- Time until which a device wanted calls of the queue. A waiting call ends for lack of agents only
-- some time after it, also where the device has since reported that it can't be reached.
ALTER TABLE "AgentDevice" ADD COLUMN "wantedCallsUntil" timestamptz(3);
UPDATE "AgentDevice" SET "wantedCallsUntil" = "leaseUntil"
WHERE "feed" IN ('realtime', 'poll') AND "wantedState" = 'available';
