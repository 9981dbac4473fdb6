-- Access tokens of a person that were issued before this time are refused. It is set if an account that a stranger may
-- have made is given to the owner of its address: the stranger's last token is valid for up to an hour.
ALTER TABLE "Person" ADD COLUMN "tokensValidFrom" timestamptz(3);
