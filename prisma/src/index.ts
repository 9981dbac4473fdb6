export {
  createDatabase,
  type Database,
  type DatabaseOptions,
  type Transaction,
} from "./connection/database.ts";
export { readDatabaseTime } from "./connection/database-time.ts";
export type { OnStatement } from "./connection/observed-adapter.ts";
export { excessRights, type ExcessRight } from "./checks/role-check.ts";
export { checkRealtimeSetup, type MissingSetup } from "./checks/realtime-setup.ts";
export { migrate, MigrationError, runtimeRole, type MigrateOptions } from "./migrate/migrate.ts";
export { Prisma, PrismaClient } from "../generated/client.ts";
export type {
  AgentDevice,
  CallEvent,
  CallLeg,
  CallLog,
  CallNotes,
  CallOffer,
  IdempotencyKey,
  PendingSignup,
  IntegrationEvent,
  Person,
  PortalCustomer,
  RecorderProcess,
  Recording,
  RecordingAccess,
  RecordingConsent,
  RecordingPause,
  Tenant,
  User,
  WebhookDelivery,
  CallStatus,
  LegRole,
  OfferOutcome,
  PersonType,
  RecordingAction,
  RecordingMode,
  RecordingState,
  Role,
} from "../generated/client.ts";
