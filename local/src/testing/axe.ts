import axe from "axe-core";
import type { Page } from "playwright-core";

export interface AxeFindings {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
  /** Number of rules that found something to check, and no fault in it. */
  readonly passes: number;
}

/**
 * Runs axe on a page, or on the elements of a selector. Loads it into a page once, because axe
 * takes far less time in later runs.
 */
export async function runAxe(page: Page, selector?: string): Promise<AxeFindings> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async (within) => {
    const loaded = (globalThis as unknown as { axe: typeof axe }).axe;
    const { violations, passes } = await loaded.run(within ?? document, {
      resultTypes: ["violations"],
    });
    return {
      violations: violations.map(({ id, help, nodes }) => ({
        id,
        help,
        nodes: nodes.map(({ html, failureSummary = "" }) => ({ html, failureSummary })),
      })),
      passes: passes.length,
    };
  }, selector);
}
