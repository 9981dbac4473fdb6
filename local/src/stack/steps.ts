/** Runs work in named steps and shows how long each took. */
export interface Steps {
  readonly log: (line: string) => void;
  /** Runs one step. `summary` adds a few words about its result to the line. */
  readonly step: <T>(
    name: string,
    work: () => Promise<T>,
    summary?: (result: T) => string,
  ) => Promise<T>;
}

/** A step that takes longer reports its time at this interval. */
const progressEveryMs = 8_000;

export function showSteps(write: (line: string) => void): Steps {
  const log = (line: string) => write(`  ${line}`);
  return {
    log,
    async step(name, work, summary) {
      const began = performance.now();
      const seconds = () => ((performance.now() - began) / 1000).toFixed(1);
      const progress = setInterval(() => log(`… ${name}, ${seconds()} s`), progressEveryMs);
      try {
        const result = await work();
        const more = summary?.(result);
        write(`✓ ${name}${more ? ` (${more})` : ""} ${seconds()} s`);
        return result;
      } catch (error) {
        write(`✗ ${name}`);
        throw error;
      } finally {
        clearInterval(progress);
      }
    },
  };
}
