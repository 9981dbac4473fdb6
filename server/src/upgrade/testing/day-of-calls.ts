import { idOf, type Recorder } from "./recorder.ts";

/**
 * Makes calls of every kind that end, one after another, and then live calls of every kind. Returns
 * the live calls by kind.
 */
export async function dayOfCalls(day: Recorder): Promise<Record<LiveCall, string>> {
  await callsByName(day);
  await callsThatFail(day);
  await callsOfTheQueue(day);
  await callsThatBreakOff(day);
  return callsAtTheEndOfTheDay(day);
}

export type LiveCall =
  | "ringsCustomer"
  | "ringsAgent"
  | "talks"
  | "talksFromQueue"
  | "agentsTalk"
  | "heldByCallee"
  | "secondOfHolder"
  | "heldByCaller"
  | "moved"
  | "calleeIsGone"
  | "callerSaidGoodbye"
  | "rungFromQueue"
  | "waits";

async function callsByName(day: Recorder): Promise<void> {
  await day.atWork("ada", "grace");

  const answered = await day.start("carl", "ada");
  await day.record("carl", `POST /api/voip/calls/${answered}/lease`);
  await day.record("ada", "GET /api/voip/calls/live");
  await day.answer("ada", answered, "carl");
  await day.pass(20);
  await day.command("carl", "media-token", answered);
  await day.command("ada", "hold", answered);
  await day.record("carl", "GET /api/voip/calls/live");
  await day.command("ada", "resume", answered);
  await day.command("carl", "hang-up", answered);
  await day.command("ada", "hang-up", answered);

  const byAgent = await day.start("ada", "dora");
  await day.answer("dora", byAgent, "ada");
  await day.pass(8);
  await day.command("ada", "hold", byAgent);
  await day.record("dora", "GET /api/voip/calls/live");
  await day.command("ada", "hang-up", byAgent);

  const declined = await day.start("carl", "grace");
  await day.command("grace", "decline", declined);
  const cancelled = await day.start("dora", "grace");
  await day.command("dora", "cancel", cancelled);
  const cancelledByAgent = await day.start("grace", "ada");
  await day.command("grace", "hang-up", cancelledByAgent);
  const missed = await day.start("eve", "grace");
  day.waits("eve", missed);
  await day.pass(32);
  day.waitsNoMore(missed);

  const betweenAgents = await day.start("ada", "grace");
  await day.answer("grace", betweenAgents, "ada");
  await day.pass(8);
  await day.command("grace", "hang-up", betweenAgents);

  const unverified = await day.start("mia", "ada", { callerName: "Mia from the shop" });
  await day.answer("ada", unverified, "mia");
  await day.pass(4);
  await day.command("mia", "hang-up", unverified);

  const moved = await day.start("finn", "ada");
  await day.command("finn", "continue", moved, "finn-phone");
  await day.answer("ada", moved, "finn", "finn-phone");
  const roomName = await day.roomOf(moved);
  await day.command("ada", "continue", moved, "ada-laptop");
  day.join(roomName, "ada", "ada-laptop");
  await day.command("ada", "media-token", moved);
  await day.pass(8);
  await day.command("ada", "hang-up", moved, "ada-laptop");
}

async function callsThatFail(day: Recorder): Promise<void> {
  await day.record("carl", "POST /api/voip/start-call", { calleeSupabaseId: idOf("carl") });
  day.setMedia(false);
  await day.start("carl", "ada");
  await day.start("dora", null);
  day.setMedia(true);
  // It is Thursday; this tenant works on Mondays.
  const spans = [{ day: 1, from: "09:00", to: "17:00" }];
  await day.changeSettings({ businessHours: { timeZone: "UTC", spans } });
  await day.start("eve", null);
  await day.changeSettings({ businessHours: null });
  const named = { calleeSupabaseId: idOf("ada") };
  const first = await day.record("eve", "POST /api/voip/start-call", named, undefined, "key-1");
  await day.record("eve", "POST /api/voip/start-call", named, undefined, "key-1");
  await day.start("eve", "grace");
  await day.command("eve", "cancel", first.callId);
}

async function callsOfTheQueue(day: Recorder): Promise<void> {
  await day.changeSettings({ queueStrategy: "ring_all", wrapUpSeconds: 5 });
  const answered = await day.start("carl", null);
  await day.record("grace", "GET /api/voip/calls/live");
  await day.answer("ada", answered, "carl");
  await day.record("grace", `POST /api/voip/calls/${answered}/accept`);
  await day.pass(12);
  await day.command("ada", "hang-up", answered);
  await day.pass(8);

  const declinedByOne = await day.start("dora", null);
  await day.command("ada", "decline", declinedByOne);
  await day.answer("grace", declinedByOne, "dora");
  await day.pass(4);
  await day.command("dora", "hang-up", declinedByOne);
  await day.pass(8);

  const missedByAll = await day.start("eve", null);
  day.waits("eve", missedByAll);
  await day.pass(20);
  await day.record("eve", `POST /api/voip/calls/${missedByAll}/lease`);
  await day.command("eve", "cancel", missedByAll);
  day.waitsNoMore(missedByAll);

  const cancelledWhileRinging = await day.start("finn", null);
  await day.command("finn", "cancel", cancelledWhileRinging);
  const declinedByAll = await day.start("hugo", null);
  await day.command("ada", "decline", declinedByAll);
  await day.command("grace", "decline", declinedByAll);
  await day.record("hugo", "POST /api/voip/callbacks", {
    topic: "An invoice",
    callId: declinedByAll,
  });
  await day.command("hugo", "cancel", declinedByAll);

  await day.signOff("ada", "grace");
  const nobody = await day.start("iris", null);
  day.waits("iris", nobody);
  await day.pass(72);
  day.waitsNoMore(nobody);
}

async function callsThatBreakOff(day: Recorder): Promise<void> {
  await day.atWork("ada", "grace", "otto");
  const callerGone = await day.start("jan", "ada");
  await day.pass(16);
  await day.command("ada", "accept", callerGone);

  const lost = await day.start("jan", "ada");
  const lostRoom = await day.answer("ada", lost, "jan");
  await day.pass(8);
  day.leave(lostRoom, "jan");
  await day.pass(36);

  const goodbye = await day.start("jan", "ada");
  const goodbyeRoom = await day.answer("ada", goodbye, "jan");
  const session = day.join(goodbyeRoom, "jan");
  await day.pass(8);
  day.leave(goodbyeRoom, "jan");
  await day.webhook(goodbyeRoom, "jan", session, true);
  await day.pass(32);

  await day.changeSettings({ maxCallMinutes: 1 });
  const tooLong = await day.start("kira", "ada");
  await day.answer("ada", tooLong, "kira");
  await day.pass(68);
  await day.changeSettings({ maxCallMinutes: 480 });

  // A customer who answers one of two calls is busy for the other one.
  const ringsInVain = await day.start("grace", "lars");
  const taken = await day.start("ada", "lars");
  await day.answer("lars", taken, "ada");
  await day.record("grace", "GET /api/voip/calls/live");
  await day.command("grace", "cancel", ringsInVain);
  await day.command("lars", "hang-up", taken);

  const ofRemoved = await day.start("lars", "otto");
  await day.answer("otto", ofRemoved, "lars");
  await day.pass(4);
  day.leavesWork("otto");
  await day.record("alex", `DELETE /api/tenant/users/${idOf("otto")}`);
  await day.pass(4);
  await day.signOff("ada", "grace");
}

async function callsAtTheEndOfTheDay(day: Recorder): Promise<Record<LiveCall, string>> {
  await day.changeSettings({ queueStrategy: "longest_idle" });
  await day.atWork("ada", "grace", "linus", "margo", "nora", "rosa", "sven");

  const heldByCallee = await day.start("carl", "ada");
  await day.answer("ada", heldByCallee, "carl");
  const secondOfHolder = await day.start("dora", "ada");
  await day.answer("ada", secondOfHolder, "dora");

  const heldByCaller = await day.start("grace", "eve");
  await day.answer("eve", heldByCaller, "grace");
  await day.command("grace", "hold", heldByCaller);
  const moved = await day.start("finn", "grace");
  const movedRoom = await day.answer("grace", moved, "finn");
  await day.command("finn", "continue", moved, "finn-phone");
  day.leave(movedRoom, "finn");
  day.join(movedRoom, "finn", "finn-phone");

  const agentsTalk = await day.start("linus", "margo");
  await day.answer("margo", agentsTalk, "linus");
  const calleeIsGone = await day.start("hugo", "nora");
  const goneRoom = await day.answer("nora", calleeIsGone, "hugo");
  const callerSaidGoodbye = await day.start("kira", "rosa");
  const goodbyeRoom = await day.answer("rosa", callerSaidGoodbye, "kira");
  const session = day.join(goodbyeRoom, "kira");
  const talks = await day.start("mia", "sven", { callerName: "Mia from the shop" });
  await day.answer("sven", talks, "mia");
  await day.atWork("vera");
  const talksFromQueue = await day.start("quin", null);
  await day.answer("vera", talksFromQueue, "quin");
  await day.pass(16);

  await day.atWork("tina", "uma");
  const ringsCustomer = await day.start("tina", "lars");
  day.waits("tina", ringsCustomer);
  const ringsAgent = await day.start("iris", "sven");
  day.waits("iris", ringsAgent);
  const rungFromQueue = await day.start("jan", null);
  day.waits("jan", rungFromQueue);
  const waits = await day.start("paul", null);
  day.waits("paul", waits);
  day.leave(goneRoom, "nora");
  day.leave(goodbyeRoom, "kira");
  await day.webhook(goodbyeRoom, "kira", session, true);
  await day.pass(8);
  return {
    ringsCustomer,
    ringsAgent,
    talks,
    talksFromQueue,
    agentsTalk,
    heldByCallee,
    secondOfHolder,
    heldByCaller,
    moved,
    calleeIsGone,
    callerSaidGoodbye,
    rungFromQueue,
    waits,
  };
}
