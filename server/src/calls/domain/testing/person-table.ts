import type { CallStatus } from "@synapse-voice/contract";
import type { PersonCommand } from "../inputs.ts";

/** The results of a person's commands on a call. */
export interface PersonRow {
  readonly status: CallStatus;
  readonly who: string;
  /** By command: the status after a change, `-` for no change, or the code of a refusal. */
  readonly expected: readonly string[];
}

export const personCommands = [
  "accept",
  "decline",
  "cancel",
  "hang_up",
  "hold",
  "resume",
  "continue",
  "renew_lease",
  "leave_page",
] as const satisfies readonly PersonCommand["type"][];

/** Short words of the tables for refusals. */
const codes: Readonly<Record<string, string>> = {
  elsewhere: "answered_elsewhere",
  unanswered: "call_not_answered",
  not_found: "call_not_found",
  ended: "call_ended",
};

// One line for each status and person. After a person's role has ended, the row says what they were
// last.
const answers = `
STATUS       WHO                    accept      decline     cancel      hang_up
QUEUED       caller                 forbidden   forbidden   CANCELLED   CANCELLED
QUEUED       caller's_other_device  forbidden   forbidden   CANCELLED   CANCELLED
QUEUED       decliner               ended       -           forbidden   -
QUEUED       consultant             forbidden   forbidden   forbidden   forbidden
QUEUED       supervisor             forbidden   forbidden   forbidden   forbidden
QUEUED       stranger               not_found   not_found   not_found   not_found
RINGING      caller                 forbidden   forbidden   CANCELLED   CANCELLED
RINGING      caller's_other_device  forbidden   forbidden   CANCELLED   CANCELLED
RINGING      callee                 IN_PROGRESS RINGING     forbidden   RINGING
RINGING      offered                IN_PROGRESS RINGING     forbidden   RINGING
RINGING      decliner               ended       -           forbidden   -
RINGING      consultant             forbidden   forbidden   forbidden   forbidden
RINGING      supervisor             forbidden   forbidden   forbidden   forbidden
RINGING      stranger               not_found   not_found   not_found   not_found
IN_PROGRESS  caller                 forbidden   forbidden   COMPLETED   COMPLETED
IN_PROGRESS  caller's_other_device  forbidden   forbidden   COMPLETED   COMPLETED
IN_PROGRESS  callee                 -           elsewhere   forbidden   COMPLETED
IN_PROGRESS  callee's_other_device  elsewhere   elsewhere   forbidden   COMPLETED
IN_PROGRESS  offered                elsewhere   elsewhere   forbidden   elsewhere
IN_PROGRESS  decliner               elsewhere   -           forbidden   -
IN_PROGRESS  consultant             forbidden   forbidden   forbidden   forbidden
IN_PROGRESS  supervisor             forbidden   forbidden   forbidden   forbidden
IN_PROGRESS  stranger               not_found   not_found   not_found   not_found
COMPLETED    caller                 forbidden   forbidden   -           -
COMPLETED    callee                 ended       -           forbidden   -
COMPLETED    offered                elsewhere   -           forbidden   -
COMPLETED    decliner               ended       -           forbidden   -
COMPLETED    consultant             forbidden   forbidden   forbidden   forbidden
COMPLETED    supervisor             forbidden   forbidden   forbidden   forbidden
COMPLETED    stranger               not_found   not_found   not_found   not_found
MISSED       caller                 forbidden   forbidden   -           -
MISSED       offered                ended       -           forbidden   -
MISSED       decliner               ended       -           forbidden   -
MISSED       consultant             forbidden   forbidden   forbidden   forbidden
MISSED       supervisor             forbidden   forbidden   forbidden   forbidden
MISSED       stranger               not_found   not_found   not_found   not_found
DECLINED     caller                 forbidden   forbidden   -           -
DECLINED     offered                ended       -           forbidden   -
DECLINED     consultant             forbidden   forbidden   forbidden   forbidden
DECLINED     supervisor             forbidden   forbidden   forbidden   forbidden
DECLINED     stranger               not_found   not_found   not_found   not_found
CANCELLED    caller                 forbidden   forbidden   -           -
CANCELLED    offered                ended       -           forbidden   -
CANCELLED    decliner               ended       -           forbidden   -
CANCELLED    consultant             forbidden   forbidden   forbidden   forbidden
CANCELLED    supervisor             forbidden   forbidden   forbidden   forbidden
CANCELLED    stranger               not_found   not_found   not_found   not_found
FAILED       caller                 forbidden   forbidden   -           -
FAILED       callee                 ended       -           forbidden   -
FAILED       offered                elsewhere   -           forbidden   -
FAILED       decliner               ended       -           forbidden   -
FAILED       consultant             forbidden   forbidden   forbidden   forbidden
FAILED       supervisor             forbidden   forbidden   forbidden   forbidden
FAILED       stranger               not_found   not_found   not_found   not_found
`;

const mediaCommands = `
STATUS       WHO                    hold        resume      continue    renew_lease leave_page
QUEUED       caller                 unanswered  unanswered  -           QUEUED      -
QUEUED       caller's_other_device  unanswered  unanswered  QUEUED      -           -
QUEUED       decliner               unanswered  unanswered  unanswered  forbidden   -
QUEUED       consultant             forbidden   forbidden   forbidden   forbidden   forbidden
QUEUED       supervisor             forbidden   forbidden   forbidden   forbidden   forbidden
QUEUED       stranger               not_found   not_found   not_found   not_found   not_found
RINGING      caller                 unanswered  unanswered  -           RINGING     -
RINGING      caller's_other_device  unanswered  unanswered  RINGING     -           -
RINGING      callee                 unanswered  unanswered  unanswered  forbidden   -
RINGING      offered                unanswered  unanswered  unanswered  forbidden   -
RINGING      decliner               unanswered  unanswered  unanswered  forbidden   -
RINGING      consultant             forbidden   forbidden   forbidden   forbidden   forbidden
RINGING      supervisor             forbidden   forbidden   forbidden   forbidden   forbidden
RINGING      stranger               not_found   not_found   not_found   not_found   not_found
IN_PROGRESS  caller                 forbidden   forbidden   -           -           IN_PROGRESS
IN_PROGRESS  caller's_other_device  forbidden   forbidden   IN_PROGRESS -           -
IN_PROGRESS  callee                 IN_PROGRESS -           -           forbidden   IN_PROGRESS
IN_PROGRESS  callee's_other_device  IN_PROGRESS -           IN_PROGRESS forbidden   -
IN_PROGRESS  offered                elsewhere   elsewhere   elsewhere   forbidden   -
IN_PROGRESS  decliner               elsewhere   elsewhere   elsewhere   forbidden   -
IN_PROGRESS  consultant             forbidden   forbidden   forbidden   forbidden   forbidden
IN_PROGRESS  supervisor             forbidden   forbidden   forbidden   forbidden   forbidden
IN_PROGRESS  stranger               not_found   not_found   not_found   not_found   not_found
COMPLETED    caller                 ended       ended       ended       -           -
COMPLETED    callee                 ended       ended       ended       forbidden   -
COMPLETED    offered                elsewhere   elsewhere   elsewhere   forbidden   -
COMPLETED    decliner               ended       ended       ended       forbidden   -
COMPLETED    consultant             forbidden   forbidden   forbidden   forbidden   forbidden
COMPLETED    supervisor             forbidden   forbidden   forbidden   forbidden   forbidden
COMPLETED    stranger               not_found   not_found   not_found   not_found   not_found
MISSED       caller                 ended       ended       ended       -           -
MISSED       offered                ended       ended       ended       forbidden   -
MISSED       decliner               ended       ended       ended       forbidden   -
MISSED       consultant             forbidden   forbidden   forbidden   forbidden   forbidden
MISSED       supervisor             forbidden   forbidden   forbidden   forbidden   forbidden
MISSED       stranger               not_found   not_found   not_found   not_found   not_found
DECLINED     caller                 ended       ended       ended       -           -
DECLINED     offered                ended       ended       ended       forbidden   -
DECLINED     consultant             forbidden   forbidden   forbidden   forbidden   forbidden
DECLINED     supervisor             forbidden   forbidden   forbidden   forbidden   forbidden
DECLINED     stranger               not_found   not_found   not_found   not_found   not_found
CANCELLED    caller                 ended       ended       ended       -           -
CANCELLED    offered                ended       ended       ended       forbidden   -
CANCELLED    decliner               ended       ended       ended       forbidden   -
CANCELLED    consultant             forbidden   forbidden   forbidden   forbidden   forbidden
CANCELLED    supervisor             forbidden   forbidden   forbidden   forbidden   forbidden
CANCELLED    stranger               not_found   not_found   not_found   not_found   not_found
FAILED       caller                 ended       ended       ended       -           -
FAILED       callee                 ended       ended       ended       forbidden   -
FAILED       offered                elsewhere   elsewhere   elsewhere   forbidden   -
FAILED       decliner               ended       ended       ended       forbidden   -
FAILED       consultant             forbidden   forbidden   forbidden   forbidden   forbidden
FAILED       supervisor             forbidden   forbidden   forbidden   forbidden   forbidden
FAILED       stranger               not_found   not_found   not_found   not_found   not_found
`;

const rowsOf = (table: string): PersonRow[] =>
  table
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => {
      const [status = "", who = "", ...cells] = line.split(/ +/u);
      return {
        status: status as CallStatus,
        who: who.replaceAll("_", " "),
        expected: cells.map((cell) => codes[cell] ?? cell),
      };
    });

/** Every status × person, with a result for each of {@link personCommands}. */
export const personTable: readonly PersonRow[] = rowsOf(answers).map((row, index) => ({
  ...row,
  expected: [...row.expected, ...(rowsOf(mediaCommands)[index]?.expected ?? [])],
}));
