/**
 * Makes a runner of named tasks: a task asked for while one of its name runs is that one. So a
 * double click is one command.
 */
export function createSingleFlight(): (name: string, task: () => Promise<void>) => Promise<void> {
  const running = new Map<string, Promise<void>>();
  return (name, task) => {
    const current = running.get(name) ?? task().finally(() => running.delete(name));
    running.set(name, current);
    return current;
  };
}
