import { setTimeout as sleep } from 'node:timers/promises';

/** Tests run beside each other, on machines with few cores: what takes so long alone may take this much longer. */
const crowd = 3;

/**
 * Waits until something holds, and says what was still wrong if it never did. The time is what it takes at most on a
 * machine that has nothing else to do.
 */
export async function until<State>(
  look: () => State | Promise<State>,
  holds: (state: State) => boolean,
  withinMs: number,
  tell: (state: State) => unknown = (state) => state,
): Promise<State> {
  const end = Date.now() + crowd * withinMs;
  for (;;) {
    const begun = Date.now();
    const state = await look();
    if (holds(state)) return state;
    if (Date.now() > end)
      throw new Error(`Not within ${withinMs} ms; last seen: ${JSON.stringify(tell(state))}`);
    // Where looking itself takes long, it must not keep from work whatever is waited for.
    await sleep(Math.max(150, 2 * (Date.now() - begun)));
  }
}
