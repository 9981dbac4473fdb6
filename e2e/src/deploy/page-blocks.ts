import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A block of code on docs/deploy.md. */
export interface PageBlock {
  /** Language of the block, such as `sh`. */
  readonly language: string;
  readonly text: string;
  /** The heading above the block. */
  readonly heading: string;
  /** False if the heading says that tests don't run the block. */
  readonly isRun: boolean;
}

const root = join(import.meta.dirname, "..", "..", "..");
const notRun = /^Not run by our tests\b/u;

/** Returns the text of docs/deploy.md. */
export const readDeployPage = (): string => readFileSync(join(root, "docs", "deploy.md"), "utf8");

/** Returns the blocks of code of a page, in order. */
export function blocksOf(page: string): PageBlock[] {
  const blocks: PageBlock[] = [];
  let heading = "";
  const parts = page.matchAll(
    /^#+ (?<heading>.+)$|^```(?<language>\w*)\n(?<text>[\s\S]*?)^```$/gmu,
  );
  for (const { groups = {} } of parts) {
    if (groups["heading"] !== undefined) heading = groups["heading"];
    else
      blocks.push({
        language: groups["language"] ?? "",
        text: groups["text"] ?? "",
        heading,
        isRun: groups["language"] === "sh" && !notRun.test(heading),
      });
  }
  return blocks;
}
