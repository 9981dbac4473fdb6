import { endpoints } from "@synapse-voice/contract";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { AccountStore } from "./accounts/account-store.ts";
import type { AgentStore } from "../agents/store/agent-store.ts";
import type { CallbackStore } from "../callbacks/store/callback-store.ts";
import type { CallReader } from "../calls/store/call-store.ts";
import type { SweepStore } from "../calls/store/sweep-store.ts";
import type { Transactions } from "../calls/store/transactions.ts";
import type { RoomStore } from "../calls/store/room-store.ts";
import type { CustomerStore } from "../customers/customer-store.ts";
import type { GaugeStore } from "../metrics/gauge-store.ts";
import type { NotesStore } from "../notes/store/notes-store.ts";
import type { PeopleStore } from "../people/store/people-store.ts";
import type { RecordingStore } from "../recordings/store/recording-store.ts";
import type { RecordingSweepStore } from "../recordings/store/recording-sweep-store.ts";
import type { QueueStore } from "../queue/store/queue-store.ts";
import type { WebhookStore } from "../webhooks/webhook-store.ts";
import type { TenantId } from "./tenant-id.ts";
import type { TenantStore } from "../settings/store/tenant-store.ts";
import type { TenantAdminStore } from "../tenant-command/tenant-admin-store.ts";

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Names of methods whose first parameter is neither a tenant nor an address with one. */
type Forgetful<Store> = {
  [Name in keyof Store]: Store[Name] extends (...parameters: infer All) => unknown
    ? Same<All[0], TenantId> extends true
      ? never
      : All[0] extends { readonly tenantId: unknown }
        ? Same<All[0]["tenantId"], TenantId> extends true
          ? never
          : Name
        : Name
    : never;
}[keyof Store];

/**
 * Ports whose methods all take the tenant first. A `CallStore` gets its tenant from the functions
 * that make it.
 */
interface OneTenant {
  AgentStore: AgentStore;
  CallbackStore: CallbackStore;
  CallStore: { reads: CallReader } & Transactions;
  CustomerStore: CustomerStore;
  NotesStore: NotesStore;
  PeopleStore: PeopleStore;
  QueueStore: QueueStore;
  RecordingStore: RecordingStore;
  TenantStore: TenantStore;
}

/** Ports that work across tenants, each with the reason. */
interface AcrossTenants {
  /** Finds the tenant of a person who signs in, and stores accounts that have none yet. */
  AccountStore: AccountStore;
  /** The sweeper works for all tenants. The replies are addresses: tenant and call. */
  SweepStore: SweepStore;
  /** The media server has the rooms of all tenants. They are compared with all calls. */
  RoomStore: RoomStore;
  /** Operators watch the whole server. The replies are numbers. */
  GaugeStore: GaugeStore;
  /** An operator makes a tenant and its first admin. */
  TenantAdminStore: TenantAdminStore;
  /** Jobs look after the recordings of all tenants. The replies are addresses. */
  RecordingSweepStore: RecordingSweepStore;
  /** LiveKit names a room. Its call is found with the tenant. */
  WebhookStore: WebhookStore;
}

const listed: readonly (keyof OneTenant | keyof AcrossTenants)[] = [
  "AgentStore",
  "CallbackStore",
  "CallStore",
  "CustomerStore",
  "NotesStore",
  "PeopleStore",
  "QueueStore",
  "RecordingStore",
  "TenantStore",
  "AccountStore",
  "RoomStore",
  "GaugeStore",
  "RecordingSweepStore",
  "SweepStore",
  "TenantAdminStore",
  "WebhookStore",
];

describe("the tenant", () => {
  it("comes first in every method of every store", () => {
    expectTypeOf<{ [Port in keyof OneTenant]: Forgetful<OneTenant[Port]> }>().toEqualTypeOf<
      Record<keyof OneTenant, never>
    >();
    // A method without the tenant is found:
    expectTypeOf<
      Forgetful<{
        find(callId: string): void;
        list(tenantId: TenantId): void;
        end(address: { readonly tenantId: TenantId }): void;
      }>
    >().toEqualTypeOf<"find">();
  });

  it("is asked of every port that is a store", () => {
    const source = join(import.meta.dirname, "..");
    const ports = globSync("**/*store.ts", { cwd: source })
      .filter((file) => !/fake-|prisma-/u.test(file))
      .flatMap((file) =>
        [
          ...readFileSync(join(source, file), "utf8").matchAll(/^export interface (\w+Store)\b/gmu),
        ].map(([, name]) => name),
      );
    expect(ports.toSorted()).toEqual(listed.toSorted());
  });

  it("is nothing that a request could name", () => {
    const taken = JSON.stringify(
      endpoints.map(({ path, query, body }) => [path, ...fieldsOf(query), ...fieldsOf(body)]),
    );
    expect(taken).not.toMatch(/tenant_?id|:tenant/iu);
    expect(taken).toContain("tenantName");
  });
});

const fieldsOf = (schema: unknown): string[] =>
  Object.keys((schema as { entries?: object } | undefined)?.entries ?? {});
