import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something holds, and says what was still wrong if it never did. */
export async function until<State>(
  look: () => State | Promise<State>,
  holds: (state: State) => boolean,
  withinMs: number,
  tell: (state: State) => unknown = (state) => state,
): Promise<State> {
  const end = Date.now() + withinMs;
  for (;;) {
    const state = await look();
    if (holds(state)) return state;
    if (Date.now() > end)
      throw new Error(`Not within ${withinMs} ms; last seen: ${JSON.stringify(tell(state))}`);
    await sleep(150);
  }
}
