import { addTenant } from "@synapse-voice/prisma/testing";
import type { TestClient, TestServer } from "./server-for-tests.ts";

/** Two customers and two agents, alone in a tenant of their own. */
export interface NewTenant {
  readonly tenantId: string;
  readonly carl: TestClient;
  readonly dora: TestClient;
  readonly ada: TestClient;
  readonly grace: TestClient;
}

/** A tenant for one test: what others leave behind, it does not find. */
export async function newTenant(server: TestServer, settings: object = {}): Promise<NewTenant> {
  // Names of rooms end with the time.
  server.clock.advance(1_000);
  const tenantId = await addTenant(server.db.database, "Acme", settings);
  const person = (firstName: string, role: "AGENT" | null): Promise<TestClient> =>
    server.person({ tenantId, firstName, role });
  return {
    tenantId,
    carl: await person("Carl", null),
    dora: await person("Dora", null),
    ada: await person("Ada", "AGENT"),
    grace: await person("Grace", "AGENT"),
  };
}
