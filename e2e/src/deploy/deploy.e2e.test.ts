import { existsSync } from "node:fs";
import { join } from "node:path";
import { findLivekit, runLivekit, type RunningLivekit } from "@synapse-voice/local/livekit";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectTone } from "../harness/browser/audio-probe.ts";
import { newProfile } from "../harness/browser/browsers.ts";
import { tones } from "../harness/browser/tone.ts";
import { Console } from "../harness/people/screens.ts";
import {
  createDeployment,
  editLivekit,
  editSettings,
  emptyDatabase,
  linkTo,
  settingsOf,
  type Deployment,
} from "./deployment.ts";
import { blocksOf, readDeployPage } from "./page-blocks.ts";
import { serveConsole } from "./serve-console.ts";
import type { Shell } from "./shell.ts";

const page = readDeployPage();
const admin = { email: "ada@acme.example", password: "first-password" };
const second = { email: "grace@acme.example", password: "second-password" };

/**
 * Follows docs/deploy.md from top to bottom. It runs each block word for word, except those under
 * "Not run by our tests", and does what the page says in words. Only two things differ from a real
 * deployment: the gateway stands in for the Supabase project, and `npm ci` takes the packages of
 * this checkout (`empty-folder.ts`).
 */
describe.skipIf(process.platform !== "linux")("docs/deploy.md", () => {
  const blocks = blocksOf(page).filter((block) => block.isRun);
  /** Returns the next block, which must have this text. So no block is left out or moved. */
  const next = (part: string): string => {
    const text = blocks.shift()?.text ?? "";
    expect(text).toContain(part);
    return text;
  };
  let deployment: Deployment;
  let shell: Shell;
  let server: Shell;
  let livekit: RunningLivekit | undefined;
  let loadSettings: string;
  let startServer: string;
  let waitForServer: string;
  let stopConsole: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    deployment = await createDeployment();
    shell = deployment.openShell();
  });
  afterAll(async () => {
    await server?.stop();
    await shell?.stop();
    await stopConsole?.();
    await livekit?.stop();
    await deployment?.stop();
  });

  /** Starts the server in a shell of its own, and waits as the page says. */
  async function runServer(): Promise<void> {
    server = deployment.openShell();
    await server.run(loadSettings);
    server.start(startServer);
    expect(await shell.run(waitForServer)).toContain("ready");
  }

  /** Sends a request as somebody who has a password. */
  async function send({ email, password }: typeof admin, path: string, body?: unknown) {
    const { data } = await deployment.gateway.client().auth.signInWithPassword({ email, password });
    const response = await fetch(`http://127.0.0.1:${deployment.ports.server}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        authorization: `Bearer ${data.session?.access_token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as unknown };
  }

  /** Follows the link of an invitation, and chooses the password. */
  async function follow(window: Page, { email, password }: typeof admin): Promise<Console> {
    await window.goto(await linkTo(deployment, email));
    await window.getByLabel("New password").fill(password);
    await window.getByRole("button", { name: "Save password" }).click();
    return new Console(window);
  }

  it("builds the code from a folder in which nothing is installed", async () => {
    const built = ["prisma/generated/client.ts", "console/dist/index.html", "widget/dist"];
    const there = () => built.filter((file) => existsSync(join(deployment.folder, file)));
    expect(there()).toEqual([]);
    await shell.run(next("npm ci"));
    expect(there()).toEqual(built);
  });

  it("sets up an empty database, LiveKit and the server", async () => {
    await shell.run(next("cp .env.example .env"));
    const printSecret = next("randomBytes");
    const secret = async () => (await shell.run(printSecret)).trim();
    const settings = settingsOf(deployment, {
      livekit: await secret(),
      invitation: await secret(),
    });
    expect(await editSettings(deployment.folder, settings)).toEqual(Object.keys(settings));
    loadSettings = next(". ./.env");
    await shell.run(loadSettings);
    expect(await shell.run(next("npm run migrate"))).toMatch(/migration \w+ applied/u);

    await shell.run(next("livekit.yaml"));
    const configFile = await editLivekit(deployment);
    const binary = await findLivekit({ env: process.env, log: console.log });
    livekit = await runLivekit(binary, configFile, deployment.ports.livekit, deployment.folder);

    startServer = next("npm run server");
    waitForServer = next("/readyz");
    await runServer();
    await expect.poll(() => server.output()).toContain("LiveKit service initialized");
    await expect
      .poll(() => server.output())
      .toContain("VoIP service initialized with Supabase Realtime");
    expect(server.output()).not.toMatch(/"level":(?:40|50|60)/u);
  });

  it("invites the first admin, and ends in a call between two browsers", async () => {
    const { ports, gateway } = deployment;
    const dist = join(deployment.folder, "console", "dist");
    await shell.run(next("console/dist/config.json"));
    stopConsole = await serveConsole(
      dist,
      ports.console,
      policyOfThePage(gateway.url, `127.0.0.1:${ports.server}`, `127.0.0.1:${ports.livekit}`),
    );
    expect(await shell.run(next("npm run tenant"))).toContain("An invitation is on its way to");

    const ada = await follow(await (await newProfile("agent")).newPage(), admin);
    await ada.shows("Ada Admin", 15_000);
    const invited = { email: second.email, firstName: "Grace", lastName: "Guest" };
    expect(await send(admin, "/api/tenant/users", invited)).toMatchObject({ status: 201 });
    const grace = await follow(await (await newProfile("customer")).newPage(), second);
    await grace.shows("Grace Guest", 15_000);

    const reachable = async () =>
      ((await send(admin, "/api/voip/agents/available")).body as { reachable: boolean }[]).map(
        (one) => one.reachable,
      );
    await expect.poll(reachable).toEqual([true, true]);
    await ada.callColleague("Grace Guest");
    await grace.rings("Ada Admin");
    await grace.answer();
    await Promise.all([ada.onCallWith("Grace Guest"), grace.onCallWith("Ada Admin")]);
    await Promise.all([
      expectTone(ada.page, tones.customer, 10_000),
      expectTone(grace.page, tones.agent, 10_000),
    ]);
    await ada.hangUp();
    await Promise.all([ada.notOnCall(), grace.notOnCall()]);
  });

  it("restores a backup into an empty database", async () => {
    const history = async () => (await send(admin, "/api/voip/history")).body;
    const before = await history();
    expect(before).toMatchObject([{ status: "COMPLETED", fromName: "Ada Admin" }]);
    await shell.run(next("pg_dump"));
    await server.stop();
    await emptyDatabase(deployment);
    expect(await shell.run(next("pg_restore"))).toMatch(/migration \w+ applied/u);
    await runServer();
    expect(await history()).toEqual(before);
    expect(await send(second, "/api/voip/me")).toMatchObject({ body: { tenantName: "Acme" } });
  });

  it("was followed to its end", () => {
    expect(blocks).toEqual([]);
  });
});

/** Returns the policy of the page's Caddyfile, with the addresses of this machine. */
function policyOfThePage(supabase: string, server: string, media: string): string {
  const policy = /Content-Security-Policy "(?<policy>[^"]+)"/u.exec(page)?.groups?.["policy"] ?? "";
  return policy
    .replaceAll("https://voice.example", `http://${server}`)
    .replace("https://project.supabase.example", supabase)
    .replace("wss://project.supabase.example", supabase.replace("http", "ws"))
    .replace("wss://media.example", `ws://${media}`)
    .replace("https://media.example", `http://${media}`);
}
