import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAppPages, fileFor } from "./app-pages.ts";

const settings = {
  apiUrl: "https://voice.acme.test",
  supabaseUrl: "https://acme.supabase.test",
  supabaseKey: "sb_publishable_x",
};

describe("app pages", () => {
  let root: string;
  let folder: string;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), "synapse-pages-"));
    folder = join(root, "dist");
    await mkdir(join(folder, "assets"), { recursive: true });
    writeFileSync(join(folder, "index.html"), "<title>Console</title>");
    writeFileSync(join(folder, "assets/a.js"), "1");
    writeFileSync(join(folder, "assets/notes.map"), "{}");
    writeFileSync(join(root, "secret.json"), "{}");
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });
  const get = (address: string, method = "GET") =>
    createAppPages(folder, settings)({ url: address, method });

  test.each([
    ["app://console/", "text/html; charset=utf-8"],
    ["app://console/calls", "text/html; charset=utf-8"],
    ["app://console/assets/a.js", "text/javascript; charset=utf-8"],
    ["app://console/config.json", "application/json; charset=utf-8"],
  ])("%s is there, with the policy on it", async (address, type) => {
    const reply = await get(address);
    expect(reply.status).toBe(200);
    expect(reply.headers.get("content-type")).toBe(type);
    expect(reply.headers.get("content-security-policy")).toContain("script-src 'self'");
    expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("the console finds its settings where the web's are", async () => {
    const reply = await get("app://console/config.json");
    expect(await reply.json()).toEqual(settings);
  });

  test.each([
    "app://console/assets/missing.js",
    "app://console/assets/notes.map",
    "app://console/%2e%2e/secret.json",
    "app://console/..%2fsecret.json",
    "app://console/..%5csecret.json",
    "app://console/%00.js",
    "app://console/%E0%A4%A.js",
    "app://elsewhere/",
  ])("%s is not there", async (address) => {
    const reply = await get(address);
    expect(reply.status).toBe(404);
  });

  test("nothing but GET is answered", async () => {
    expect((await get("app://console/", "POST")).status).toBe(404);
  });

  test("no path leaves the folder", () => {
    for (const path of ["/../x.js", "/a/../../x.js", "/%2e%2e/x.js", "/..", "//../../x.js"]) {
      const file = fileFor("/pages", path);
      expect(file === null || file.startsWith("/pages/")).toBe(true);
    }
  });
});
