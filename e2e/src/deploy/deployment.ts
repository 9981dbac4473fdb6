import { chmod, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localKeys } from "@synapse-voice/local";
import { prepareDatabase } from "@synapse-voice/local/testing";
import { startTestGateway, type TestGateway } from "@synapse-voice/local/testing/gateway";
import { Client } from "pg";
import { freePort } from "@synapse-voice/local/testing/free-port";
import { makeEmptyFolder } from "./empty-folder.ts";
import { findPostgresPrograms } from "./postgres-programs.ts";
import { openShell, type Shell, type ShellOptions } from "./shell.ts";

/** The machine of somebody who follows docs/deploy.md: a folder, a database, a Supabase project. */
export interface Deployment {
  /** The folder with the code. */
  readonly folder: string;
  /** Stands in for the Supabase project. Its database is empty. */
  readonly gateway: TestGateway;
  readonly ports: {
    readonly server: number;
    readonly console: number;
    readonly livekit: number;
    readonly livekitUdp: number;
  };
  /** Opens a shell in the folder. */
  openShell(): Shell;
  stop(): Promise<void>;
}

export async function createDeployment(): Promise<Deployment> {
  const parent = await mkdtemp(join(tmpdir(), "synapse-deploy-"));
  // PostgreSQL may run as another user.
  await chmod(parent, 0o755);
  const ports = {
    server: await freePort("tcp"),
    console: await freePort("tcp"),
    livekit: await freePort("tcp"),
    livekitUdp: await freePort("udp"),
  };
  const gateway = await startTestGateway({ siteUrl: `http://127.0.0.1:${ports.console}` });
  const { path, env } = await makeEmptyFolder(parent, [await findPostgresPrograms()]);
  const options: ShellOptions = { cwd: path, env, scripts: parent };
  return {
    folder: path,
    gateway,
    ports,
    openShell: () => openShell(options),
    stop: () => gateway.stop(),
  };
}

/** Returns the settings of this machine, for `.env`. */
export const settingsOf = (
  { gateway, ports }: Deployment,
  secrets: { readonly livekit: string; readonly invitation: string },
): Readonly<Record<string, string>> => ({
  MIGRATE_DATABASE_URL: gateway.db.ownerUrl,
  DATABASE_URL: gateway.db.url("synapse_server", "another-password:50%/longer"),
  SUPABASE_URL: gateway.url,
  SUPABASE_SERVICE_ROLE_KEY: localKeys.supabaseSecret,
  SUPABASE_PUBLISHABLE_KEY: localKeys.supabasePublishable,
  LIVEKIT_API_URL: `http://127.0.0.1:${ports.livekit}`,
  LIVEKIT_PUBLIC_URL: `ws://127.0.0.1:${ports.livekit}`,
  LIVEKIT_API_KEY: "synapse",
  LIVEKIT_API_SECRET: secrets.livekit,
  INVITATION_SECRET: secrets.invitation,
  API_URL: `http://127.0.0.1:${ports.server}`,
  CONSOLE_URL: `http://127.0.0.1:${ports.console}`,
  HOST: "127.0.0.1",
  PORT: String(ports.server),
  TRUST_PROXY: "loopback",
  DEPLOYMENT: "production",
});

/** Replaces the value of every line of `.env`. Returns the names of the lines. */
export async function editSettings(
  folder: string,
  values: Readonly<Record<string, string>>,
): Promise<string[]> {
  const file = join(folder, ".env");
  const names: string[] = [];
  const edited = (await readFile(file, "utf8")).replaceAll(
    /^(?<name>[A-Z_]+)='.*'$/gmu,
    (line, name: string) => {
      names.push(name);
      return name in values ? `${name}='${values[name]}'` : line;
    },
  );
  await writeFile(file, edited);
  return names;
}

/** Changes `livekit.yaml` for this machine, which has one UDP port and no public address. */
export async function editLivekit({ folder, ports }: Deployment): Promise<string> {
  const file = join(folder, "livekit.yaml");
  let text = await readFile(file, "utf8");
  const changes = [
    ["port: 7880\n", `port: ${ports.livekit}\n`],
    ["  port_range_start: 50000\n  port_range_end: 60000\n", `  udp_port: ${ports.livekitUdp}\n`],
    ["tcp_port: 7881", "tcp_port: 0"],
    [
      "use_external_ip: true",
      "use_external_ip: false\n  node_ip: 127.0.0.1\n  enable_loopback_candidate: true\n" +
        "  interfaces:\n    includes:\n      - lo",
    ],
  ] as const;
  for (const [onThePage, here] of changes) {
    if (!text.includes(onThePage)) throw new Error(`livekit.yaml has no "${onThePage}"`);
    text = text.replace(onThePage, here);
  }
  await writeFile(file, text);
  return file;
}

/** Removes all that the migrations have made. The accounts stay, as in Supabase's own backup. */
export async function emptyDatabase({ gateway: { db } }: Deployment): Promise<void> {
  const client = new Client({ connectionString: db.superuserUrl });
  await client.connect();
  await client.query(
    "drop schema public cascade; create schema public authorization pg_database_owner; " +
      "grant usage on schema public to public",
  );
  await client.end();
  await prepareDatabase(db.superuserUrl);
}

/** Returns the link of the newest mail to somebody. The gateway keeps mails in an outbox. */
export async function linkTo({ gateway }: Deployment, recipient: string): Promise<string> {
  const response = await fetch(`${gateway.url}/outbox`, {
    headers: { accept: "application/json" },
  });
  const mails = (await response.json()) as { recipient: string; link: string }[];
  const mail = mails.find((one) => one.recipient === recipient);
  if (!mail) throw new Error(`no mail to ${recipient}`);
  return mail.link;
}
