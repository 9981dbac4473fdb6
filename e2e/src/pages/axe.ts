import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "@synapse-voice/local";
import { runAxe } from "@synapse-voice/local/testing/axe";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const pictures = join(root, ".local", "test-results", "screens");

/** Saves a picture of the page and expects no findings of axe, in light and in dark. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.screenshot({ path: join(pictures, `${screen}-${colorScheme}.png`) });
    const { violations, passes } = await runAxe(page);
    // An empty page has no faults either.
    expect(passes).toBeGreaterThan(10);
    for (const { id, help, nodes } of violations)
      found.push(
        `${screen} (${colorScheme}): ${id}, ${help}: ${nodes.map((node) => node.html).join(" | ")}`,
      );
  }
  expect(found).toEqual([]);
}
