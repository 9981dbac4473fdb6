export {
  createDatabase,
  type Database,
  type DatabaseOptions,
  type Transaction,
} from "./database.ts";
export type { OnStatement } from "./watched-adapter.ts";
export { excessRights, type ExcessRight } from "./role-check.ts";
export { checkRealtimeSetup, type MissingSetup } from "./realtime-setup.ts";
export { migrate, MigrationError, runtimeRole, type MigrateOptions } from "./migrator.ts";
export { demoPassword, demoPeople, demoTenants, type DemoPerson } from "./demo-people.ts";
export { seed, type SeedOptions } from "./seed.ts";
export { Prisma, PrismaClient } from "../generated/client.ts";
export type {
  AgentDevice,
  CallEvent,
  CallLog,
  CallOffer,
  ConnectedParty,
  IdempotencyKey,
  PendingSignup,
  Person,
  PortalCustomer,
  Tenant,
  User,
  WebhookDelivery,
  CallStatus,
  OfferOutcome,
  PersonType,
  Role,
} from "../generated/client.ts";
