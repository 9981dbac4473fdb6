import { freePort } from "@synapse-voice/local/testing/free-port";
import { startTestGateway, type TestGateway } from "@synapse-voice/local/testing/gateway";
import { createDatabase, migrate, type Database } from "@synapse-voice/prisma";
import { ask, testSettings, type TestReply } from "./server-for-tests.ts";
import { startServerProcess } from "./server-process.ts";

/** A person who signed in at the Auth server. */
export interface SignedInPerson {
  readonly token: string;
  ask(method: string, path: string, body?: unknown): Promise<TestReply>;
}

/** The server in a process of its own, with the gateway as its Auth server. */
export interface ServerWithAccounts {
  readonly url: string;
  readonly gateway: TestGateway;
  readonly database: Database;
  /** Returns all that the server has written. */
  output(): string;
  /** Creates a tenant with its first admin, who has confirmed the address and is signed in. */
  signUp(email: string, password?: string): Promise<SignedInPerson>;
  /** Follows the newest link that was mailed to this address. Returns what it leads to. */
  followMail(email: string): Promise<URLSearchParams>;
  signIn(email: string, password?: string): Promise<SignedInPerson>;
  /** Returns the person who has this token. */
  as(token: string): SignedInPerson;
  /** Sends a request without a token. */
  ask(method: string, path: string, body?: unknown): Promise<TestReply>;
  close(): Promise<void>;
}

export const goodPassword = "Correct1horse";

/** Starts a gateway with these options, and a server with these settings. */
export async function startServerWithAccounts(
  options: Parameters<typeof startTestGateway>[0] = {},
  env: Readonly<Record<string, string>> = {},
): Promise<ServerWithAccounts> {
  const gateway = await startTestGateway({ autoconfirm: false, ...options });
  await migrate({ url: gateway.db.ownerUrl, runtimePassword: "runtime-password" });
  const databaseUrl = gateway.db.url("synapse_server", "runtime-password");
  const database = createDatabase({ url: databaseUrl });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { SUPABASE_JWT_SECRET: _, ...settings } = testSettings;
  const server = startServerProcess({
    ...settings,
    SUPABASE_URL: gateway.url,
    SUPABASE_SERVICE_ROLE_KEY: "sb_secret_local",
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    ...env,
  });
  const person = (token: string): SignedInPerson => ({
    token,
    ask: (...request) => ask(url, token, ...request),
  });
  const signIn = async (email: string, password = goodPassword): Promise<SignedInPerson> => {
    const { data, error } = await gateway.client().auth.signInWithPassword({ email, password });
    if (error) throw error;
    return person(data.session.access_token);
  };
  await isListening(url);
  return {
    url,
    gateway,
    database,
    output: server.output,
    signIn,
    as: person,
    async signUp(email, password = goodPassword) {
      const names = { firstName: "Ada", lastName: "Admin", tenantName: "Acme" };
      const { status, body } = await ask(url, null, "POST", "/api/auth/signup", {
        email,
        password,
        ...names,
      });
      if (status !== 201) throw new Error(`the sign-up was answered with ${status}`);
      // What the link in the mail leads to. Some tests have no mail.
      await gateway
        .admin()
        .auth.admin.updateUserById(body.supabaseUserId, { email_confirm: true, password });
      return signIn(email, password);
    },
    async followMail(email) {
      const mails = (await (await fetch(`${gateway.url}/outbox`)).json()) as {
        recipient: string;
        link: string;
      }[];
      const mail = mails.find(({ recipient }) => recipient === email);
      if (!mail) throw new Error(`no mail was sent to ${email}`);
      const { headers } = await fetch(mail.link, { redirect: "manual" });
      return new URLSearchParams(headers.get("location")?.split("#")[1]);
    },
    ask: (...request) => ask(url, null, ...request),
    async close() {
      server.child.kill("SIGTERM");
      await server.exited;
      await database.$disconnect();
      await gateway.stop();
    },
  };
}

async function isListening(url: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const isUp = await fetch(`${url}/healthz`).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the server did not start");
}
