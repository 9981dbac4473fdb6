-- Time at which the page of a party announced that it closes. Only a hint: what counts is the media server's list.
ALTER TABLE "call_leg" ADD COLUMN "leftPageAt" timestamptz(3);
