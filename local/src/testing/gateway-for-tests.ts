import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { startGateway, type Gateway } from "../gateway/start-gateway.ts";
import { publishableKey, secretKey, type GatewayOptions } from "../gateway/settings.ts";
import { freePort } from "./free-port.ts";
import { startTestPostgres, type TestDatabase } from "./postgres-for-tests.ts";

export type TestGateway = {
  db: TestDatabase;
  gateway: Gateway;
  port: number;
  url: string;
  /** Returns a signed-out client, as in a browser. `stop` ends the connections of all clients. */
  client: () => SupabaseClient;
  /** Returns a client with the secret key. */
  admin: () => SupabaseClient;
  /** Creates a user with the password `correct horse`, who is signed in with `client`. */
  addPerson: (email: string) => Promise<{ id: string; client: SupabaseClient }>;
  /** Restarts the gateway, with other options if some are given. */
  restart: (change?: Partial<GatewayOptions>) => Promise<void>;
  stop: () => Promise<void>;
};

export const testPassword = "correct horse";

/** Starts the gateway with a fresh database, on its own port. */
export async function startTestGateway(
  options: Partial<GatewayOptions> = {},
): Promise<TestGateway> {
  const db = await startTestPostgres();
  const port = await freePort();
  let current = options;
  const start = () =>
    startGateway({ port, databaseUrl: db.superuserUrl, log: () => undefined, ...current });
  const clients: SupabaseClient[] = [];
  const clientWith = (key: string) => {
    const client = createClient(`http://127.0.0.1:${port}`, key, {
      auth: { persistSession: false, autoRefreshToken: false },
    });
    clients.push(client);
    return client;
  };
  const fixture: TestGateway = {
    db,
    gateway: await start(),
    port,
    url: `http://127.0.0.1:${port}`,
    client: () => clientWith(publishableKey),
    admin: () => clientWith(secretKey),
    addPerson: async (email) => {
      const created = await fixture
        .admin()
        .auth.admin.createUser({ email, password: testPassword, email_confirm: true });
      if (created.error) throw created.error;
      const client = fixture.client();
      const { error } = await client.auth.signInWithPassword({ email, password: testPassword });
      if (error) throw error;
      return { id: created.data.user.id, client };
    },
    restart: async (change = {}) => {
      current = { ...current, ...change };
      await fixture.gateway.stop();
      fixture.gateway = await start();
    },
    stop: async () => {
      await Promise.all(clients.map((client) => client.realtime.disconnect()));
      await fixture.gateway.stop();
      await db.drop();
    },
  };
  return fixture;
}
