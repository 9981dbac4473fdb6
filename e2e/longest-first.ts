import { basename } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Seconds of the test files that take longest, on two cores. Others count as 5. */
const seconds: Readonly<Record<string, number>> = {
  "customer-calls.e2e.test.ts": 120,
  "faults.e2e.test.ts": 110,
  "outages.e2e.test.ts": 75,
  "media-silence.e2e.test.ts": 55,
  "media-network.e2e.test.ts": 45,
  "deploy.e2e.test.ts": 45,
  "agent-desk.e2e.test.ts": 40,
  "start.e2e.test.ts": 40,
  "call-invariants.integration.test.ts": 40,
  "unfinished-requests.integration.test.ts": 35,
  "openapi.integration.test.ts": 30,
  "media-hold.e2e.test.ts": 25,
  "call-media.e2e.test.ts": 25,
  "desktop-endures.e2e.test.ts": 75,
  "desktop-calls.e2e.test.ts": 25,
  "ringing.e2e.test.ts": 25,
  "accessibility.e2e.test.ts": 25,
  "gallery.integration.test.ts": 25,
  "continue-here.e2e.test.ts": 20,
  "races.e2e.test.ts": 15,
};

const secondsOf = ({ moduleId }: TestSpecification): number => seconds[basename(moduleId)] ?? 5;

/** Starts long files first, so that no worker is left with one of them when the others are done. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const groupOf = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    return files.toSorted((a, b) => groupOf(a) - groupOf(b) || secondsOf(b) - secondsOf(a));
  }
}
