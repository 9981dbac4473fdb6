/** Shows what is going on, step by step, with how long each took. */
export interface Steps {
  readonly say: (line: string) => void;
  readonly step: <T>(
    name: string,
    work: () => Promise<T>,
    summary?: (result: T) => string,
  ) => Promise<T>;
}

const slowMs = 8_000;

export function showSteps(write: (line: string) => void): Steps {
  const say = (line: string) => write(`  ${line}`);
  return {
    say,
    async step(name, work, summary) {
      const began = performance.now();
      const seconds = () => ((performance.now() - began) / 1000).toFixed(1);
      const telling = setInterval(() => say(`… ${name}, ${seconds()} s`), slowMs);
      try {
        const result = await work();
        const more = summary?.(result);
        write(`✓ ${name}${more ? ` (${more})` : ""} ${seconds()} s`);
        return result;
      } catch (error) {
        write(`✗ ${name}`);
        throw error;
      } finally {
        clearInterval(telling);
      }
    },
  };
}
