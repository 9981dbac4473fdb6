import {
  CallNotes,
  CallNotesChange,
  EchoTest,
  MediaAccess,
  WantedState,
} from "@synapse-voice/contract";
import * as v from "valibot";
import type { CallClient } from "../../client.ts";

/** A value for one part of a request's path. Dots alone would lead to another path. */
export const PathPart = v.pipe(v.string(), v.regex(/^(?!\.{1,2}$)[^/\\]{1,200}$/u));

const onCallId = v.strictTuple([PathPart]);
const nothing = v.strictTuple([]);

/** A command by its arguments and its reply. Without a reply, the page does not wait for it. */
interface CommandSchema {
  readonly args: v.GenericSchema<unknown, readonly unknown[]>;
  readonly reply?: v.GenericSchema;
}

/** Every method of the client that a page may call, by its name. */
export const commands = {
  call: {
    args: v.strictTuple([
      v.optional(
        v.strictObject({
          supabaseUserId: v.optional(v.nullable(v.string())),
          name: v.optional(v.nullable(v.string())),
        }),
      ),
    ]),
    reply: v.undefined(),
  },
  answer: { args: onCallId, reply: v.undefined() },
  decline: { args: onCallId, reply: v.undefined() },
  hangUp: { args: v.strictTuple([v.optional(PathPart)]), reply: v.undefined() },
  mediaAccess: { args: onCallId, reply: MediaAccess },
  hold: { args: onCallId, reply: v.undefined() },
  resume: { args: onCallId, reply: v.undefined() },
  moveToDevice: { args: onCallId, reply: v.undefined() },
  startRecording: { args: onCallId, reply: v.undefined() },
  pauseRecording: { args: onCallId, reply: v.undefined() },
  resumeRecording: { args: onCallId, reply: v.undefined() },
  answerRecording: { args: v.strictTuple([PathPart, v.boolean()]), reply: v.undefined() },
  readNotes: { args: onCallId, reply: CallNotes },
  saveNotes: { args: v.strictTuple([PathPart, CallNotesChange]), reply: CallNotes },
  startEchoTest: { args: nothing, reply: EchoTest },
  endWrapUp: { args: nothing, reply: v.undefined() },
  setWanted: { args: v.strictTuple([WantedState]) },
  setMuted: { args: v.strictTuple([v.boolean()]) },
  dismiss: { args: onCallId },
  dismissNotice: { args: nothing },
  wake: { args: nothing },
} as const satisfies { readonly [Name in keyof CallClient]?: CommandSchema };

/** Name of a method of the client that a page may call. */
export type CommandName = keyof typeof commands;

/** Arguments of a command. */
export type CommandArgs<Name extends CommandName> = Readonly<
  v.InferInput<(typeof commands)[Name]["args"]>
>;

/** All names of commands. */
export const commandNames = Object.keys(commands) as CommandName[];
