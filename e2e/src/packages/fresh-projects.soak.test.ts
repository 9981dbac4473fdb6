import { execFile, spawn } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { waitFor } from "@synapse-voice/local";
import { packInCopy } from "@synapse-voice/local/testing/packed";
import { beforeAll, describe, it, onTestFinished } from "vitest";
import { expectTone } from "../harness/browser/audio-probe.ts";
import { newProfile } from "../harness/browser/browsers.ts";
import { tones } from "../harness/browser/tone.ts";
import { type DemoName, person } from "../harness/people/api.ts";
import { changeAcmeSettings, endCallsAfterEach, signedIn } from "../harness/people/people.ts";
import { CallScreen } from "../harness/people/screens.ts";
import { freePort } from "@synapse-voice/local/testing/free-port";
import { stack } from "../harness/stack/stack.ts";
import { type FreshProject, nextProject, viteProject, writeProject } from "./fresh-projects.ts";

// `npm run soak:packages`: two new projects from the tarballs of `npm pack` and public packages
// only. Not part of `npm test`, because npm downloads Next and Vite.
const run = promisify(execFile);
const minute = 60_000;

let folder: string;
const tarballs: Record<string, string> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "synapse-projects-"));
  const packed = await packInCopy();
  for (const tarball of packed.tarballs) {
    const name = /^synapse-voice-(?<name>[a-z]+)-/u.exec(basename(tarball))?.groups?.["name"];
    tarballs[`@synapse-voice/${name}`] = `file:${tarball}`;
  }
}, 2 * minute);

/** Installs, type-checks and builds a project. */
async function expectToBuild(project: FreshProject): Promise<void> {
  const cwd = join(folder, project.name);
  await writeProject(cwd, project, tarballs);
  const env = { ...process.env, NODE_ENV: undefined, NEXT_TELEMETRY_DISABLED: "1" };
  await run("npm", ["install", "--no-audit", "--no-fund"], { cwd, env });
  await run(process.execPath, project.build, { cwd, env });
  await run(process.execPath, ["node_modules/typescript/bin/tsc", "--noEmit"], { cwd, env });
}

/** Serves a built project until the test has finished. Returns its origin. */
async function serve(project: FreshProject): Promise<string> {
  const port = await freePort("tcp");
  const cwd = join(folder, project.name);
  const server = spawn(process.execPath, project.serve(port), {
    cwd,
    stdio: "ignore",
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  onTestFinished(() => void server.kill());
  const origin = `http://127.0.0.1:${port}`;
  const answers = (): Promise<boolean> =>
    fetch(origin).then(
      ({ ok }) => ok,
      () => false,
    );
  await waitFor(`${project.name} to be served`, answers, { timeoutMs: minute });
  return origin;
}

async function open(origin: string, name: DemoName): Promise<CallScreen> {
  const { data } = await (await signedIn(name)).supabase.auth.getSession();
  const settings = new URLSearchParams({
    api: stack.urls.api,
    token: data.session?.access_token ?? "",
    callee: person("ada").supabaseUserId,
  });
  const page = await (await newProfile(name === "ada" ? "agent" : "customer")).newPage();
  await page.goto(`${origin}/#${settings}`);
  return new CallScreen(page);
}

describe("new projects from packed packages", () => {
  endCallsAfterEach();

  it.each([viteProject, nextProject])(
    "type-checks with declarations and builds: $name",
    (project) => expectToBuild(project),
    8 * minute,
  );

  it(
    "calls from a page of Next to a page of Vite with React 18",
    async () => {
      const [vite, next] = await Promise.all([serve(viteProject), serve(nextProject)]);
      await changeAcmeSettings({
        allowedOrigins: [stack.urls.portal, stack.urls.console, vite, next],
      });
      onTestFinished(() =>
        changeAcmeSettings({ allowedOrigins: [stack.urls.portal, stack.urls.console] }),
      );
      const ada = await open(vite, "ada");
      await ada.shows(/React 18.*Available/u, 30_000);
      const carl = await open(next, "carl");
      await carl.button("Call Ada").click();
      await ada.rings("Carl");
      await ada.answer();
      await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
      await Promise.all([expectTone(ada.page, tones.customer), expectTone(carl.page, tones.agent)]);
      await carl.hangUp();
      await ada.notOnCall();
    },
    3 * minute,
  );
});
