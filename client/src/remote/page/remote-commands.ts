import { plainLine } from "@synapse-voice/contract";
import * as v from "valibot";
import type { CallClient } from "../../client.ts";
import { ApiError } from "../../session/api-error.ts";
import { type CommandArgs, type CommandName, commands } from "../messages/commands.ts";
import { predict } from "./predict.ts";
import type { RemoteLink } from "./remote-link.ts";

/** Methods of the client that are commands. */
export type RemoteCommands = Pick<CallClient, CommandName>;

/** Commands that return a value. They reject where they fail. */
type ValueCommand = "mediaAccess" | "readNotes" | "saveNotes" | "startEchoTest";

/** Commands that become a notice where they fail. */
type NoticedCommand = Exclude<CommandName, ValueCommand>;

/** Makes the commands. `nextId` returns a greater id each time. */
export function createRemoteCommands(link: RemoteLink, nextId: () => number): RemoteCommands {
  /** Sends a command and shows its effect. Returns its id; null if the page is not attached. */
  function send<Name extends CommandName>(name: Name, args: CommandArgs<Name>): number | null {
    const { state } = link;
    if (!state.canSend()) return null;
    const id = nextId();
    link.send({ type: "command", id, name, args: [...args] });
    state.predict(id, (before) => predict(before, name, args));
    return id;
  }

  /** Sends a command without a reply. A page that is cut off still does what it can by itself. */
  function notify<Name extends CommandName>(name: Name, args: CommandArgs<Name>): void {
    if (send(name, args) === null) link.state.patch((before) => predict(before, name, args));
  }

  async function ask<Name extends CommandName>(
    name: Name,
    args: CommandArgs<Name>,
  ): Promise<unknown> {
    const id = send(name, args);
    if (id === null) throw new ApiError("network");
    try {
      return await link.pending.wait(id);
    } catch (error) {
      link.state.forget(id);
      throw error;
    }
  }

  /** Sends a command and returns its reply. */
  async function read<Name extends ValueCommand>(
    name: Name,
    args: CommandArgs<Name>,
  ): Promise<v.InferOutput<(typeof commands)[Name]["reply"]>> {
    const reply = v.safeParse(commands[name].reply, await ask(name, args));
    if (!reply.success) throw new ApiError("invalid_reply");
    return reply.output;
  }

  /** Sends a command whose failure is shown as a notice, like each failure of a command. */
  async function run<Name extends NoticedCommand>(
    name: Name,
    args: CommandArgs<Name>,
    callId?: string,
  ): Promise<void> {
    try {
      await ask(name, args);
    } catch (error) {
      const code = error instanceof ApiError ? error.code : "network";
      link.state.patch((before) => ({ ...before, notice: { code, callId } }));
    }
  }

  return {
    call: ({ supabaseUserId = null, name = null } = {}) =>
      run("call", [{ supabaseUserId, name: plainLine(name ?? "") || null }]),
    answer: (callId) => run("answer", [callId], callId),
    decline: (callId) => run("decline", [callId], callId),
    hangUp: (callId) => run("hangUp", [callId], callId),
    hold: (callId) => run("hold", [callId], callId),
    resume: (callId) => run("resume", [callId], callId),
    moveToDevice: (callId) => run("moveToDevice", [callId], callId),
    startRecording: (callId) => run("startRecording", [callId], callId),
    pauseRecording: (callId) => run("pauseRecording", [callId], callId),
    resumeRecording: (callId) => run("resumeRecording", [callId], callId),
    answerRecording: (callId, agreed) => run("answerRecording", [callId, agreed], callId),
    endWrapUp: () => run("endWrapUp", []),
    mediaAccess: (callId) => read("mediaAccess", [callId]),
    readNotes: (callId) => read("readNotes", [callId]),
    saveNotes: (callId, change) => read("saveNotes", [callId, change]),
    startEchoTest: () => read("startEchoTest", []),
    setWanted: (wanted) => notify("setWanted", [wanted]),
    setMuted: (muted) => notify("setMuted", [muted]),
    dismiss: (callId) => notify("dismiss", [callId]),
    dismissNotice: () => notify("dismissNotice", []),
    wake: () => notify("wake", []),
  };
}
