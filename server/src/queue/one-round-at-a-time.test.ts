import { expect, it } from "vitest";
import { oneRoundAtATime } from "./one-round-at-a-time.ts";

/** Makes rounds that the test ends. */
function controlled() {
  const begun: {
    readonly tenantId: string;
    readonly end: () => void;
    readonly fail: () => void;
  }[] = [];
  const router = oneRoundAtATime({
    offerWaitingCalls: (tenantId) =>
      new Promise(
        (resolve, reject) =>
          void begun.push({ tenantId, end: resolve, fail: () => reject(new Error("no database")) }),
      ),
  });
  return { router, begun };
}

it("gives many who ask during a round the one after it", async () => {
  const { router, begun } = controlled();
  const first = router.offerWaitingCalls("acme");
  const later = Array.from({ length: 20 }, () => router.offerWaitingCalls("acme"));
  expect(begun).toHaveLength(1);
  begun[0]!.end();
  await first;
  await expect.poll(() => begun.length).toBe(2);
  const third = router.offerWaitingCalls("acme");
  begun[1]!.end();
  await Promise.all(later);
  await expect.poll(() => begun.length).toBe(3);
  begun[2]!.end();
  await third;
  void router.offerWaitingCalls("acme");
  expect(begun).toHaveLength(4);
});

it("lets no tenant wait for another", () => {
  const { router, begun } = controlled();
  void router.offerWaitingCalls("acme");
  void router.offerWaitingCalls("globex");
  expect(begun.map(({ tenantId }) => tenantId)).toEqual(["acme", "globex"]);
});

it("tells whose round failed, and begins the next one all the same", async () => {
  const { router, begun } = controlled();
  const [first, second] = [router.offerWaitingCalls("acme"), router.offerWaitingCalls("acme")];
  begun[0]!.fail();
  await expect(first).rejects.toThrow("no database");
  await expect.poll(() => begun.length).toBe(2);
  begun[1]!.end();
  await second;
});
