import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { root } from "@synapse-voice/local";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const pictures = join(root, ".local", "test-results", "screens");

/** Keeps a picture of the page, and expects axe to find nothing on it, in light and in dark. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.screenshot({ path: join(pictures, `${screen}-${colorScheme}.png`) });
    // Our pages have no frames of other sites. Legacy mode leaves those out, and so needs no blank
    // page to collect results on.
    const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    // An empty page has no faults either.
    expect(passes.length).toBeGreaterThan(10);
    for (const { id, help, nodes } of violations)
      found.push(
        `${screen} (${colorScheme}): ${id}, ${help}: ${nodes.map((node) => node.html).join(" | ")}`,
      );
  }
  expect(found).toEqual([]);
}
