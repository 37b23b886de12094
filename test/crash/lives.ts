import { setTimeout as sleep } from 'node:timers/promises';
import type { ControllerProcess } from './controller-process.js';
import type { Journal } from './journal.js';

/** How the lives of a controller ended. */
export interface Lives {
  readonly atRandom: number;
  /** After the effect of one of its writes and before the reply: between two steps of a plan, or right after the last. */
  readonly afterWrite: number;
}

/** Starts and kills the controller so many times: every other life ends at a random moment, the others at a write. */
export async function liveAndDie(
  controller: ControllerProcess,
  journal: Journal,
  kills: number,
  random: () => number,
): Promise<Lives> {
  let afterWrite = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    journal.life += 1;
    await controller.start();
    if (kill % 2 === 0) await sleep(300 + random() * 2_500);
    else afterWrite += await killedAtWrite(controller, journal, 1 + Math.floor(random() * 6));
    await controller.kill();
  }
  return { atRandom: kills - afterWrite, afterWrite };
}

/** 1 if the controller was killed in its n-th write; 0 if it did not come to it in time. */
async function killedAtWrite(controller: ControllerProcess, journal: Journal, nth: number): Promise<0 | 1> {
  let left = nth;
  const killed = new Promise<1>((resolve) => {
    journal.onWrite = () => {
      left -= 1;
      if (left > 0) return;
      journal.onWrite = () => {};
      void controller.kill();
      resolve(1);
    };
  });
  const end = await Promise.race([killed, sleep(8_000, 0 as const)]);
  journal.onWrite = () => {};
  return end;
}
