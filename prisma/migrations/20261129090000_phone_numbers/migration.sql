-- Phone numbers of people in E.164, by which agents look them up. Several people may share one.
ALTER TABLE "User"
  ADD COLUMN "phone" text,
  ADD CONSTRAINT "User_phone" CHECK ("phone" ~ '^\+[1-9][0-9]{6,14}$');
ALTER TABLE "PortalCustomer"
  ADD COLUMN "phone" text,
  ADD CONSTRAINT "PortalCustomer_phone" CHECK ("phone" ~ '^\+[1-9][0-9]{6,14}$');
CREATE INDEX "User_tenantId_phone_idx" ON "User" ("tenantId", "phone");
CREATE INDEX "PortalCustomer_tenantId_phone_idx" ON "PortalCustomer" ("tenantId", "phone");
-- Emails that other programs wrote may have capitals.
CREATE INDEX "User_tenantId_email_idx" ON "User" ("tenantId", lower("email"));
CREATE INDEX "PortalCustomer_tenantId_email_idx" ON "PortalCustomer" ("tenantId", lower("email"));
