/**
 * Makes a function that runs named tasks. While a task runs, another one of the same name is not
 * started; the caller gets the running one. So a double click is one command.
 */
export function createSingleFlight(): (name: string, task: () => Promise<void>) => Promise<void> {
  const running = new Map<string, Promise<void>>();
  return (name, task) => {
    const current = running.get(name) ?? task().finally(() => running.delete(name));
    running.set(name, current);
    return current;
  };
}
