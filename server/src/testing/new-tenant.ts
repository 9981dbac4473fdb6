import { addTenant } from "@synapse-voice/prisma/testing";
import type { TestClient, TestServer } from "./server-for-tests.ts";

/** A tenant with two customers and two agents. */
export interface NewTenant {
  readonly tenantId: string;
  readonly carl: TestClient;
  readonly dora: TestClient;
  readonly ada: TestClient;
  readonly grace: TestClient;
}

/** Makes a tenant for one test, so that the test finds nothing of others. */
export async function newTenant(server: TestServer, settings: object = {}): Promise<NewTenant> {
  // Room names end with the time.
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
