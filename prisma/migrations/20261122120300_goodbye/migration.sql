-- Whether a party that left the media room said so: then the call was hung up, else the connection was lost.
ALTER TABLE "CallLog" ADD COLUMN "callerSaidGoodbye" boolean NOT NULL DEFAULT false, ADD COLUMN "calleeSaidGoodbye" boolean NOT NULL DEFAULT false;
