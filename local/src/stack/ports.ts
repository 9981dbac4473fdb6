import { isPortFree } from "../ports/is-port-free.ts";
import { type Listener, type StackPorts, listeners } from "../settings/settings.ts";

/** Rejects with every port that another program uses, and the setting that moves ours. */
export async function checkPortsFree(ports: StackPorts): Promise<void> {
  const names = Object.keys(listeners) as Listener[];
  const address = (name: Listener) => `${ports[name]} ${listeners[name].protocol}`;
  const twice = names.find((name, index) =>
    names.slice(index + 1).some((other) => address(other) === address(name)),
  );
  if (twice)
    throw new Error(
      `Port ${ports[twice]} is set twice; ${listeners[twice].setting} is one of the two settings.`,
    );
  const taken: string[] = [];
  for (const name of names) {
    if (!(await isPortFree(ports[name], listeners[name].protocol)))
      taken.push(portInUse(name, ports[name]));
  }
  if (taken.length > 0) throw new Error(taken.join("\n"));
}

function portInUse(listener: Listener, port: number): string {
  const { protocol, name, setting } = listeners[listener];
  return (
    `Port ${port}${protocol === "udp" ? " (UDP)" : ""} for ${name} is in use by another program. ` +
    `Stop that program, or set ${setting} to a free port.`
  );
}
