// @vitest-environment jsdom
import { afterEach, expect, it, vi } from "vitest";
import { warn } from "./warnings.ts";

afterEach(() => void vi.restoreAllMocks());

it("names the slash at the end of an address at which no server is found", async () => {
  const texts: string[] = [];
  vi.spyOn(console, "warn").mockImplementation((text: string) => void texts.push(text));
  const settings = { apiUrl: "https://voice.example/", getToken: () => "token" };
  warn(new Response("{}", { status: 404 }), settings, "token");
  await expect.poll(() => texts).toHaveLength(1);
  expect(texts[0]).toContain("no voice server at https://voice.example/.");
  expect(texts[0]).toContain("without the slash at its end");
});
