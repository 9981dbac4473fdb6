-- What a party's device last reported of the call's sound, and since when: it hears nothing ("unheard"), or its network lets
-- no sound through ("blocked"). Null while sound arrives.
ALTER TABLE "call_leg"
  ADD COLUMN "soundReport" text,
  ADD COLUMN "soundReportedAt" timestamptz(3),
  ADD CONSTRAINT "call_leg_sound_report" CHECK (
    ("soundReport" IS NULL) = ("soundReportedAt" IS NULL) AND "soundReport" IN ('unheard', 'blocked'));
CREATE INDEX "call_leg_blocked" ON "call_leg" ("soundReportedAt") WHERE "soundReport" = 'blocked' AND "leftAt" IS NULL;
