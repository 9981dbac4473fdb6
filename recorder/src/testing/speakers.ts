import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

export type SpeakerCommand = { readonly number: number; readonly id: string } & (
  | { readonly type: "join"; readonly url: string; readonly token: string }
  | { readonly type: "tone"; readonly hertz: number }
  | { readonly type: "leave" }
);
type Order = SpeakerCommand extends infer Command
  ? Command extends SpeakerCommand
    ? Omit<Command, "number" | "id">
    : never
  : never;

/** Real participants of a real LiveKit, who send tones. */
export interface Speakers {
  join(id: string, url: string, token: string): Promise<void>;
  /** Sends a tone from now on, or with 0 silence. */
  tone(id: string, hertz: number): Promise<void>;
  leave(id: string): Promise<void>;
  close(): void;
}

export function startSpeakers(): Speakers {
  const script = fileURLToPath(new URL("speaker-process.ts", import.meta.url));
  const child = fork(script, { execArgv: [] });
  const pending = new Map<number, (error: string | undefined) => void>();
  let next = 0;
  child.on("message", ({ done, error }: { done: number; error?: string }) =>
    pending.get(done)?.(error),
  );
  const order = (id: string, command: Order): Promise<void> =>
    new Promise((resolve, reject) => {
      const number = next++;
      pending.set(number, (error) => (error === undefined ? resolve() : reject(new Error(error))));
      child.send({ number, id, ...command });
    });
  return {
    join: (id, url, token) => order(id, { type: "join", url, token }),
    tone: (id, hertz) => order(id, { type: "tone", hertz }),
    leave: (id) => order(id, { type: "leave" }),
    close: () => void child.kill("SIGKILL"),
  };
}
